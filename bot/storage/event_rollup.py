"""Counting events again: holding what is counted against them, and filling it for what happened before it was counted.
A day at a time, added up by the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.clock import VIETNAM
from bot.core.event_counts import COUNTED, SAID, counted_as
from bot.core.spans import months
from bot.storage import event_facts as facts
from bot.storage import event_fill, readings, request_figures
from bot.storage.event_facts import Key, day_of
from bot.storage.event_tables import event_facts, stop_facts
from bot.storage.event_tables import readings as log
from bot.storage.tables import events

TABLES = (event_facts, stop_facts)
"""What can be made again."""
CHUNK = 10_000  # rows written at once


async def fill(connection: AsyncConnection) -> None:
    """Where nothing is counted yet, and the events are of before, or were put there at once."""
    await event_fill.fill(connection)
    await request_figures.fill(connection)
    await rebuild(connection, *await span(connection))


async def rebuild(connection: AsyncConnection, first: date | None, last: date | None) -> None:
    """``first``, ``last``: of whole months. One after the other, for many of them do not fit into the memory."""
    for begin, end in months(first, last):
        for table, counts in (await counted(connection, begin, end)).items():
            await connection.execute(table.delete().where(table.c.begins.between(begin, end)))
            await _insert(connection, table, sorted(counts.items()))


async def _insert(connection: AsyncConnection, table: sa.Table, counts: Sequence[tuple[Key, int]]) -> None:
    names = [column.name for column in table.columns]
    for at in range(0, len(counts), CHUNK):
        rows = [dict(zip(names, (*key, count), strict=True)) for key, count in counts[at : at + CHUNK]]
        await connection.execute(table.insert(), rows)


async def wrong_days(connection: AsyncConnection, first: date, last: date) -> set[date]:
    """``first``, ``last``: of a whole month."""
    wrong: set[date] = set()
    for table, wanted in (await counted(connection, first, last)).items():
        rows = await connection.execute(sa.select(table).where(table.c.begins.between(first, last)))
        there = {tuple(row[:-1]): row[-1] for row in rows}
        wrong |= {key[2] for key, _count in wanted.items() ^ there.items()}
    return wrong


async def counted(connection: AsyncConnection, first: date, last: date) -> dict[sa.Table, Counter[Key]]:
    found: dict[sa.Table, Counter[Key]] = {event_facts: Counter(), stop_facts: Counter()}
    for day in days(first, last):
        found[event_facts].update(await _of_events(connection, day))
        found[stop_facts].update(await _of_readings(connection, day))
    return found


async def span(connection: AsyncConnection) -> tuple[date | None, date | None]:
    """The first and the last day with something in it."""
    happened = (await connection.execute(sa.select(sa.func.min(events.c.at), sa.func.max(events.c.at)))).one()
    found = [day_of(at) for at in happened if at]
    for table, column in ((log, log.c.day), (event_facts, event_facts.c.begins), (stop_facts, stop_facts.c.begins)):
        ends = sa.select(sa.func.min(column), sa.func.max(column)).select_from(table)
        found += [day for day in (await connection.execute(ends)).one() if day]
    return min(found, default=None), max(found, default=None)


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


async def _of_events(connection: AsyncConnection, day: date) -> Counter[Key]:
    begin, end = (datetime.combine(one, time(), VIETNAM) for one in (day, day + timedelta(days=1)))
    there = (events.c.at >= begin) & (events.c.at < end) & events.c.type.in_(sorted(COUNTED))
    said = sa.select(events.c.place, events.c.type, *(_said(name) for name in SAID)).where(there).subquery()
    counts: Counter[Key] = Counter()
    for *what, count in await connection.execute(sa.select(said, sa.func.count()).group_by(*said.columns)):
        place, type_, *values = what
        as_what = counted_as(type_, dict(zip(SAID, values, strict=True)))
        for where in facts.places(place, day) if as_what else ():
            counts[*where, *(as_what or ())] += count
    return counts


def _said(name: str) -> sa.ColumnElement[Any]:
    element = events.c.data[name]
    value: sa.ColumnElement[Any] = element.as_boolean() if name == "helped" else element.as_string()
    return value.label(name)


async def _of_readings(connection: AsyncConnection, day: date) -> Counter[Key]:
    over = sa.select(log).where(log.c.day == day, log.c.closed.is_(True))
    return readings.counts_of(await connection.execute(over))
