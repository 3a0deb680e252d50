"""A province with very many sessions and events over two years, which is as long as they are kept.

Written straight into SQLite, without the program: only the tables are its own. Then the program adds it all up.
"""

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import orjson

from bot.config import ROOT
from bot.content.load import Content, read_content
from bot.core.sessions import NOTHING_TO_SEE
from bot.demo.plan import Plan
from bot.demo.talks import Talking
from bot.storage import event_fill, request_figures, rollup
from bot.storage.database import Database
from bot.storage.migrate import COUNTED, ROLLED_UP, migrate

LAST = date(2026, 11, 25)
DAYS = 730
FIRST = LAST - timedelta(days=DAYS - 1)
TEAMS_OF_COMMUNE, MEMBERS_OF_TEAM, VILLAGES_OF_TEAM = 4, 6, 3
EVENTS_OF_PERSON = 25
CONFIRMED_SINCE = LAST - timedelta(days=61)
CHUNK = 20_000
SQLITE = "sqlite+aiosqlite:///"

Row = tuple[Any, ...]
Made = tuple[Row, list[Row], list[Row], list[Row]]
"""A session, with its works, its members, and what residents said of it."""


@dataclass(frozen=True)
class Size:
    sessions: int
    events: int

    @property
    def file(self) -> Path:
        """Made once for each way of adding up, and kept as long as temporary files are."""
        name = f"toso-bench-{max(ROLLED_UP, COUNTED)}-{self.sessions}-{self.events}.sqlite3"
        return Path(tempfile.gettempdir()) / name

    @property
    def url(self) -> str:
        return f"{SQLITE}{self.file}"


