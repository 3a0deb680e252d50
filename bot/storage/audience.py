"""Whom an announcement is for, and where each of them is written to: counted before, frozen at the start.

One person is one recipient, at one address: the one that can be written to best, and of those the one they were last
heard from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.campaign_figures import Estimate, Terms
from bot.core.campaigns import MISSED, Campaign, Got, Group, Reach, Urgency, Why
from bot.core.reach import BILLED, FREE, ON_RETURN, WINDOWED
from bot.storage.campaign_tables import campaign_answers, recipients
from bot.storage.tables import addresses, consents, events, people
from bot.storage.upsert import insert_new

ANNOUNCEMENTS, URGENT, INTERESTS = "announcements", "urgent", "interests"
"""Purposes of consent. ``URGENT`` is never asked: a no to it is what is kept."""
CHUNK = 10_000
"""Numbers of people frozen in one transaction, so that others are answered meanwhile."""
LATER = datetime(9999, 1, 1, tzinfo=UTC)
"""When they come back."""


class Way(IntEnum):
    """How an address can be written to, the best first."""

    NOW = 1
    RETURN = 2
    BILLED = 3
    WINDOW = 4
    NO_CHANNEL = 5
    BLOCKED = 6
    NOWHERE = 7


_REACH = {Way.NOW: Reach.NOW, Way.RETURN: Reach.RETURN, Way.BILLED: Reach.BILLED}
_WHY = {Way.BILLED: Why.BILLED, Way.WINDOW: Why.WINDOW, Way.NO_CHANNEL: Why.NO_CHANNEL, Way.BLOCKED: Why.BLOCKED,
        Way.NOWHERE: Why.NOWHERE}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that decides who is chosen. ``first``, ``last``: only people with these numbers."""

    campaign: Campaign
    terms: Terms
    now: datetime
    first: int = 0
    last: int | None = None

    @property
    def among(self) -> sa.ColumnElement[bool]:
        """As the writer chose, whatever they agreed to."""
        audience = self.campaign.draft.audience
        fits = _range(self) & _fits(self, audience.chosen)
        return fits & ~_fits(self, audience.without) if audience.without else fits

    @property
    def agreed(self) -> sa.ColumnElement[bool]:
        """What is urgent goes to all who have not said that they do not want even that."""
        if self.campaign.draft.urgency is Urgency.URGENT:
            return sa.func.coalesce(_last_answer(URGENT, consents.c.given), sa.true())
        return _agrees(ANNOUNCEMENTS, self.terms)


# ---- who ----


def _range(question: Question) -> sa.ColumnElement[bool]:
    there: list[sa.ColumnElement[bool]] = [people.c.id >= question.first]
    if question.last is not None:
        there.append(people.c.id <= question.last)
    return sa.and_(*there)


def _fits(question: Question, group: Group) -> sa.ColumnElement[bool]:
    asked = [sa.true(), *_of_themselves(question, group), *_of_what_they_did(question, group)]
    return sa.and_(*asked)


def _of_themselves(question: Question, group: Group) -> list[sa.ColumnElement[bool]]:
    asked: list[sa.ColumnElement[bool]] = []
    if group.places:
        asked.append(_lives_in(group.places))
    if group.roles:
        asked.append(people.c.role.in_(group.roles))
    if group.langs:
        asked.append(people.c.lang.in_(group.langs))
    if group.seen_days:
        asked.append(people.c.seen_at >= question.now - timedelta(days=group.seen_days))
    return asked


def _lives_in(places: Collection[str]) -> sa.ColumnElement[bool]:
    there: list[sa.ColumnElement[bool]] = [people.c.place.in_([place for place in places if "/" not in place])]
    for commune, village in (place.split("/", 1) for place in places if "/" in place):
        same = sa.func.lower(people.c.village) == sa.func.lower(village)  # as typed, in capitals or not
        there.append(sa.and_(people.c.place == commune, same))
    return sa.or_(*there)


def _of_what_they_did(question: Question, group: Group) -> list[sa.ColumnElement[bool]]:
    asked: list[sa.ColumnElement[bool]] = []
    if group.channels:
        asked.append(people.c.id.in_(_on(group.channels)))
    if group.guides:
        asked.append(_opened(group.guides) & _agrees(INTERESTS, question.terms))
    if group.answered:
        those = campaign_answers.c.campaign_id.in_(group.answered)
        asked.append(sa.exists().where(campaign_answers.c.person_id == people.c.id, those))
    return asked


def _on(channels: Collection[str]) -> sa.Select[tuple[int]]:
    """Those who have an address there."""
    there = addresses.alias()
    return sa.select(there.c.person_id).where(there.c.channel.in_(channels))


def _opened(guides: Collection[str]) -> sa.ColumnElement[bool]:
    which = events.c.data["guide"].as_string().in_(guides)
    return sa.exists().where(events.c.person_id == people.c.id, events.c.type == "GuideOpened", which)


def _agrees(purpose: str, terms: Terms) -> sa.ColumnElement[bool]:
    """They said yes, last, to the words it has now."""
    yes = consents.c.given & (consents.c.version == terms.stamps.get(purpose, ""))
    return sa.func.coalesce(_last_answer(purpose, yes), sa.false())


