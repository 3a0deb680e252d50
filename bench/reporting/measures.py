"""The measures, each on a database that is there: milliseconds, or how many a second."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from itertools import count
from random import Random
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

import orjson
import sqlalchemy as sa

from bench.reporting.province import LAST, MEMBERS_OF_TEAM, TEAMS_OF_COMMUNE, Size
from bot.config import ROOT
from bot.content.load import Content, read_content
from bot.core.clock import VIETNAM
from bot.core.sessions import Evidence, Session, Work
from bot.i18n import Translator
from bot.reports.names import Names
from bot.reports.period import read_period
from bot.reports.plain import to_json
from bot.reports.report import Place
from bot.reports.reporting import Reports
from bot.reports.where import PROVINCE
from bot.storage import facts, rollup, sessions
from bot.storage.database import Database
from bot.storage.session_tables import sessions as log

ROUNDS = 24
MONTHS = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 11)]
SAVED, RUNS = 400, 3


@dataclass(frozen=True)
class Times:
    """In milliseconds. ``cpu``: the median of what the processor was busy with it, which does not grow when others use
    the machine as well."""

    p50: float
    p95: float
    cpu: float

    @classmethod
    def of(cls, spent: Sequence[float], busy: Sequence[float]) -> "Times":
        ordered, middle = sorted(spent), len(spent) // 2
        p95 = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
        return cls(1000 * ordered[middle], 1000 * p95, 1000 * sorted(busy)[middle])


async def timed(doing: Callable[[int], Awaitable[object]], rounds: int = ROUNDS) -> Times:
    """The first round is not counted: it fills the caches of the program, not those of the database."""
    spent, busy = [], []
    for number in range(rounds + 1):
        begun, idle = perf_counter(), process_time()
        await doing(number)
        spent.append(perf_counter() - begun)
        busy.append(process_time() - idle)
    return Times.of(spent[1:], busy[1:])


class Bench:
    def __init__(self, size: Size) -> None:
        self.size, self.database, self.today = size, Database(size.url), LAST
        self.content: Content = read_content(ROOT / "content")
        self.communes = {code: unit.name for code, unit in self.content.places.units.items()}
        self.codes, self.dice = list(self.communes), Random(2)
        self.reports = Reports(self.database, self.communes, now)
        self.names = Names(self.content)
        self._ids: list[int] = []
        self.say = partial(Translator.read(ROOT / "locales").speak, lang="vi")

    # ---- reports ----

    async def report(self, period: str, place: Place = PROVINCE, *, inside: bool = False) -> bytes:
        made = await self.reports.report(read_period(period, LAST), place, inside=inside)
        return orjson.dumps(to_json(made, self.names, self.say))

    async def month(self, number: int) -> bytes:
        return await self.report(MONTHS[number % len(MONTHS)])

    async def month_of_commune(self, number: int) -> bytes:
        return await self.report(MONTHS[number % len(MONTHS)], self.commune(number))

    async def month_of_team(self, number: int) -> bytes:
        at = number % len(self.codes)
        place = Place(self.codes[at], self.communes[self.codes[at]], at * TEAMS_OF_COMMUNE + 1, "Tổ")
        return await self.report(MONTHS[number % len(MONTHS)], place, inside=True)

    async def year_of_commune(self, number: int) -> bytes:
        return await self.report("2025", self.commune(number))

    async def quarter(self, number: int) -> bytes:
        return await self.report(f"2025-Q{number % 4 + 1}")

    async def year(self, number: int) -> bytes:
        return await self.report(("2025", "2026")[number % 2])

    def commune(self, number: int) -> Place:
        code = self.codes[number * 7 % len(self.codes)]
        return Place(code, self.communes[code])

    # ---- the same in plain SQL ----

    async def plain_month(self, number: int) -> list[Any]:
        return await self.grouped(read_period(MONTHS[number % len(MONTHS)], LAST).first)

    async def plain_year(self, number: int) -> list[Any]:
        year = read_period(("2025", "2026")[number % 2], LAST)
        return await self.grouped(year.first, year.last)

    async def grouped(self, first: date, last: date | None = None) -> list[Any]:
        """What one would write first: sessions and people by commune, and that alone."""
        last = last or read_period(f"{first:%Y-%m}", LAST).last
        what = sa.select(log.c.commune, sa.func.count(), sa.func.sum(log.c.people), sa.func.sum(log.c.confirmed))
        there = log.c.held_on.between(first, last) & log.c.withdrawn_at.is_(None)
        async with self.database.read() as connection:
            return list((await connection.execute(what.where(there).group_by(log.c.commune))).all())

    # ---- saving ----

    async def saved_per_second(self, at_once: int = 1) -> float:
        """The best of some runs: others use the machine as well."""
        return max([await self._saved(at_once) for _ in range(RUNS)])

    async def _saved(self, at_once: int) -> float:
        ids: list[int] = []
        begun = perf_counter()
        for _ in range(SAVED // at_once):
            async with self.database.write() as connection:
                saved = [await sessions.save(connection, *self.session(), now()) for _ in range(at_once)]
                ids += [one.kept.id for one in saved]
        spent = perf_counter() - begun
        self._ids += ids
        return SAVED / spent

    async def cpu_of_saving(self) -> float:
        """Milliseconds of the processor for each session, many in one transaction."""
        begun = process_time()
        await self._saved(50)
        return 1000 * (process_time() - begun) / SAVED

    async def saved_without(self, at_once: int = 1) -> float:
        """As fast as it were if nothing was added up."""
        with without_roll_up():
            return await self.saved_per_second(at_once)

    _keys = count(1)

    def session(self) -> tuple[int, Session]:
        team = self.dice.randrange(len(self.codes) * TEAMS_OF_COMMUNE) + 1
        by = (team - 1) * MEMBERS_OF_TEAM + 1
        works = (Work("vneid", "activated_l2", 2, Evidence.SEEN), Work("bhyt", "card_visible", 1))
        key, commune = f"saved.{next(self._keys)}", self.codes[(team - 1) // TEAMS_OF_COMMUNE]
        return by, Session(key, team, commune, LAST, works, 3, village="thôn 2", members=(by,))

    async def remove_saved(self) -> None:
        ids, self._ids = self._ids, []
        if not ids:
            return
        async with self.database.write() as connection:
            for first in range(0, len(ids), 500):
                await connection.execute(log.delete().where(log.c.id.in_(ids[first : first + 500])))
            await rollup.rebuild_days(connection, LAST.replace(day=1), LAST)

    # ---- all of it again ----

    async def rebuilt_in(self) -> float:
        begun = perf_counter()
        await rollup.rebuild(self.database)
        return perf_counter() - begun


def now() -> datetime:
    return datetime.combine(LAST, time(8), VIETNAM).astimezone(UTC)


@contextmanager
def without_roll_up() -> Iterator[None]:
    async def nothing(*_args: object) -> None:
        await asyncio.sleep(0)

    with patch.object(facts, "add", nothing):
        yield
