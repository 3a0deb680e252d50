"""Keeping the daily roll-up in step with the log, in the same transaction; and making it again from the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.facts import COUNTS, counts_of, results_of, village_key
from bot.core.sessions import KeptSession
from bot.core.tally import people_by_service
from bot.storage.fact_tables import day_facts, result_facts, service_facts
from bot.storage.session_tables import sessions
from bot.storage.upsert import insert_or_add

Row = dict[str, Any]


def rows_of(kept: KeptSession) -> Iterator[tuple[sa.Table, list[Row]]]:
    """What a session adds to each table; nothing once it is withdrawn."""
    if kept.withdrawn:
        return
    one = kept.session
    place = {"day": one.held_on, "commune": one.commune, "village": village_key(one.village), "team_id": one.team}
    yield day_facts, [place | dict(zip(COUNTS, astuple(counts_of(kept)), strict=True))]
    yield (
        service_facts,
        [
            place | {"service": service, "sessions": 1, "people": people}
            for service, people in people_by_service(kept).items()
        ],
    )
    yield result_facts, [
        place | {"service": service, "outcome": outcome, "evidence": str(evidence), "had_before": str(had),
                 "people": people}
        for (service, outcome, evidence, had), people in results_of(one.works).items()
    ]  # fmt: skip


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
            same = sa.and_(*(column == row[column.name] for column in table.primary_key))
            await connection.execute(table.update().where(same).values(less))
            await connection.execute(table.delete().where(same, table.c[counted[0]] == 0))


async def confirm(connection: AsyncConnection, session: int, *, confirmed: int = 0, thanks: int = 0) -> None:
    """So many confirmations or thanks more; fewer, if less than none."""
    place = sa.select(sessions.c.held_on, sessions.c.commune, sessions.c.village, sessions.c.team_id)
    row = (await connection.execute(place.where(sessions.c.id == session, sessions.c.withdrawn_at.is_(None)))).first()
    if row is None:
        return
    key = (row.held_on, row.commune, village_key(row.village), row.team_id)
    same = sa.and_(*(column == value for column, value in zip(day_facts.primary_key, key, strict=True)))
    more = {"confirmed": day_facts.c.confirmed + confirmed, "thanks": day_facts.c.thanks + thanks}
    await connection.execute(day_facts.update().where(same).values(more))
