"""The log session by session, for a file: read in portions, so that a hundred thousand need no more room than a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.facts import Scope
from bot.core.sessions import Evidence, Had, Work
from bot.storage.database import Database
from bot.storage.report_rows import within
from bot.storage.session_tables import session_members, session_works, sessions
from bot.storage.team_tables import teams

PORTION = 1_000


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as it stands in a file. ``members``: how many of the team helped."""

    id: int
    held_on: date
    commune: str
    village: str
    team: int
    members: int
    people: int
    elders: int | None
    women: int | None
    phoneless: int
    confirmed: int
    difficulty: str
    works: tuple[Work, ...]


_COUNTS = sessions.c.withdrawn_at.is_(None)
_OWN = tuple(
    sessions.c[name] for name in ("id", "held_on", "commune", "village", "team_id", "people", "elders", "women",
                                  "phoneless", "confirmed", "difficulty")
)  # fmt: skip


async def count(connection: AsyncConnection, scope: Scope) -> int:
    there = within(sessions, sessions.c.held_on, scope) & _COUNTS
    return (await connection.execute(sa.select(sa.func.count()).select_from(sessions).where(there))).scalar_one()


async def portions(database: Database, scope: Scope) -> AsyncIterator[list[SessionRow]]:
    """By day, then in the order in which they were written down. Between two portions nothing is held open."""
    async with database.read() as connection:
        days = await _days(connection, scope)
    for first, last in _together(days):
        async with database.read() as connection:
            yield await _portion(connection, Scope(first, last, scope.commune, scope.team))


async def _days(connection: AsyncConnection, scope: Scope) -> Sequence[tuple[date, int]]:
    there = within(sessions, sessions.c.held_on, scope) & _COUNTS
    by_day = sa.select(sessions.c.held_on, sa.func.count()).where(there).group_by(sessions.c.held_on)
    return [(day, held) for day, held in await connection.execute(by_day.order_by(sessions.c.held_on))]


def _together(days: Iterable[tuple[date, int]]) -> Iterator[tuple[date, date]]:
    """As many days as make a portion; a day is never torn."""
    first, held = None, 0
    for day, count_ in days:
        first, held, last = first or day, held + count_, day
        if held >= PORTION:
            yield first, last
            first, held = None, 0
    if first:
        yield first, last


async def _portion(connection: AsyncConnection, scope: Scope) -> list[SessionRow]:
    there = within(sessions, sessions.c.held_on, scope) & _COUNTS
    found = (await connection.execute(sa.select(*_OWN).where(there).order_by(sessions.c.held_on, sessions.c.id))).all()
    ids = [row.id for row in found]
    works, members = await _works(connection, ids), await _members(connection, ids)
    return [
        SessionRow(
            row.id, row.held_on, row.commune, row.village, row.team_id, members.get(row.id, 0), row.people, row.elders,
            row.women, row.phoneless, row.confirmed, row.difficulty, tuple(works.get(row.id, ())),
        )
        for row in found
    ]  # fmt: skip


async def _works(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, list[Work]]:
    table = session_works
    wanted = sa.select(
        table.c.session_id, table.c.service, table.c.outcome, table.c.people, table.c.evidence, table.c.had_before
    )
    found: dict[int, list[Work]] = defaultdict(list)
    rows = wanted.where(table.c.session_id.in_(ids)).order_by(table.c.session_id, table.c.position)
    for id_, service, outcome, people, evidence, had in await connection.execute(rows):
        found[id_].append(Work(service, outcome, people, Evidence(evidence), Had(had)))
    return found


async def _members(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, int]:
    helped = session_members.c.session_id
    counted = sa.select(helped, sa.func.count().label("helpers")).where(helped.in_(ids)).group_by(helped)
    return {row.session_id: row.helpers for row in await connection.execute(counted)}


async def team_names(connection: AsyncConnection) -> dict[int, str]:
    return {row.id: row.name for row in await connection.execute(sa.select(teams.c.id, teams.c.name))}
