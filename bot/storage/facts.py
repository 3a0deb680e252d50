"""Keeping the daily roll-up in step with the log, in the same transaction; and making it again from the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.facts import COUNTS, counts_of, results_of, village_key
from bot.core.sessions import KeptSession, Session
from bot.core.tally import people_by_service
from bot.storage.fact_tables import (
    COUNTING,
    day_facts,
    member_months,
    province_days,
    result_facts,
    result_months,
    service_facts,
    service_months,
    team_months,
    village_months,
)
from bot.storage.session_tables import session_members, sessions
from bot.storage.upsert import insert_or_add

Row = dict[str, Any]

_values = attrgetter(*COUNTS)
STANDING = sessions.c.withdrawn_at.is_(None)


def rows_of(kept: KeptSession) -> Iterator[tuple[sa.Table, list[Row]]]:
    """What a session adds to each table; nothing once it is withdrawn."""
    if kept.withdrawn:
        return
    there, counts = _place(kept.session), [dict(zip(COUNTS, _values(counts_of(kept)), strict=True))]
    month = there | {"day": kept.session.held_on.replace(day=1)}
    services = [{"service": service, "sessions": 1, "people": n} for service, n in people_by_service(kept).items()]
    results = list(_results(kept.session))
    members: list[Row] = [{"person_id": person, "sessions": 1} for person in kept.session.members]
    added: tuple[tuple[sa.Table, Row, Sequence[Row]], ...] = (
        (day_facts, there, counts), (service_facts, there, services), (result_facts, there, results),
        (province_days, there, counts), (team_months, month, counts), (village_months, month, counts),
        (service_months, month, services), (result_months, month, results), (member_months, month, members),
    )  # fmt: skip
    for table, at, what in added:
        yield table, [_fitting(table, at | one) for one in what]


def _place(one: Session) -> Row:
    return {"day": one.held_on, "commune": one.commune, "village": village_key(one.village), "team_id": one.team}


def _results(one: Session) -> Iterator[Row]:
    for (service, outcome, evidence, had), people in results_of(one.works).items():
        yield {"service": service, "outcome": outcome, "evidence": str(evidence), "had_before": str(had),
               "people": people}  # fmt: skip


def _fitting(table: sa.Table, row: Row) -> Row:
    return {name: row[name] for name in (*key_of(table), *counted_in(table))}


@cache
def key_of(table: sa.Table) -> Sequence[str]:
    return [column.name for column in table.primary_key]


@cache
def counted_in(table: sa.Table) -> Sequence[str]:
    return [column.name for column in table.columns if not column.primary_key]


async def add(connection: AsyncConnection, kept: KeptSession) -> None:
    for table, rows in rows_of(kept):
        if rows:
            await connection.execute(insert_or_add(connection, table), rows)


async def remove(connection: AsyncConnection, kept: KeptSession) -> None:
    """As it was added. A row of which nothing is left goes: no report is not the same as none."""
    for table, rows in rows_of(kept):
        counted = counted_in(table)
        for row in rows:
            less = {name: table.c[name] - row[name] for name in counted}
            await connection.execute(table.update().where(_same(table, row)).values(less))
            await connection.execute(table.delete().where(_same(table, row), table.c[counted[0]] == 0))


def _same(table: sa.Table, row: Row) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == row[column.name] for column in table.primary_key))


async def confirm(connection: AsyncConnection, session: int, *, confirmed: int = 0, thanks: int = 0) -> None:
    """So many confirmations or thanks more; fewer, if less than none."""
    place = sa.select(sessions.c.held_on, sessions.c.commune, sessions.c.village, sessions.c.team_id)
    row = (await connection.execute(place.where(sessions.c.id == session, sessions.c.withdrawn_at.is_(None)))).first()
    if row is None:
        return
    there = {"day": row.held_on, "commune": row.commune, "village": village_key(row.village), "team_id": row.team_id}
    for table in COUNTING:
        at = there | {"day": row.held_on.replace(day=1)} if table is team_months else there
        more = {"confirmed": table.c.confirmed + confirmed, "thanks": table.c.thanks + thanks}
        await connection.execute(table.update().where(_same(table, at)).values(more))


async def count_member_again(connection: AsyncConnection, person_id: int) -> None:
    """After what somebody else had helped with became theirs."""
    await connection.execute(member_months.delete().where(member_months.c.person_id == person_id))
    helped = sessions.join(session_members, session_members.c.session_id == sessions.c.id)
    mine = sa.select(sessions.c.held_on, sessions.c.commune, sessions.c.team_id).select_from(helped)
    found = await connection.execute(mine.where(session_members.c.person_id == person_id, STANDING))
    months = Counter((row.held_on.replace(day=1), row.commune, row.team_id) for row in found)
    names = ("day", "commune", "team_id", "person_id", "sessions")
    rows = [dict(zip(names, (*key, person_id, count), strict=True)) for key, count in months.items()]
    if rows:
        await connection.execute(member_months.insert(), rows)
