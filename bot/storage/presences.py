"""How many people wrote to the bot. Each is counted once in every span of time, in all and in their commune, by channel
and by language; who is counted already is known until the span is over, and not longer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.facts import Active, Scope
from bot.core.spans import DAY, begins, ends, span_of
from bot.storage.event_facts import WHOLE, Key, day_of
from bot.storage.event_tables import active_facts, presences
from bot.storage.upsert import insert_new, insert_or_add

ALL, CHANNEL, LANG = "all", "channel", "lang"
MOST = 50_000  # people kept in mind
NAMES = [column.name for column in active_facts.columns]


class How(NamedTuple):
    """How somebody wrote: from where ("" = not told), on which channel, in which language."""

    commune: str
    channel: str
    lang: str


Span = tuple[str, date]
Marks = Mapping[int, Mapping[Span, Collection[How]]]
"""By person and span, how they wrote in it."""


def counted(hows: Iterable[How]) -> set[Key]:
    """In what somebody counts as one who wrote so."""
    return {
        (where, by, value)
        for how in hows
        for where in (how.commune, WHOLE)
        for by, value in ((ALL, ""), (CHANNEL, how.channel), (LANG, how.lang))
    }


Wrote = tuple[int, How]
"""Who, and how."""


@dataclass
class Today:
    """Who is known to be counted today, so that it need not be looked up with each of their messages. It holds only
    what was committed, and that stays true: a number is never given to anybody else."""

    day: date = date.min
    counted: set[Wrote] = field(default_factory=set)

    def unknown(self, wrote: Iterable[Wrote], now: datetime) -> list[Wrote]:
        known = self.counted if self.day == day_of(now) else frozenset()
        return [one for one in dict.fromkeys(wrote) if one not in known]

    def learn(self, wrote: Iterable[Wrote], now: datetime) -> None:
        if self.day != day_of(now) or len(self.counted) > MOST:
            self.day, self.counted = day_of(now), set()
        self.counted.update(wrote)


async def note(connection: AsyncConnection, wrote: Collection[Wrote], now: datetime) -> None:
    today = day_of(now)
    people = {person for person, _how in wrote}
    known = await _marks(connection, people, {DAY: today}) if people else {}
    fresh: defaultdict[int, set[How]] = defaultdict(set)
    for person, how in wrote:
        if how not in known.get(person, {}).get((DAY, today), ()):
            fresh[person].add(how)
    if fresh:
        await _count(connection, fresh, today)


async def _count(connection: AsyncConnection, fresh: Mapping[int, Collection[How]], today: date) -> None:
    spans = begins(today)
    known = await _marks(connection, fresh, spans)
    rows, counts = [], Counter[Key]()
    for person, hows in fresh.items():
        for span in spans.items():
            old = known.get(person, {}).get(span, ())
            rows += [row_of(person, span, how) for how in hows if how not in old]
            counts.update(keyed(span, counted([*old, *hows]) - counted(old)))
    await connection.execute(insert_new(connection, presences), rows)
    await add(connection, counts)


async def _marks(connection: AsyncConnection, people: Iterable[int], spans: Mapping[str, date]) -> Marks:
    these = sa.tuple_(presences.c.span, presences.c.begins).in_(list(spans.items()))
    found: defaultdict[int, defaultdict[Span, set[How]]] = defaultdict(lambda: defaultdict(set))
    for row in await connection.execute(sa.select(presences).where(presences.c.person_id.in_(list(people)), these)):
        found[row.person_id][row.span, row.begins].add(How(row.commune, row.channel, row.lang))
    return found


def row_of(person: int, span: Span, how: How) -> dict[str, Any]:
    name, first = span
    return {"person_id": person, "span": name, "begins": first, "ends": ends(name, first)} | how._asdict()


def keyed(span: Span, keys: Iterable[Key]) -> list[Key]:
    return [(where, *span, *rest) for where, *rest in keys]


async def add(connection: AsyncConnection, counts: Mapping[Key, int]) -> None:
    if counts:
        rows = [dict(zip(NAMES, (*key, count), strict=True)) for key, count in sorted(counts.items())]
        await connection.execute(insert_or_add(connection, active_facts), rows)


async def unite(connection: AsyncConnection, kept: int, gone: int) -> None:
    """Two people are one: where both were counted, one is too many."""
    theirs = sa.select(presences).where(presences.c.person_id.in_([kept, gone]))
    by_span: defaultdict[Span, defaultdict[int, set[How]]] = defaultdict(lambda: defaultdict(set))
    for row in await connection.execute(theirs):
        by_span[row.span, row.begins][row.person_id].add(How(row.commune, row.channel, row.lang))
    twice: Counter[Key] = Counter()
    rows = []
    for span, hows in by_span.items():
        twice.subtract(keyed(span, counted(hows[kept]) & counted(hows[gone])))
        rows += [row_of(kept, span, how) for how in hows[gone] - hows[kept]]
    await connection.execute(presences.delete().where(presences.c.person_id == gone))
    if rows:
        await connection.execute(insert_new(connection, presences), rows)
    await add(connection, twice)


async def active(connection: AsyncConnection, scope: Scope) -> Active | None:
    """None: not known of a single team. Without people: not known of that time."""
    span = span_of(scope.first, scope.last)
    if scope.team or not span:
        return None if scope.team else Active()
    key = (active_facts.c.commune == scope.commune) & (active_facts.c.span == span)
    these = sa.select(active_facts.c.by, active_facts.c.value, active_facts.c.people)
    rows = (await connection.execute(these.where(key, active_facts.c.begins == scope.first))).all()
    return Active(_of(rows, ALL).get(""), _of(rows, CHANNEL), _of(rows, LANG))


def _of(rows: Iterable[Any], by: str) -> dict[str, int]:
    return {row.value: row.people for row in rows if row.by == by and row.people > 0}
