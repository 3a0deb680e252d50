"""The recipients of announcements: the queue that is sent from, and what became of each of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.campaign_figures import Progress, Recipient
from bot.core.campaigns import RUNNING, Got, Recall, State, Urgency
from bot.storage import outbox
from bot.storage.audience import ANNOUNCEMENTS, LATER, URGENT
from bot.storage.campaign_tables import RECALLED, campaign_answers, campaigns, recipients
from bot.storage.tables import addresses, consents, people

LATELY = timedelta(minutes=1)
LONGEST_REASON = 200
CUT_OFF = timedelta(days=30)
"""A program that did not run for longer does not go on with what it was sending."""

READ = sa.select(
    recipients,
    people.c.lang,
    people.c.called,
    people.c.place,
).join_from(recipients, people, recipients.c.person_id == people.c.id, isouter=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try. ``again_at``: when it is tried again. ``counts``: this was an attempt; not so when the
    platform itself asked us to wait."""

    recipient: Recipient
    got: Got
    reason: str = ""
    ref: str = ""
    again_at: datetime | None = None
    counts: bool = True
    doubtful: bool = False

    @property
    def is_fault(self) -> bool:
        """Something was wrong with it, or on the way."""
        return self.got is Got.FAILED or (self.got is Got.WAITING and self.counts)


# ---- sending ----


async def claim(
    connection: AsyncConnection,
    campaign: int,
    channel: str,
    now: datetime,
    most: int,
    present: Collection[str] | None = None,
) -> list[Recipient]:
    """The next of them, from now on ``SENDING``. ``present``: only to these addresses; None: whoever it is."""
    runs = sa.exists().where(campaigns.c.id == campaign, campaigns.c.state == State.SENDING.value)
    waits = _of(campaign, channel, Got.WAITING) & (recipients.c.due_at <= now) & runs
    if present is not None:
        waits &= recipients.c.address.in_(present)
    first = READ.where(waits).order_by(recipients.c.due_at, recipients.c.id).limit(most)
    found = [recipient_of(row) for row in await connection.execute(first)]
    await change(connection, [one.id for one in found], state=Got.SENDING.value)
    return found


async def number(connection: AsyncConnection, found: Sequence[Recipient]) -> dict[int, int]:
    """For each a number among the messages of the outbox, by its own: a page shows each number once, so who is tried
    again keeps theirs."""
    fresh = [one for one in found if not one.ref]
    numbers = dict(zip([one.id for one in fresh], await outbox.numbers(connection, len(fresh)), strict=True))
    for id_, n in numbers.items():
        await change(connection, [id_], ref=str(n))
    return numbers | {one.id: int(one.ref) for one in found if one.ref}


