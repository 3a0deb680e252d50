"""Readings of guides: kept while they go on, counted once a week is over. What they are: ``bot.core.readings``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.facts import Scope, Stopped
from bot.core.readings import LASTS, Reading, Spot, Told, read_on
from bot.storage.event_facts import Key, day_of, places, within
from bot.storage.event_tables import readings, stop_facts
from bot.storage.upsert import insert_or_add

NAMES = [column.name for column in stop_facts.columns]
GOING = readings.c.closed.is_(False)
_TOLD = frozenset({"GuideOpened", "GuideFinished", "StepDone", "StuckReported", "PersonAsked", "TroubleNamed"})


_OF_READING = [one.name for one in fields(Reading)]


@dataclass(frozen=True, slots=True)
class Visit:
    """What a turn may have changed of a person's readings."""

    person_id: int
    spot: Spot
    told: Sequence[Told] = ()

    @classmethod
    def of(cls, person_id: int, spot: Spot, told: Iterable[Told]) -> Visit | None:
        """None: nothing."""
        heard = [one for one in told if one[0] in _TOLD]
        return cls(person_id, spot, heard) if heard or spot.guide else None


@dataclass
class Going:
    """The readings of one person that go on, by guide, and the numbers of those that are stored."""

    by_guide: dict[str, Reading] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)


# ---- following ----


async def follow(connection: AsyncConnection, visits: Sequence[Visit], now: datetime) -> None:
    """Write what changed, in at most three statements."""
    if not visits:
        return
    before = await _going(connection, {visit.person_id for visit in visits}, now)
    after = {person: dict(going.by_guide) for person, going in before.items()}
    for visit in visits:
        after[visit.person_id] = read_on(after.get(visit.person_id, {}), visit.told, visit.spot, now)
    await _write(connection, before, after)


async def _going(connection: AsyncConnection, people: set[int], now: datetime) -> Mapping[int, Going]:
    """Of two of one guide, of people who became one, the later."""
    theirs = readings.c.person_id.in_(people) & GOING & (readings.c.opened_at > now - LASTS)
    found: defaultdict[int, Going] = defaultdict(Going)
    wanted = sa.select(*(readings.c[name] for name in ("person_id", "id", *_OF_READING)))
    for person, id_, *values in await connection.execute(wanted.where(theirs).order_by(readings.c.opened_at)):
        one = Reading(*values)
        found[person].by_guide[one.guide], found[person].ids[one.guide] = one, id_
    return found


async def _write(
    connection: AsyncConnection, before: Mapping[int, Going], after: Mapping[int, Mapping[str, Reading]]
) -> None:
    new, moved, over = [], [], []
    for person, here in after.items():
        old = before.get(person) or Going()
        new += [row_of(person, one) for guide, one in here.items() if guide not in old.ids]
        moved += [
            {"row": old.ids[guide], "step": one.step, "why": one.why}
            for guide, one in here.items()
            if guide in old.ids and one != old.by_guide[guide]
        ]
        over += [id_ for guide, id_ in old.ids.items() if guide not in here]
    if new:
        await connection.execute(readings.insert(), new)
    if moved:
        await connection.execute(readings.update().where(readings.c.id == sa.bindparam("row")), moved)
    if over:
        await connection.execute(readings.delete().where(readings.c.id.in_(over)))


def row_of(person: int | None, one: Reading) -> dict[str, Any]:
    return {"person_id": person, "guide": one.guide, "commune": one.commune, "day": day_of(one.opened_at),
            "opened_at": one.opened_at, "step": one.step, "why": one.why, "closed": False}  # fmt: skip


# ---- counting ----


def counts_of(rows: Iterable[sa.Row[Any]]) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    for row in rows:
        for where in places(row.commune, row.day):
            counts[*where, row.guide, row.step, row.why] += 1
    return counts


async def close(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> int:
    """They are over: from now on they are counted, and lead to nobody."""
    rows = (await connection.execute(sa.select(readings).where(which, GOING))).all()
    await add(connection, counts_of(rows))
    over = readings.update().where(readings.c.id.in_([row.id for row in rows]))
    await connection.execute(over.values(closed=True, person_id=None))
    return len(rows)


async def add(connection: AsyncConnection, counts: Mapping[Key, int]) -> None:
    if counts:
        rows = [dict(zip(NAMES, (*key, count), strict=True)) for key, count in sorted(counts.items())]
        await connection.execute(insert_or_add(connection, stop_facts), rows)


async def drop(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> int:
    """They are past their time, and what they counted goes with them."""
    rows = (await connection.execute(sa.select(readings).where(which))).all()
    less = {key: -count for key, count in counts_of(row for row in rows if row.closed).items()}
    await add(connection, less)
    await connection.execute(stop_facts.delete().where(stop_facts.c.people <= 0))
    return (await connection.execute(readings.delete().where(readings.c.id.in_([row.id for row in rows])))).rowcount


async def stopped(connection: AsyncConnection, scope: Scope) -> tuple[Stopped, ...] | None:
    """None: not known of a single team."""
    if scope.team:
        return None
    what = [stop_facts.c[name] for name in ("guide", "step", "why")]
    over = sa.select(*what, sa.func.sum(stop_facts.c.people)).where(within(stop_facts, scope)).group_by(*what)
    found: Counter[Key] = Counter()
    for query in (over, _still_going(scope)):
        for guide, step, why, people in await connection.execute(query):
            found[guide, step, why] += people
    return tuple(Stopped(guide, step, people, why) for (guide, step, why), people in sorted(found.items()))


def _still_going(scope: Scope) -> sa.Select[Any]:
    here = GOING & readings.c.day.between(scope.first, scope.last)
    there = here & (readings.c.commune == scope.commune) if scope.commune else here
    what = [readings.c[name] for name in ("guide", "step", "why")]
    return sa.select(*what, sa.func.count()).where(there).group_by(*what)