def _last_answer(purpose: str, what: sa.ColumnElement[bool]) -> sa.ScalarSelect[bool]:
    theirs = (consents.c.person_id == people.c.id) & (consents.c.purpose == purpose)
    return sa.select(what).where(theirs).order_by(consents.c.id.desc()).limit(1).scalar_subquery()


# ---- where ----


def _way(question: Question) -> sa.ColumnElement[int]:
    windowed, now = addresses.c.channel.in_(WINDOWED), question.now
    return sa.case(
        (addresses.c.person_id.is_(None), Way.NOWHERE.value),
        (~addresses.c.reachable, Way.BLOCKED.value),
        (addresses.c.channel.not_in(question.terms.channels), Way.NO_CHANNEL.value),
        (addresses.c.channel.in_(ON_RETURN), Way.RETURN.value),
        (windowed & (addresses.c.seen_at < now - BILLED), Way.WINDOW.value),
        (windowed & (addresses.c.seen_at < now - FREE), Way.BILLED.value),
        else_=Way.NOW.value,
    )


def _chosen(question: Question, *, agreed: bool = True) -> sa.Subquery:
    """A row for each: person, channel, address, way."""
    way = _way(question)
    best_first = sa.func.row_number().over(
        partition_by=people.c.id, order_by=[way, addresses.c.seen_at.desc(), addresses.c.channel, addresses.c.address]
    )
    channels = question.campaign.draft.audience.chosen.channels
    on = sa.and_(addresses.c.person_id == people.c.id, addresses.c.channel.in_(channels) if channels else sa.true())
    where = question.among & question.agreed if agreed else question.among
    ranked = (
        sa.select(
            people.c.id.label("person"),
            sa.func.coalesce(addresses.c.channel, "").label("channel"),
            sa.func.coalesce(addresses.c.address, "").label("address"),
            way.label("way"),
            best_first.label("best"),
        )
        .select_from(people.outerjoin(addresses, on))
        .where(where)
        .subquery()
    )
    return sa.select(ranked).where(ranked.c.best == 1).subquery()


# ---- counted ----


async def estimate(connection: AsyncConnection, question: Question) -> Estimate:
    chosen = _chosen(question)
    counted = sa.select(chosen.c.channel, chosen.c.way, sa.func.count()).group_by(chosen.c.channel, chosen.c.way)
    by: defaultdict[tuple[str, Reach], int] = defaultdict(int)
    why: defaultdict[Why, int] = defaultdict(int)
    for channel, way, number in await connection.execute(counted):
        by[channel, _REACH.get(Way(way), Reach.NOT)] += number
        if Way(way) in _WHY:
            why[_WHY[Way(way)]] += number
    return Estimate(dict(by), dict(why), await _declined(connection, question))


async def _declined(connection: AsyncConnection, question: Question) -> int:
    not_asked = sa.select(sa.func.count()).select_from(people).where(question.among, ~question.agreed)
    return (await connection.execute(not_asked)).scalar_one()


# ---- frozen ----


async def highest(connection: AsyncConnection) -> int:
    """The number of the newest person."""
    return (await connection.execute(sa.select(sa.func.max(people.c.id)))).scalar() or 0


async def freeze(connection: AsyncConnection, question: Question) -> None:
    """A row for each of those in the range; who has one already keeps it."""
    chosen = _chosen(question)
    back = chosen.c.way == Way.RETURN.value
    reached = chosen.c.way <= Way.RETURN.value
    state = sa.case((reached, Got.WAITING.value), else_=Got.UNREACHABLE.value)
    reason = sa.case({way.value: why.value for way, why in _WHY.items()}, value=chosen.c.way, else_="")
    due = sa.case((back, sa.literal(LATER, _MOMENT)), else_=sa.literal(question.now, _MOMENT))
    columns: dict[str, Any] = {
        "campaign_id": sa.literal(question.campaign.id), "person_id": chosen.c.person, "channel": chosen.c.channel,
        "address": chosen.c.address, "state": state, "reason": reason, "attempts": sa.literal(0),
        "doubtful": sa.false(), "due_at": due, "ref": sa.literal(""), "recall": sa.literal(""),
    }  # fmt: skip
    rows = sa.select(*(value.label(name) for name, value in columns.items())).where(sa.true())
    await connection.execute(_insert(connection, list(columns), rows))


_MOMENT = recipients.c.due_at.type


def _insert(connection: AsyncConnection, names: list[str], rows: sa.Select[Any]) -> sa.Insert:
    return insert_new(connection, recipients).from_select(names, rows)


# ---- once more ----


async def again(connection: AsyncConnection, question: Question) -> int:
    """Once more to those who were not reached, where they can be written to by now. Gives back to how many."""
    missed = [got.value for got in MISSED]
    of_it = (recipients.c.campaign_id == question.campaign.id) & recipients.c.state.in_(missed)
    chosen = _chosen(question)
    found = sa.select(chosen).where(chosen.c.way <= Way.RETURN.value)
    found = found.where(chosen.c.person.in_(sa.select(recipients.c.person_id).where(of_it)))
    rows = (await connection.execute(found)).all()
    for row in rows:
        fresh = {"channel": row.channel, "address": row.address, "state": Got.WAITING.value, "reason": "",
                 "attempts": 0, "due_at": LATER if row.way == Way.RETURN else question.now}  # fmt: skip
        await connection.execute(recipients.update().where(of_it, recipients.c.person_id == row.person).values(fresh))
    return len(rows)
