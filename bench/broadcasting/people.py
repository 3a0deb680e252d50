"""Very many people who talked to the bot and agreed to announcements.

Made once, and kept as long as temporary files are. Written straight into SQLite, without the program: only the tables
are its own.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from bot.config import ROOT
from bot.content.load import read_content
from bot.storage.audience import ANNOUNCEMENTS
from bot.storage.database import Database
from bot.storage.migrate import migrate, revisions

SQLITE = "sqlite+aiosqlite:///"
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
"""Ten in the morning in Vietnam."""
LANGS = ("vi",) * 18 + ("jra", "bdq")
CHANNELS = ("webchat",) * 8 + ("zalo_oa",) * 7 + ("telegram",) * 5
DAYS = 90
"""All of them were here in that time."""

Row: TypeAlias = Sequence[Any]


def ready(people: int) -> Path:
    """For each state of the tables, and of the words they agreed to."""
    content = read_content(ROOT / "content")
    stamp = content.consents.purposes[ANNOUNCEMENTS].stamp
    file = Path(tempfile.gettempdir()) / f"toso-bench-people-{revisions()[-1]}-{stamp}-{people}.sqlite3"
    if not file.exists():
        half = file.with_suffix(".new")
        half.unlink(missing_ok=True)
        print(f"{people:,} people are being made ...", file=sys.stderr, flush=True)
        asyncio.run(make(half, list(content.places.units), stamp, people))
        half.rename(file)
    return file


async def make(file: Path, communes: Sequence[str], stamp: str, people: int) -> None:
    database = Database(f"{SQLITE}{file}")
    await migrate(database)
    await database.close()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        People(connection, communes, stamp, people).write()


class People:
    def __init__(self, connection: sqlite3.Connection, communes: Sequence[str], stamp: str, number: int) -> None:
        self._run, self._many = connection.execute, connection.executemany
        self._communes, self._stamp = communes, stamp
        self._everybody, self._dice = range(1, number + 1), Random(1)

    def write(self) -> None:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
            self._run(f"PRAGMA {setting}")
        self._run("BEGIN")
        self._put(
            "people", "id, lang, place, village, called, created_at, seen_at, role", map(self._who, self._everybody)
        )
        self._put("addresses", "channel, address, person_id, reachable, seen_at", self._where())
        self._put("consents", "person_id, purpose, given, version, at", self._said())
        self._run("COMMIT")
        self._run("PRAGMA journal_mode = WAL")

    def _put(self, table: str, columns: str, rows: Iterable[Row]) -> None:
        marks = ", ".join("?" * (columns.count(",") + 1))
        self._many(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    def _who(self, person: int) -> Row:
        """Half of them told their village."""
        village = f"thôn {self._dice.randrange(1, 13)}" if self._dice.random() < 0.5 else ""
        role = "resident" if person % 100 else "member"
        commune, lang = self._dice.choice(self._communes), self._dice.choice(LANGS)
        return (person, lang, commune, village, "", at(DAYS), self._lately(), role)

    def _where(self) -> Iterator[Row]:
        """One in seven is on a second channel; one address in thirty is blocked."""
        for person in self._everybody:
            first = self._dice.choice(CHANNELS)
            second = self._dice.choice(CHANNELS) if self._dice.random() < 1 / 7 else first
            for channel in {first: None, second: None}:
                yield channel, f"{channel}-{person}", person, self._dice.random() > 1 / 30, self._lately()

    def _said(self) -> Iterator[Row]:
        """One in ten had said no before."""
        for person in self._everybody:
            if self._dice.random() < 0.1:
                yield person, ANNOUNCEMENTS, 0, self._stamp, at(DAYS)
            yield person, ANNOUNCEMENTS, 1, self._stamp, at(DAYS - 1)

    def _lately(self) -> str:
        return at(self._dice.randrange(DAYS))


def at(days_ago: int) -> str:
    """In UTC, as SQLite holds it."""
    return (NOW - timedelta(days=days_ago)).replace(tzinfo=None).isoformat(" ", "microseconds")
