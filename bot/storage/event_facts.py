"""How often something happened in guides: counted with the events, in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.clock import VIETNAM
from bot.core.event_counts import What, counted_as
from bot.core.facts import Happened, Scope
from bot.core.spans import DAY, MONTH, whole_months
from bot.storage.event_tables import event_facts
from bot.storage.upsert import insert_or_add

Row = Mapping[Any, Any]
Key = tuple[Any, ...]
NAMES = [column.name for column in event_facts.columns]
WHOLE = ""
"""Instead of a commune: the whole province."""


def places(commune: str, day: date) -> list[Key]:
    """Where something of this day and commune is counted: there and in all, in the day and in the month."""
    spans = [(DAY, day), (MONTH, day.replace(day=1))]
    return [(where, *span) for where in dict.fromkeys([commune, WHOLE]) for span in spans]


def counts_of(events: Iterable[Row]) -> Counter[Key]:
    """``events``: rows of the table."""
    once: Counter[tuple[str, datetime, What]] = Counter()
    for event in events:
        if what := counted_as(event["type"], event["data"]):
            once[event["place"], event["at"], what] += 1
    counts: Counter[Key] = Counter()
    for (place, at, what), count in once.items():
        for where in places(place, day_of(at)):
            counts[*where, *what] += count
    return counts


def day_of(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


async def add(connection: AsyncConnection, events: Iterable[Row]) -> None:
    if counts := counts_of(events):
        rows = [dict(zip(NAMES, (*key, count), strict=True)) for key, count in sorted(counts.items())]
        await connection.execute(insert_or_add(connection, event_facts), rows)


async def remove(connection: AsyncConnection, events: Iterable[Row]) -> None:
    """As they were added. A row of which nothing is left goes."""
    same = sa.and_(*(column == sa.bindparam(f"the_{column.name}") for column in event_facts.primary_key))
    less = [
        {f"the_{name}": value for name, value in zip(NAMES, key, strict=False)} | {"less": count}
        for key, count in counts_of(events).items()
    ]
    if less:
        fewer = event_facts.update().where(same).values(count=event_facts.c.count - sa.bindparam("less"))
        await connection.execute(fewer, less)
        await connection.execute(event_facts.delete().where(same, event_facts.c.count <= 0), less)


async def happened(connection: AsyncConnection, scope: Scope) -> tuple[Happened, ...] | None:
    """None: events are not known of a single team."""
    if scope.team:
        return None
    what = [event_facts.c[name] for name in ("guide", "type", "step", "detail")]
    times = sa.func.sum(event_facts.c.count).label("times")
    sums = sa.select(*what, times).where(within(event_facts, scope)).group_by(*what).order_by(*what)
    found = await connection.execute(sums)
    return tuple(Happened(row.guide, row.type, row.step, row.detail, row.times) for row in found)


def within(table: sa.Table, scope: Scope) -> sa.ColumnElement[bool]:
    """By months, where they are whole ones: a year is then twelve rows of each, not 365."""
    span = MONTH if whole_months(scope.first, scope.last) else DAY
    here = (table.c.commune == scope.commune) & (table.c.span == span)
    return here & table.c.begins.between(scope.first, scope.last)
