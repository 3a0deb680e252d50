"""The rows behind a figure: sessions of a time and place, those of a service, of a village, or with a certain end."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.facts import Ended, Scope, village_key
from bot.core.sessions import NOT_DONE, NOTHING_TO_SEE, Evidence, Had, KeptSession
from bot.storage.report_rows import within
from bot.storage.session_tables import session_changes, session_works, sessions
from bot.storage.sessions import COUNTS, load

PAGE = 50
WIDE = timedelta(days=100)

NEW, CONFIRMED = "new", "confirmed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """``village`` None: of all; "" where none was said. ``end``: an ``Ended``, ``NEW`` or ``CONFIRMED``; "" for
    all."""

    scope: Scope
    service: str = ""
    outcome: str = ""
    village: str | None = None
    end: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """``sessions``, ``people``: of all of them, not of this page alone."""

    rows: tuple[KeptSession, ...]
    sessions: int
    people: int

    def is_more(self, page: int) -> bool:
        return self.sessions > page * PAGE


async def find(connection: AsyncConnection, wanted: Wanted, page: int = 1) -> Found:
    """The latest first. ``page``: from 1."""
    there = await _there(connection, wanted)
    sums = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(sessions.c.people), 0))
    count, people = (await connection.execute(sums.where(there, *_worked(wanted, all_at_once=_is_wide(wanted))))).one()
    order = (sessions.c.held_on.desc(), sessions.c.id.desc())
    rows = sa.select(sessions).where(there, *_worked(wanted)).order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    return Found(tuple(await load(connection, rows)), count, people)


async def _there(connection: AsyncConnection, wanted: Wanted) -> sa.ColumnElement[bool]:
    there = within(sessions, sessions.c.held_on, wanted.scope) & COUNTS
    if wanted.village is not None:
        there &= sessions.c.village.in_(await _typed(connection, wanted.scope, wanted.village))
    if wanted.end == CONFIRMED:
        there &= sessions.c.confirmed > 0
    return there


def _is_wide(wanted: Wanted) -> bool:
    """So many sessions that all with the service are found sooner than each is asked whether it has it."""
    scope = wanted.scope
    return bool(wanted.service) and not scope.commune and not scope.team and scope.last - scope.first > WIDE


def _worked(wanted: Wanted, *, all_at_once: bool = False) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.service or wanted.outcome or wanted.end not in {"", CONFIRMED}:
        found = _with_work(wanted)
        each = found.where(session_works.c.session_id == sessions.c.id).exists()
        yield sessions.c.id.in_(found) if all_at_once else each


async def _typed(connection: AsyncConnection, scope: Scope, village: str) -> Collection[str]:
    """However it was typed: a database does not know small Vietnamese letters from large ones."""
    there = within(sessions, sessions.c.held_on, scope) & COUNTS
    found = (await connection.execute(sa.select(sessions.c.village).where(there).distinct())).scalars()
    return [typed for typed in found if village_key(typed) == village_key(village)]


def _with_work(wanted: Wanted) -> sa.Select[Any]:
    work = session_works.c
    found = sa.select(work.session_id)
    if wanted.service:
        found = found.where(work.service == wanted.service)
    if wanted.outcome:
        found = found.where(work.outcome == wanted.outcome)
    return found.where(_ended(wanted.end)) if wanted.end not in {"", CONFIRMED} else found


def _ended(end: str) -> sa.ColumnElement[bool]:
    """As ``bot.core.facts.ended`` and ``is_new`` say it."""
    work = session_works.c
    visible = work.outcome.not_in(NOTHING_TO_SEE)
    seen = visible & (work.evidence == str(Evidence.SEEN))
    nothing = work.outcome.in_(NOTHING_TO_SEE - {NOT_DONE})
    return {
        str(Ended.DONE): seen,
        NEW: seen & (work.had_before == str(Had.NO)),
        str(Ended.TOLD): visible & (work.evidence == str(Evidence.TOLD)),
        str(Ended.GUIDED): nothing | (visible & (work.evidence == str(Evidence.GUIDED))),
        str(Ended.NOT_DONE): work.outcome == NOT_DONE,
    }[end]


@dataclass(frozen=True, slots=True)
class Change:
    """``before``: what stood there, as ``dump_session`` writes it."""

    at: datetime
    act: str
    person: int | None
    before: dict[str, Any]


async def changes(connection: AsyncConnection, session: int) -> list[Change]:
    """What was done to it since it was logged, the first first."""
    table = session_changes
    rows = await connection.execute(sa.select(table).where(table.c.session_id == session).order_by(table.c.id))
    return [Change(row.at, row.act, row.person_id, row.before) for row in rows]
