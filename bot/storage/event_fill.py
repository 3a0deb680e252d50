"""Readings and people of the time before they were kept, from events that still lead to somebody.

An event does not say where a person stood after it, so these readings stand at the step that was told of last. Who
wrote without an event is not in them, nor who was erased.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.readings import LASTS, Reading, Spot, read_on
from bot.core.spans import begins, ends
from bot.storage import presences, readings
from bot.storage.event_facts import Key, day_of
from bot.storage.event_tables import active_facts
from bot.storage.event_tables import presences as marks
from bot.storage.event_tables import readings as log
from bot.storage.presences import How, Span
from bot.storage.tables import events, people

LINKED = timedelta(days=365)
"""So long an event leads to who did it, see ``retention``. Of a span that began before that not everybody is known."""
CHUNK = 500  # people at once


async def fill(connection: AsyncConnection) -> None:
    """Where nothing of it is kept yet."""
    oldest, newest = (await connection.execute(sa.select(sa.func.min(events.c.at), sa.func.max(events.c.at)))).one()
    for table in (log, marks, active_facts):
        if (await connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1))).first():
            return
    if newest is None:
        return
    told = Before(newest, day_of(newest - LINKED) if oldest < newest - LINKED else date.min)
    async for rows in _by_people(connection):
        told.add(rows)
        await told.write(connection)
    await presences.add(connection, told.counts)


async def _by_people(connection: AsyncConnection) -> AsyncIterator[Sequence[sa.Row[Any]]]:
    ids = (await connection.execute(sa.select(people.c.id).order_by(people.c.id))).scalars().all()
    wanted = sa.select(events, people.c.lang).join(people).order_by(events.c.person_id, events.c.id)
    for at in range(0, len(ids), CHUNK):
        some = ids[at : at + CHUNK]
        yield (await connection.execute(wanted.where(events.c.person_id.between(some[0], some[-1])))).all()


@dataclass
class Before:
    """``known``: the first day of which everybody is known. What is new since the last ``write`` waits in rows."""

    newest: datetime
    known: date
    counts: Counter[Key] = field(default_factory=Counter)
    _readings: list[dict[str, Any]] = field(default_factory=list)
    _marks: list[dict[str, Any]] = field(default_factory=list)

    def add(self, rows: Iterable[sa.Row[Any]]) -> None:
        """In the order of people, then of time."""
        for person, its in groupby(rows, key=lambda row: row.person_id):
            theirs = list(its)
            self._readings += [self._reading(person, one) for one in unfinished(theirs)]
            self._present(person, theirs)

    def _reading(self, person: int, one: Reading) -> dict[str, Any]:
        over = self.newest - one.opened_at >= LASTS
        return readings.row_of(None if over else person, one) | {"closed": over}

    def _present(self, person: int, rows: Iterable[sa.Row[Any]]) -> None:
        by_span: defaultdict[Span, set[How]] = defaultdict(set)
        for day, how in {(day_of(row.at), How(row.place, row.channel, row.lang)) for row in rows}:
            for span in begins(day).items():
                by_span[span].add(how)
        for span, hows in by_span.items():
            if span[1] >= self.known:
                self.counts.update(presences.keyed(span, presences.counted(hows)))
            if span[1] >= self.known and ends(*span) >= day_of(self.newest):
                self._marks += [presences.row_of(person, span, how) for how in hows]

    async def write(self, connection: AsyncConnection) -> None:
        for table, rows in ((log, self._readings), (marks, self._marks)):
            if rows:
                await connection.execute(table.insert(), rows)
        self._readings, self._marks = [], []


def unfinished(rows: Iterable[sa.Row[Any]]) -> Iterator[Reading]:
    """Of one person, in the order of time."""
    going: dict[str, Reading] = {}
    for row in rows:
        yield from (one for one in going.values() if row.at - one.opened_at >= LASTS)
        going = read_on(going, [(row.type, row.data)], Spot(row.place), row.at)
    yield from going.values()
