"""Making the daily roll-up again from the log and the events, and telling whether it is what they say. A month at a
time, so that people are answered meanwhile, and no more of it is in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from operator import add
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.sessions import KeptSession
from bot.core.spans import months
from bot.storage import event_rollup
from bot.storage.database import Database
from bot.storage.fact_tables import TABLES, day_facts
from bot.storage.facts import counted_in, key_of, rows_of
from bot.storage.session_tables import sessions
from bot.storage.sessions import COUNTS, load

CHUNK = 500  # sessions read at once

Facts = dict[sa.Table, dict[tuple[Any, ...], tuple[int, ...]]]
"""By table and key, what is counted there."""


async def rebuild(database: Database) -> int:
    """Gives back of how many days rows were made."""
    days = 0
    for first, last in await _months(database):
        async with database.write() as connection:
            days += await rebuild_days(connection, first, last)
            await event_rollup.rebuild(connection, first, last)
    return days


async def fill(connection: AsyncConnection) -> None:
    """All of it within one transaction."""
    for first, last in months(*await _span(connection)):
        await rebuild_days(connection, first, last)


async def rebuild_days(connection: AsyncConnection, first: date, last: date) -> int:
    facts = await counted(connection, first, last)
    for table, rows in facts.items():
        await connection.execute(table.delete().where(table.c.day.between(first, last)))
        names = [column.name for column in table.columns]
        if rows:
            values = [dict(zip(names, (*key, *counts), strict=True)) for key, counts in rows.items()]
            await connection.execute(table.insert(), values)
    return len({key[0] for key in facts[day_facts]})


async def wrong_days(database: Database) -> list[date]:
    """The days on which the roll-up is not what the log says. None is as it should be."""
    wrong: set[date] = set()
    for first, last in await _months(database):
        async with database.read() as connection:
            wanted, there = await counted(connection, first, last), await stored(connection, first, last)
            wrong |= await event_rollup.wrong_days(connection, first, last)
        for table in TABLES:
            wrong |= {key[0] for key, _counts in wanted[table].items() ^ there[table].items()}
    return sorted(wrong)


async def counted(connection: AsyncConnection, first: date, last: date) -> Facts:
    """What the sessions of these days add up to."""
    facts: Facts = {table: {} for table in TABLES}
    async for kept in _sessions(connection, first, last):
        for table, rows in rows_of(kept):
            for row in rows:
                key, new = tuple([row[name] for name in key_of(table)]), [row[name] for name in counted_in(table)]
                old = facts[table].get(key)
                facts[table][key] = tuple(map(add, old, new)) if old else tuple(new)
    return facts


async def stored(connection: AsyncConnection, first: date, last: date) -> Facts:
    facts: Facts = {}
    for table in TABLES:
        width = len(table.primary_key)
        rows = await connection.execute(sa.select(table).where(table.c.day.between(first, last)))
        facts[table] = {tuple(row[:width]): tuple(row[width:]) for row in rows}
    return facts


async def _sessions(connection: AsyncConnection, first: date, last: date) -> AsyncIterator[KeptSession]:
    there = (sessions.c.held_on.between(first, last)) & COUNTS
    ids = (await connection.execute(sa.select(sessions.c.id).where(there).order_by(sessions.c.id))).scalars().all()
    for at in range(0, len(ids), CHUNK):
        wanted = sa.select(sessions).where(sessions.c.id.in_(ids[at : at + CHUNK])).order_by(sessions.c.id)
        for kept in await load(connection, wanted):
            yield kept


async def _months(database: Database) -> list[tuple[date, date]]:
    async with database.read() as connection:
        spans = [*await _span(connection), *await event_rollup.span(connection)]
    found = [day for day in spans if day]
    return list(months(min(found, default=None), max(found, default=None)))


async def _span(connection: AsyncConnection) -> tuple[date | None, date | None]:
    """The first and the last day that is in the log or in the roll-up."""
    logged = sa.select(sa.func.min(sessions.c.held_on), sa.func.max(sessions.c.held_on))
    rolled = sa.select(sa.func.min(day_facts.c.day), sa.func.max(day_facts.c.day))
    found = [day for query in (logged, rolled) for day in (await connection.execute(query)).one() if day]
    return min(found, default=None), max(found, default=None)