def ready(size: Size) -> Path:
    if not size.file.exists():
        half = size.file.with_suffix(".new")
        half.unlink(missing_ok=True)
        asyncio.run(_tables(f"{SQLITE}{half}"))
        begun = perf_counter()
        Province(half, size).write()
        say(f"{size.sessions:,} sessions and {size.events:,} events written in {perf_counter() - begun:.0f} s")
        begun = perf_counter()
        asyncio.run(_add_up(f"{SQLITE}{half}"))
        say(f"... and added up in {perf_counter() - begun:.0f} s")
        half.rename(size.file)
    asyncio.run(_tables(size.url))
    return size.file


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def _tables(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()


async def _add_up(url: str) -> None:
    """Not ANALYZEd, for the program does not do that either."""
    database = Database(url)
    async with database.write() as connection:
        await event_fill.fill(connection)
        await request_figures.fill(connection)
    await rollup.rebuild(database)
    await database.close()


class Province:
    def __init__(self, file: Path, size: Size) -> None:
        self.size, self.dice = size, Random(1)
        self.content: Content = read_content(ROOT / "content")
        self.communes = list(self.content.places.units)
        self.teams = len(self.communes) * TEAMS_OF_COMMUNE
        self.members = self.teams * MEMBERS_OF_TEAM
        self.residents = max(size.events // EVENTS_OF_PERSON, 1000)
        self.connection = sqlite3.connect(file, isolation_level=None)

    def write(self) -> None:
        run = self.connection.execute
        indexes = run("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
            run(f"PRAGMA {setting}")
        for name, _sql in indexes:
            run(f"DROP INDEX {name}")
        run("BEGIN")
        self._who()
        self._sessions()
        self._requests()
        self._events()
        for _name, sql in indexes:
            run(sql)
        run("COMMIT")
        run("PRAGMA journal_mode = WAL")
        self.connection.close()

    def _put(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        marks = ", ".join("?" * (columns.count(",") + 1))
        self.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    # ---- who ----

    def _who(self) -> None:
        begin, now = at(FIRST, 8 * 3600), at(LAST, 7 * 3600)
        everybody = range(1, self.members + self.residents + 1)
        self._put(
            "people", "id, lang, place, called, created_at, seen_at, role, talking",
            ((n, "vi" if n % 50 else "en", self._home(n), "", begin, now, "member" if n <= self.members else "resident",
              0) for n in everybody),
        )  # fmt: skip
        self._put(
            "teams", "id, commune, name, villages, made_at",
            ((n, self._commune(n), f"Tổ {n}", orjson.dumps(self._villages(n)).decode(), begin)
             for n in range(1, self.teams + 1)),
        )  # fmt: skip
        self._put(
            "posts", "person_id, role, commune, team_id, name, since",
            ((n, "leader" if n % MEMBERS_OF_TEAM == 1 else "member", self._home(n), self._team(n), f"Cô {n}", begin)
             for n in range(1, self.members + 1)),
        )  # fmt: skip

    def _team(self, member: int) -> int:
        return (member - 1) // MEMBERS_OF_TEAM + 1

    def _commune(self, team: int) -> str:
        return self.communes[(team - 1) // TEAMS_OF_COMMUNE]

    def _villages(self, team: int) -> list[str]:
        first = (team - 1) % TEAMS_OF_COMMUNE * VILLAGES_OF_TEAM
        return [f"thôn {first + n}" for n in range(1, VILLAGES_OF_TEAM + 1)]

    def _home(self, person: int) -> str:
        if person <= self.members:
            return self._commune(self._team(person))
        return self.communes[person % len(self.communes)]

    # ---- what they did ----

    def _sessions(self) -> None:
        works = [(service, outcome) for service, one in self.content.services.items() for outcome in one.outcomes]
        made = self._made(works)
        while chunk := list(islice(made, CHUNK)):
            self._put("sessions", "id, key, person_id, team_id, commune, village, held_on, started, minutes, people, "
                      "elders, women, phoneless, difficulty, request, entered_at, withdrawn_at, confirmed, thanks, "
                      "version", (one[0] for one in chunk))  # fmt: skip
            self._put("session_works", "session_id, position, service, outcome, people, evidence, had_before",
                      (work for one in chunk for work in one[1]))  # fmt: skip
            self._put("session_members", "session_id, person_id", (who for one in chunk for who in one[2]))
            self._put("session_confirmations", "session_id, person_id, at, confirmed, disputed, thanked",
                      (said for one in chunk for said in one[3]))  # fmt: skip

    def _made(
        self, works: Sequence[tuple[str, str]]
    ) -> Iterator[tuple[tuple[Any, ...], list[Any], list[Any], list[Any]]]:
        dice, all_ = self.dice, self.size.sessions
        for id_ in range(1, all_ + 1):
            day = FIRST + timedelta(days=(id_ - 1) * DAYS // all_)
            team = dice.randrange(self.teams) + 1
            by = (team - 1) * MEMBERS_OF_TEAM + dice.randrange(MEMBERS_OF_TEAM) + 1
            people = dice.choice((1, 1, 1, 2, 2, 3, 4, 6, 10, 20))
            confirmed = dice.randrange(people + 1) if dice.random() < 0.3 else 0
            second = by - 1 if by % MEMBERS_OF_TEAM != 1 else by + 1
            entered = at(day, dice.randrange(7 * 3600, 21 * 3600))
            row = (
                id_, f"bench.{id_}", by, team, self._commune(team), dice.choice(self._villages(team)), day.isoformat(),
                None, 30, people, people // 3, people // 2, people // 8, "", 0, entered,
                entered if dice.random() < 0.01 else None, min(confirmed, people - people // 8), confirmed // 2, 1,
            )  # fmt: skip
            done = [self._work(id_, 0, *dice.choice(works), people)]
            if dice.random() < 0.3:
                done.append(self._work(id_, 1, *dice.choice(works), people))
            members = [(id_, by)] if dice.random() < 0.6 else [(id_, by), (id_, second)]
            yield row, done, members, self._said(id_, day, entered, row[17])

    def _work(self, id_: int, position: int, service: str, outcome: str, people: int) -> tuple[Any, ...]:
        evidence = "E0" if outcome in NOTHING_TO_SEE else self.dice.choice(("E2", "E2", "E2", "E1", "E0"))
        return id_, position, service, outcome, people, evidence, self.dice.choice(("yes", "no", "no", "unknown"))

    def _said(self, id_: int, day: date, entered: str, confirmed: int) -> list[tuple[Any, ...]]:
        if day < CONFIRMED_SINCE or not confirmed:
            return []
        first = self.members + 1 + self.dice.randrange(self.residents - confirmed)
        return [(id_, first + n, entered, 1, 0, 0) for n in range(confirmed)]

    def _requests(self) -> None:
        """One for every twenty sessions."""
        dice, all_ = self.dice, self.size.sessions // 20
        self._put(
            "requests", "id, code, person_id, commune, village, guide, step, wish, suits, phone, lang, urgent, state, "
            "team_id, asked_at, waits_since, taken_by, taken_at, closed_at, satisfied, alarm",
            (self._request(n, all_, dice.randrange(self.teams) + 1) for n in range(1, all_ + 1)),
        )  # fmt: skip

    def _request(self, n: int, all_: int, team: int) -> tuple[Any, ...]:
        day, second = FIRST + timedelta(days=(n - 1) * DAYS // all_), self.dice.randrange(7 * 3600, 20 * 3600)
        asked, taken, closed = (at(day, second + later) for later in (0, self.dice.randrange(14_000), 14_400))
        by = (team - 1) * MEMBERS_OF_TEAM + 1
        return (n, f"{n:06d}", None, self._commune(team), "", "", "", "", "", "", "", 0, "closed", team, asked, asked,
                by, taken, closed, 1, "")  # fmt: skip

    def _events(self) -> None:
        guides = self.content.published
        talking = Talking(Plan(1, FIRST, LAST), guides)
        walks = [
            [(event.type, orjson.dumps(event.data()).decode()) for event in talking._through(self.dice, guide)]  # noqa: SLF001
            for guide in guides for _ in range(40)
        ]  # fmt: skip
        made = self._told(walks)
        numbers = count(1)
        while chunk := list(islice(made, min(CHUNK, self.size.events))):
            self._put("events", "id, at, type, person_id, channel, place, data", ((next(numbers), *e) for e in chunk))

    def _told(self, walks: Sequence[Sequence[tuple[str, str]]]) -> Iterator[tuple[Any, ...]]:
        dice, all_, told = self.dice, self.size.events, 0
        while told < all_:
            when = at(FIRST + timedelta(days=told * DAYS // all_), dice.randrange(6 * 3600, 22 * 3600))
            person = self.members + 1 + dice.randrange(self.residents)
            channel = "telegram" if person % 3 else "webchat"
            for type_, data in islice(dice.choice(walks), all_ - told):
                yield when, type_, person, channel, self._home(person), data
                told += 1


_MIDNIGHTS: dict[date, datetime] = {}


def at(day: date, second: int) -> str:
    """That second of the day in Vietnam, in UTC, as SQLite holds it."""
    midnight = _MIDNIGHTS.setdefault(day, datetime.combine(day, time()) - timedelta(hours=7))
    return (midnight + timedelta(seconds=second)).isoformat(" ", "microseconds")
