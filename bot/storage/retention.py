"""How long things are kept. What is past its time goes, a little at a time, so that people are answered meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.exports import DAYS as EXPORT_DAYS
from bot.core.readings import LASTS
from bot.core.requests import State
from bot.core.talk import Talk
from bot.storage import campaign_retention as past
from bot.storage import event_facts, facts, jobs, periods
from bot.storage import readings as guide_readings
from bot.storage import sessions as log
from bot.storage.admin_tables import admin_links, admin_sessions
from bot.storage.campaign_tables import campaigns, recipients
from bot.storage.database import Database
from bot.storage.erasure import forget
from bot.storage.event_tables import presences, readings
from bot.storage.notebook import UNUSED_DAYS
from bot.storage.notebook_tables import notebook_links, notebook_sessions
from bot.storage.picture_tables import sent_pictures
from bot.storage.report_tables import exports, official_figures
from bot.storage.request_tables import requests
from bot.storage.requests import NO_WORDS
from bot.storage.session_tables import (
    session_codes,
    session_confirmations,
    session_drafts,
    session_pictures,
    sessions,
)
from bot.storage.tables import addresses, events, inbox, outbox, people, questions, receipts, talks, unreadable
from bot.storage.team_tables import audit, invites, posts
from bot.storage.token_tables import api_tokens

NAME = "retention"

CHUNK = 500  # rows in one transaction
PEOPLE_CHUNK = 20  # to forget one person looks through whole tables

Past = Callable[[datetime], "sa.ColumnElement[bool]"]
"""The rows that are past their time, given the moment where that begins."""
Keys = Sequence[Any]
End = Callable[[AsyncConnection, "Rule", Keys, datetime], Awaitable[int]]


@dataclass(frozen=True)
class Rule:
    """What happens to the rows of a table after ``days``. ``called``: under which they are counted, if not the table's
    name."""

    table: sa.Table
    days: int
    past: Past
    end: End
    called: str = ""
    chunk: int = CHUNK

    @property
    def name(self) -> str:
        return self.called or str(self.table.name)

    @property
    def key(self) -> sa.Column[Any]:
        return self.table.primary_key.columns[0]

    def among(self, keys: Keys, edge: datetime) -> sa.ColumnElement[bool]:
        """Asked again when it is done: a row may have changed since it was found."""
        return self.key.in_(keys) & self.past(edge)


# ---- what is done ----


async def _delete(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    return (await connection.execute(rule.table.delete().where(rule.among(keys, edge)))).rowcount


async def _delete_sessions(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    """What they counted goes with them: the roll-up is what can be made again from the log."""
    for kept in await log.load(connection, sa.select(sessions).where(rule.among(keys, edge))):
        await facts.remove(connection, kept)
    return await _delete(connection, rule, keys, edge)


async def _delete_events(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    past = sa.select(events).where(rule.among(keys, edge))
    await event_facts.remove(connection, (await connection.execute(past)).mappings().all())
    return await _delete(connection, rule, keys, edge)


async def _close_readings(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    return await guide_readings.close(connection, rule.among(keys, edge))


async def _drop_readings(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    return await guide_readings.drop(connection, rule.among(keys, edge))


async def _unlink(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    change = rule.table.update().where(rule.among(keys, edge)).values(person_id=None)
    return (await connection.execute(change)).rowcount


async def _keep_only_the_step(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    found = sa.select(talks.c.person_id, talks.c.body).where(rule.among(keys, edge)).with_for_update()
    rows = (await connection.execute(found)).all()
    for row in rows:
        talk = Talk.load(row.body)
        talk.expect("")
        await connection.execute(talks.update().where(rule.key == row.person_id).values(body=talk.dump()))
    return len(rows)


async def _forget(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    found = sa.select(people.c.id).where(rule.among(keys, edge)).with_for_update()
    ids = (await connection.execute(found)).scalars().all()
    for id_ in ids:
        await forget(connection, id_, edge)  # as if then: what they sent last is past its time as well
    return len(ids)


async def _give_up(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    over = {"state": State.CANCELLED.value, "closed_at": edge, "alarm": "", "alarm_at": None}
    change = requests.update().where(rule.among(keys, edge)).values(over)
    return (await connection.execute(change)).rowcount


async def _drop_words(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    change = requests.update().where(rule.among(keys, edge)).values(NO_WORDS | {"person_id": None})
    return (await connection.execute(change)).rowcount


# ---- to what, and when ----


def _holds_words(edge: datetime) -> sa.ColumnElement[bool]:
    """A step goes on waiting for words, for that is part of it; any other question is dropped with what was noted."""
    has_notes, asks, in_guide = _of_talk("notes") != "{}", _of_talk("awaiting") != "", _of_talk("guide") != ""
    return (talks.c.updated_at < edge) & (has_notes | (asks & ~in_guide))


def _of_talk(name: str) -> sa.ColumnElement[str]:
    return sa.type_coerce(talks.c.body[name].as_string(), sa.String)


def _is_back() -> sa.ColumnElement[bool]:
    """Whether something of theirs has just come in and waits for its turn."""
    theirs = (inbox.c.channel == addresses.c.channel) & (inbox.c.address == addresses.c.address)
    return sa.exists().where(addresses.c.person_id == people.c.id, theirs, inbox.c.done_at.is_(None))


def _stuck() -> sa.ColumnElement[bool]:
    return outbox.c.state.in_(["failed", "parked"])


def _open() -> sa.ColumnElement[bool]:
    return questions.c.settled_at.is_(None)


def _linked() -> sa.ColumnElement[bool]:
    return events.c.person_id.is_not(None)


def _entered_by() -> sa.ColumnElement[bool]:
    return official_figures.c.person_id.is_not(None)


def _waits() -> sa.ColumnElement[bool]:
    return requests.c.closed_at.is_(None)


def _has_words() -> sa.ColumnElement[bool]:
    return requests.c.person_id.is_not(None) | (requests.c.wish != "") | (requests.c.suits != "")


def _token_over(edge: datetime) -> sa.ColumnElement[bool]:
    return (api_tokens.c.expires_at < edge) | (api_tokens.c.withdrawn_at < edge)


RULES = (
    Rule(
        people, periods.PERSON_DAYS, lambda edge: (people.c.seen_at < edge) & ~_is_back(), _forget, chunk=PEOPLE_CHUNK
    ),
    Rule(talks, periods.TALK_DAYS, _holds_words, _keep_only_the_step),
    Rule(inbox, periods.TECHNICAL_DAYS, lambda edge: inbox.c.done_at < edge, _delete),
    Rule(unreadable, periods.TECHNICAL_DAYS, lambda edge: unreadable.c.received_at < edge, _delete),
    Rule(outbox, periods.TECHNICAL_DAYS, lambda edge: _stuck() & (outbox.c.created_at < edge), _delete),
    Rule(sent_pictures, periods.SENT_PICTURE_DAYS, lambda edge: sent_pictures.c.sent_at < edge, _delete),
    Rule(questions, periods.SETTLED_QUESTION_DAYS, lambda edge: questions.c.settled_at < edge, _delete),
    Rule(questions, periods.OPEN_QUESTION_DAYS, lambda edge: _open() & (questions.c.asked_at < edge), _delete),
    Rule(events, periods.EVENT_DAYS, lambda edge: events.c.at < edge, _delete_events),
    Rule(events, periods.EVENT_LINK_DAYS, lambda edge: _linked() & (events.c.at < edge), _unlink, "event_links"),
    Rule(
        readings,
        LASTS.days,
        lambda edge: readings.c.closed.is_(False) & (readings.c.opened_at <= edge),
        _close_readings,
        "readings_over",
    ),
    Rule(readings, periods.EVENT_DAYS, lambda edge: readings.c.opened_at < edge, _drop_readings),
    Rule(presences, periods.PRESENCE_DAYS, lambda edge: presences.c.ends < event_facts.day_of(edge), _delete),
    Rule(receipts, periods.RECEIPT_DAYS, lambda edge: receipts.c.at < edge, _delete),
    Rule(posts, periods.POST_DAYS, lambda edge: posts.c.until < edge, _delete),
    Rule(invites, periods.INVITE_DAYS, lambda edge: invites.c.expires_at < edge, _delete),
    Rule(
        requests,
        periods.REQUEST_WAITING_DAYS,
        lambda edge: _waits() & (requests.c.waits_since < edge),
        _give_up,
        "requests_waiting",
    ),
    Rule(
        requests,
        periods.REQUEST_WORDS_DAYS,
        lambda edge: _has_words() & (requests.c.closed_at < edge),
        _drop_words,
        "request_words",
    ),
    Rule(requests, periods.REQUEST_DAYS, lambda edge: requests.c.closed_at < edge, _delete),
    Rule(sessions, periods.SESSION_DAYS, lambda edge: sessions.c.entered_at < edge, _delete_sessions),
    Rule(session_drafts, periods.DRAFT_DAYS, lambda edge: session_drafts.c.changed_at < edge, _delete),
    Rule(session_codes, periods.SESSION_CODE_DAYS, lambda edge: session_codes.c.expires_at < edge, _delete),
    Rule(session_confirmations, periods.CONFIRMATION_DAYS, lambda edge: session_confirmations.c.at < edge, _delete),
    Rule(session_pictures, periods.PICTURE_DAYS, lambda edge: session_pictures.c.sent_at < edge, _delete),
    Rule(notebook_links, periods.LINK_DAYS, lambda edge: notebook_links.c.expires_at < edge, _delete),
    Rule(notebook_sessions, UNUSED_DAYS, lambda edge: notebook_sessions.c.last_seen_at < edge, _delete),
    Rule(admin_links, periods.LINK_DAYS, lambda edge: admin_links.c.expires_at < edge, _delete),
    Rule(admin_sessions, periods.ADMIN_SESSION_DAYS, lambda edge: admin_sessions.c.made_at < edge, _delete),
    Rule(api_tokens, periods.TOKEN_DAYS, _token_over, _delete),
    Rule(audit, periods.AUDIT_DAYS, lambda edge: audit.c.at < edge, _delete),
    Rule(
        official_figures,
        periods.ENTERED_DAYS,
        lambda edge: _entered_by() & (official_figures.c.entered_at < edge),
        _unlink,
        "official_links",
    ),
    Rule(recipients, periods.RECIPIENT_DAYS, past.leads_to_somebody, past.unlink, "recipient_links"),
    Rule(recipients, periods.CAMPAIGN_DAYS, past.of_ended, _delete),
    Rule(campaigns, periods.CAMPAIGN_DAYS, past.ended, _delete),
    Rule(exports, EXPORT_DAYS, lambda edge: exports.c.asked_at < edge, _delete),
)


# ---- doing it ----


async def retain(
    database: Database, now: datetime, stopped: Callable[[], bool] = lambda: False
) -> dict[str, int] | None:
    """Apply every rule, and note how many rows that was. None: it was ``stopped`` before the end, and goes on at the
    next time."""
    result = {rule.name: 0 for rule in RULES}
    for rule in RULES:
        result[rule.name] += await _apply(database, rule, now, stopped)
    if stopped():
        return None
    async with database.write() as connection:
        await jobs.note(connection, NAME, result, now)
    return result


async def _apply(database: Database, rule: Rule, now: datetime, stopped: Callable[[], bool]) -> int:
    edge, done, after = now - timedelta(days=rule.days), 0, None
    while not stopped() and (keys := await _next(database, rule, edge, after)):
        async with database.write() as connection:
            done += await rule.end(connection, rule, keys, edge)
        after = keys[-1]
    return done


async def _next(database: Database, rule: Rule, edge: datetime, after: Any) -> Keys:
    """Looked for without the lock of writing, each time from where it stopped."""
    found = sa.select(rule.key).where(rule.past(edge)).order_by(rule.key).limit(rule.chunk)
    async with database.read() as connection:
        return (await connection.execute(found if after is None else found.where(rule.key > after))).scalars().all()