async def settle(connection: AsyncConnection, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write down what became of them."""
    for one in outcomes:
        got = await _unless_stopped(connection, one.recipient) if one.got is Got.WAITING else one.got
        values: dict[str, Any] = {"state": got.value, "reason": one.reason[:LONGEST_REASON]}
        values["attempts"] = one.recipient.attempts + one.counts
        values["doubtful"] = one.recipient.doubtful or one.doubtful
        if one.got is Got.DELIVERED:
            values |= {"sent_at": now, "ref": one.ref[:LONGEST_REASON], "recall": _recall_if_recalled(), "due_at": now}
        elif one.again_at:
            values["due_at"] = one.again_at
        await change(connection, [one.recipient.id], **values)
    await _unreach(connection, [one.recipient for one in outcomes if one.got is Got.UNREACHABLE])


def _recall_if_recalled() -> sa.ScalarSelect[str]:
    """It was on its way when it was recalled."""
    recalled = sa.case((campaigns.c.recalled_at.is_not(None), Recall.WAITING.value), else_=Recall.NONE.value)
    return sa.select(recalled).where(campaigns.c.id == recipients.c.campaign_id).scalar_subquery()


async def _unreach(connection: AsyncConnection, gone: Sequence[Recipient]) -> None:
    for one in gone:
        there = (addresses.c.channel == one.channel) & (addresses.c.address == one.address)
        await connection.execute(addresses.update().where(there).values(reachable=False))


async def put_back(connection: AsyncConnection, channel: str, now: datetime) -> int:
    """What was being sent when the program was killed is sent again: it may come twice, and is marked so. Gives back
    how many."""
    cut_off = (
        recipients.c.campaign_id.in_(lately(now))
        & (recipients.c.channel == channel)
        & (recipients.c.state == Got.SENDING.value)
    )
    found = [recipient_of(row) for row in await connection.execute(READ.where(cut_off))]
    again = [Outcome(one, Got.WAITING, again_at=now, counts=False, doubtful=True) for one in found]
    await settle(connection, again, now)
    return len(found)


def lately(now: datetime) -> sa.Select[tuple[int]]:
    """The campaigns of which something may have been on its way. Without it a million rows would be looked through."""
    recalled = campaigns.c.recalled_at > now - CUT_OFF
    open_ = campaigns.c.started_at.is_not(None) & campaigns.c.ended_at.is_(None)
    return sa.select(campaigns.c.id).where(open_ | recalled | (campaigns.c.ended_at > now - CUT_OFF))


async def _unless_stopped(connection: AsyncConnection, one: Recipient) -> Got:
    """It goes back among those who wait, unless it was ended, or they stopped it, while it was being sent."""
    chosen = sa.select(campaigns.c.state, campaigns.c.urgency).where(campaigns.c.id == one.campaign)
    campaign = (await connection.execute(chosen)).one()
    if campaign.state not in {state.value for state in RUNNING}:
        return Got.EXPIRED if campaign.state == State.DONE.value else Got.CANCELLED
    purpose = URGENT if campaign.urgency == Urgency.URGENT.value else ANNOUNCEMENTS
    last = sa.select(consents.c.given).where(consents.c.person_id == one.person, consents.c.purpose == purpose)
    given = (await connection.execute(last.order_by(consents.c.id.desc()).limit(1))).scalar()
    return Got.OPTED_OUT if given is False else Got.WAITING


async def arrived(connection: AsyncConnection, channel: str, present: Collection[str], now: datetime) -> int:
    """They are back: what waited for that goes now. Gives back how many."""
    theirs = (recipients.c.channel == channel) & recipients.c.address.in_(present)
    waits = sa.or_(recipients.c.state == Got.WAITING.value, recipients.c.recall == Recall.WAITING.value)
    parked = theirs & waits & (recipients.c.due_at == LATER)
    return (await connection.execute(recipients.update().where(parked).values(due_at=now))).rowcount


async def is_over(connection: AsyncConnection, campaign: int, channels: Collection[str]) -> bool:
    """Nobody waits for it any more on these channels."""
    open_ = recipients.c.state.in_([Got.WAITING.value, Got.SENDING.value])
    here = (recipients.c.campaign_id == campaign) & recipients.c.channel.in_(channels)
    return not (await connection.execute(sa.select(sa.exists().where(here, open_)))).scalar()


async def forget_waiting(connection: AsyncConnection, campaign: int) -> None:
    """Those frozen for a version that is not sent."""
    await connection.execute(recipients.delete().where(recipients.c.campaign_id == campaign))


async def stop_for(connection: AsyncConnection, person: int, *, urgent: bool) -> int:
    theirs = (recipients.c.person_id == person) & (recipients.c.state == Got.WAITING.value)
    if not urgent:
        calm = sa.select(campaigns.c.id).where(campaigns.c.urgency != "urgent")
        theirs &= recipients.c.campaign_id.in_(calm)
    stopped = recipients.update().where(theirs).values(state=Got.OPTED_OUT.value, reason="")
    return (await connection.execute(stopped)).rowcount


async def forget(connection: AsyncConnection, person: int) -> None:
    """Who is erased gets nothing more, and nothing leads to them."""
    await stop_for(connection, person, urgent=True)
    bare = {"person_id": None, "address": "", "ref": "", "recall": Recall.NONE.value}
    await connection.execute(recipients.update().where(recipients.c.person_id == person).values(bare))


async def unite(connection: AsyncConnection, kept: int, gone: int) -> None:
    """Two who turned out to be one, and were both chosen: what waits for the second time does not go."""
    both = sa.select(recipients.c.campaign_id).where(recipients.c.person_id == kept).scalar_subquery()
    twice = (recipients.c.person_id == gone) & recipients.c.campaign_id.in_(both)
    waiting = recipients.update().where(twice, recipients.c.state == Got.WAITING.value)
    await connection.execute(waiting.values(state=Got.CANCELLED.value, reason="linked"))
    await connection.execute(recipients.update().where(twice).values(person_id=None))


# ---- looking ----


async def progress(connection: AsyncConnection, campaign: int, now: datetime) -> Progress:
    rows = (await connection.execute(_in(_counted(now), campaign))).all()
    return Progress(
        {(row.channel, Got(row.state)): row.number for row in rows},
        lately=sum(row.lately for row in rows),
        doubtful=sum(row.doubtful for row in rows),
        answers=await _answers(connection, campaign),
        recalls=await _recalls(connection, campaign),
        reasons=await _reasons(connection, campaign),
    )


def _counted(now: datetime) -> sa.Select[Any]:
    """All in one look through them, for there may be a million."""
    lately, doubtful = recipients.c.sent_at > now - LATELY, recipients.c.doubtful
    ones = [sa.func.sum(sa.case((what, 1), else_=0)) for what in (lately, doubtful)]
    groups = (recipients.c.channel, recipients.c.state)
    numbers = [sa.func.count().label("number"), ones[0].label("lately"), ones[1].label("doubtful")]
    return sa.select(*groups, *numbers).group_by(*groups)


async def _answers(connection: AsyncConnection, campaign: int) -> dict[str, int]:
    what = campaign_answers.c.what
    theirs = sa.select(what, sa.func.count()).where(campaign_answers.c.campaign_id == campaign).group_by(what)
    return {row[0]: row[1] for row in await connection.execute(theirs)}


async def _recalls(connection: AsyncConnection, campaign: int) -> dict[Recall, int]:
    recall = recipients.c.recall
    those = _in(sa.select(recall, sa.func.count()), campaign).where(RECALLED).group_by(recall)
    return {Recall(how): number for how, number in await connection.execute(those)}


async def _reasons(connection: AsyncConnection, campaign: int) -> dict[tuple[Got, str], int]:
    state, reason = recipients.c.state, recipients.c.reason
    missed = state.in_([Got.FAILED.value, Got.UNREACHABLE.value])
    those = _in(sa.select(state, reason, sa.func.count()), campaign).where(missed).group_by(state, reason)
    return {(Got(got), why): number for got, why, number in await connection.execute(those)}


async def listed(
    connection: AsyncConnection, campaign: int, got: Collection[Got], channel: str, most: int, after: int
) -> list[Recipient]:
    chosen = READ.where(recipients.c.campaign_id == campaign, recipients.c.id > after)
    if got:
        chosen = chosen.where(recipients.c.state.in_([one.value for one in got]))
    if channel:
        chosen = chosen.where(recipients.c.channel == channel)
    rows = await connection.execute(chosen.order_by(recipients.c.id).limit(most))
    return [recipient_of(row) for row in rows]


async def had(connection: AsyncConnection, campaign: int, person: int) -> bool:
    theirs = (recipients.c.campaign_id == campaign) & (recipients.c.person_id == person)
    return bool((await connection.execute(sa.select(sa.exists().where(theirs)))).scalar())


def _of(campaign: int, channel: str, got: Got) -> sa.ColumnElement[bool]:
    here = (recipients.c.campaign_id == campaign) & (recipients.c.channel == channel)
    return here & (recipients.c.state == got.value)


def _in(chosen: sa.Select[Any], campaign: int) -> sa.Select[Any]:
    return chosen.where(recipients.c.campaign_id == campaign)


async def change(connection: AsyncConnection, ids: Sequence[int], **values: Any) -> None:
    if ids:
        await connection.execute(recipients.update().where(recipients.c.id.in_(ids)).values(values))


def recipient_of(row: Any) -> Recipient:
    return Recipient(
        row.id, row.campaign_id, row.person_id, row.channel, row.address, Got(row.state), row.reason, row.attempts,
        row.ref, row.doubtful, row.sent_at, Recall(row.recall), row.lang or "vi", row.called or "", row.place or "",
    )  # fmt: skip
