"""Tổ Số on the same job: the real ``python -m bot run`` on SQLite, which finds an announcement that is due.

It is written and agreed to before the start by what the admin site and the chat call as well. Everybody chosen has
agreed to announcements. It is urgent only because then it may be sent at whatever hour this is run; in the evening an
ordinary one would wait for the morning.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bench.broadcasting.job import LABEL, RESIDENTS, TEXT, TOKEN, URL, chosen
from bench.broadcasting.stage import Platform
from bot.config import ROOT
from bot.content.load import read_content
from bot.core.campaigns import Audience, Body, Does, Draft, Got, Group, Offer, Urgency
from bot.core.clock import utc_now
from bot.core.talk import Talk
from bot.storage import campaigns
from bot.storage.audience import ANNOUNCEMENTS
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.tables import addresses, consents, people, talks

WRITER, APPROVER, FIRST = 1, 2, 3
"""Numbers of people."""
BY_CHAT = "telegram"
LOOK_S = 0.5
DRAFT = Draft(Body({"vi": TEXT}, (Offer(Does.LINK, URL, {"vi": LABEL}),)), urgency=Urgency.URGENT)


class Ours:
    def prepare(self, there: Platform, folder: Path, recipients: int) -> None:
        asyncio.run(prepare(folder, recipients))

    def command(self, there: Platform, folder: Path, recipients: int) -> Sequence[str]:
        return [sys.executable, "-m", "bot", "run"]

    def settings(self, there: Platform, folder: Path) -> Mapping[str, str]:
        return {"TOSO_PORT": "0", "TOSO_DATA_DIR": str(folder), "TOSO_TELEGRAM_TOKEN": TOKEN,
                "TOSO_TELEGRAM_API": there.url}  # fmt: skip

    def begun(self, there: Platform) -> None:
        """It knows by itself."""

    def in_flight(self, there: Platform, folder: Path, recipients: int) -> int:
        """Of what it left behind a copy is read, for the next start has to find it as it is."""
        with TemporaryDirectory() as copy:
            for name in ("toso.db", "toso.db-wal"):
                if (folder / name).exists():
                    shutil.copy(folder / name, copy)
            return number(Path(copy), "SELECT count(*) FROM recipients WHERE state = ?", Got.SENDING.value)

    def ended(self, there: Platform, folder: Path, seconds: float) -> None:
        until = monotonic() + seconds
        while number(folder, "SELECT count(*) FROM campaigns WHERE ended_at IS NULL"):
            if monotonic() > until:
                raise TimeoutError("it did not come to its end")
            sleep(LOOK_S)


def number(folder: Path, query: str, *values: object) -> int:
    with closing(sqlite3.connect(folder / "toso.db", timeout=10)) as database:
        return int(database.execute(query, values).fetchone()[0])


async def prepare(folder: Path, recipients: int) -> None:
    content = read_content(ROOT / "content")
    here, elsewhere = list(content.places.units)[:2]
    database = Database(f"sqlite+aiosqlite:///{folder / 'toso.db'}")
    await migrate(database)
    async with database.write() as connection:
        await _put_people(connection, recipients, here, elsewhere)
        await _agree(connection, recipients, content.consents.announcements.stamp)
        await _announce(connection, here)
    await database.close()


async def _put_people(connection: AsyncConnection, recipients: int, here: str, elsewhere: str) -> None:
    """The chosen live in one commune, those who write meanwhile in another. All have been here before."""
    since = utc_now() - timedelta(days=30)
    place = [*[elsewhere] * (FIRST - 1), *[here] * recipients, *[elsewhere] * len(RESIDENTS)]
    rows: list[dict[str, Any]] = [
        {"id": n, "lang": "vi", "place": where, "called": "", "created_at": since, "seen_at": since}
        for n, where in enumerate(place, 1)
    ]
    await connection.execute(people.insert(), rows)
    chats = enumerate(chain(chosen(recipients), RESIDENTS), FIRST)
    there = [{"channel": BY_CHAT, "address": str(chat), "person_id": n, "reachable": True, "seen_at": since}
             for n, chat in chats]  # fmt: skip
    await connection.execute(addresses.insert(), there)
    been = Talk(greeted=True, invited=True).dump()
    await connection.execute(
        talks.insert(), [{"person_id": row["id"], "body": been, "updated_at": since} for row in rows]
    )


async def _agree(connection: AsyncConnection, recipients: int, stamp: str) -> None:
    yes = {"purpose": ANNOUNCEMENTS, "given": True, "version": stamp, "at": utc_now()}
    await connection.execute(consents.insert(), [yes | {"person_id": FIRST + n} for n in range(recipients)])


async def _announce(connection: AsyncConnection, commune: str) -> None:
    draft, now = Draft(DRAFT.body, Audience(Group(places=(commune,))), DRAFT.timing, DRAFT.urgency), utc_now()
    written = await campaigns.make(connection, commune, draft, now, by=WRITER)
    asked = await campaigns.submit(connection, written, now, by=WRITER, needs_approval=True)
    assert asked
    assert await campaigns.approve(connection, asked, now, by=APPROVER)
