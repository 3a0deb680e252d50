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
from bot.storage import event_facts, facts, jobs
from bot.storage import readings as guide_readings
from bot.storage import sessions as log
from bot.storage.admin import LONGEST as ADMIN_LONGEST
from bot.storage.admin_tables import admin_links, admin_sessions
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

# The periods, in days. They are the ones that the domain dossier proposes (§6.3, "Tối thiểu – lưu trữ có hạn", for Law
# 91/2025/QH15 on personal data), or, where it names none, the nearest of them.
TALK_DAYS = 1  # "hội thoại 0–24 h (chỉ trạng thái bước)"
TECHNICAL_DAYS = 30  # "nhật ký kỹ thuật 30 ngày"
SETTLED_QUESTION_DAYS = 7  # "đến khi xong +7 ngày"
OPEN_QUESTION_DAYS = 90  # none named: a question that no editor took up in a season is not taken up any more
EVENT_LINK_DAYS = 365  # none named: long enough to see who came back within a year
PRESENCE_DAYS = 0  # until the last day is over: then everybody is counted
EVENT_DAYS = 730  # "sổ ẩn danh 24 tháng"
PERSON_DAYS = 730  # as the log: who was not here for that long has left
RECEIPT_DAYS = 730  # as the log
POST_DAYS = 730  # after its end, as the log
INVITE_DAYS = 30  # after its end; a technical thing
AUDIT_DAYS = 730  # as the log
ENTERED_DAYS = 730  # who entered an official figure, as the audit log; the figure and its source stay
LINK_DAYS = 1  # after its end, minutes after it was made: to the notebook, and to the admin site
TOKEN_DAYS = 730  # after its end, as the audit log; nobody is in it, but in the log it is named by its number
ADMIN_SESSION_DAYS = ADMIN_LONGEST.days  # after it was begun: then it opens nothing any more
REQUEST_DAYS = 730  # as the log
REQUEST_WORDS_DAYS = 7  # "đến khi xong +7 ngày"
REQUEST_WAITING_DAYS = 90  # none named: whom nobody helped in a season does not wait any more
SESSION_DAYS = 730  # "sổ ẩn danh 24 tháng"; its works, members and changes go with it
DRAFT_DAYS = 30  # a technical thing: a note that nobody saved
SESSION_CODE_DAYS = 1  # after its end
CONFIRMATION_DAYS = 62  # as long as a session may be logged and confirmed; then only the count is needed

SENT_PICTURE_DAYS = 1  # none named: whoever it is for was not there for a day; usually it goes within seconds
PICTURE_DAYS = 62  # none named: as long as a session may be looked into; nobody can blur the faces in it

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
    Rule(people, PERSON_DAYS, lambda edge: (people.c.seen_at < edge) & ~_is_back(), _forget, chunk=PEOPLE_CHUNK),
    Rule(talks, TALK_DAYS, _holds_words, _keep_only_the_step),
    Rule(inbox, TECHNICAL_DAYS, lambda edge: inbox.c.done_at < edge, _delete),
    Rule(unreadable, TECHNICAL_DAYS, lambda edge: unreadable.c.received_at < edge, _delete),
    Rule(outbox, TECHNICAL_DAYS, lambda edge: _stuck() & (outbox.c.created_at < edge), _delete),
    Rule(sent_pictures, SENT_PICTURE_DAYS, lambda edge: sent_pictures.c.sent_at < edge, _delete),
    Rule(questions, SETTLED_QUESTION_DAYS, lambda edge: questions.c.settled_at < edge, _delete),
    Rule(questions, OPEN_QUESTION_DAYS, lambda edge: _open() & (questions.c.asked_at < edge), _delete),
    Rule(events, EVENT_DAYS, lambda edge: events.c.at < edge, _delete_events),
    Rule(events, EVENT_LINK_DAYS, lambda edge: _linked() & (events.c.at < edge), _unlink, "event_links"),
    Rule(
        readings,
        LASTS.days,
        lambda edge: readings.c.closed.is_(False) & (readings.c.opened_at <= edge),
        _close_readings,
        "readings_over",
    ),
    Rule(readings, EVENT_DAYS, lambda edge: readings.c.opened_at < edge, _drop_readings),
    Rule(presences, PRESENCE_DAYS, lambda edge: presences.c.ends < event_facts.day_of(edge), _delete),
    Rule(receipts, RECEIPT_DAYS, lambda edge: receipts.c.at < edge, _delete),
    Rule(posts, POST_DAYS, lambda edge: posts.c.until < edge, _delete),
    Rule(invites, INVITE_DAYS, lambda edge: invites.c.expires_at < edge, _delete),
    Rule(
        requests,
        REQUEST_WAITING_DAYS,
        lambda edge: _waits() & (requests.c.waits_since < edge),
        _give_up,
        "requests_waiting",
    ),
    Rule(
        requests,
        REQUEST_WORDS_DAYS,
        lambda edge: _has_words() & (requests.c.closed_at < edge),
        _drop_words,
        "request_words",
    ),
    Rule(requests, REQUEST_DAYS, lambda edge: requests.c.closed_at < edge, _delete),
    Rule(sessions, SESSION_DAYS, lambda edge: sessions.c.entered_at < edge, _delete_sessions),
    Rule(session_drafts, DRAFT_DAYS, lambda edge: session_drafts.c.changed_at < edge, _delete),
    Rule(session_codes, SESSION_CODE_DAYS, lambda edge: session_codes.c.expires_at < edge, _delete),
    Rule(session_confirmations, CONFIRMATION_DAYS, lambda edge: session_confirmations.c.at < edge, _delete),
    Rule(session_pictures, PICTURE_DAYS, lambda edge: session_pictures.c.sent_at < edge, _delete),
    Rule(notebook_links, LINK_DAYS, lambda edge: notebook_links.c.expires_at < edge, _delete),
    Rule(notebook_sessions, UNUSED_DAYS, lambda edge: notebook_sessions.c.last_seen_at < edge, _delete),
    Rule(admin_links, LINK_DAYS, lambda edge: admin_links.c.expires_at < edge, _delete),
    Rule(admin_sessions, ADMIN_SESSION_DAYS, lambda edge: admin_sessions.c.made_at < edge, _delete),
    Rule(api_tokens, TOKEN_DAYS, _token_over, _delete),
    Rule(audit, AUDIT_DAYS, lambda edge: audit.c.at < edge, _delete),
    Rule(
        official_figures,
        ENTERED_DAYS,
        lambda edge: _entered_by() & (official_figures.c.entered_at < edge),
        _unlink,
        "official_links",
    ),
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
