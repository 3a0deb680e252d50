"""Where files of reports are asked for and handed out. A small one is made while its page waits; a large one is made in
the background, waits in a folder for whoever asked, and is gone after some days."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.content.load import Content
from bot.core.clock import VIETNAM, Clock
from bot.core.exports import Asked, Export
from bot.core.messages import Document
from bot.core.phrases import Say
from bot.core.roles import Standing
from bot.reports.filing import MEDIA, Filing, Told, Wanted
from bot.reports.period import read_period
from bot.reports.report import Place
from bot.reports.reporting import Reports
from bot.storage import exports, teams
from bot.storage.database import Database

SMALL = 1_000
"""So many sessions are written while somebody waits for the page."""
FOLDER = "exports"
"""Of the files, within the folder of the data."""
SEE_REPORT, SEE_SESSIONS = "report.export", "session.see"


class ExportDesk:
    """``communes``: the name of each, by its code. ``folder``: made when it is needed."""

    def __init__(
        self, database: Database, clock: Clock, filing: Filing, communes: Callable[[str], str], folder: Path
    ) -> None:  # fmt: skip
        self._database, self._clock, self._filing, self._communes = database, clock, filing, communes
        self.folder = folder

    # ---- for pages ----

    async def is_small(self, wanted: Wanted) -> bool:
        return await self._filing.sessions(wanted) <= SMALL

    async def at_once(self, wanted: Wanted) -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / wanted.name
            await self._filing.make(wanted, path)
            return await asyncio.to_thread(path.read_bytes)

    async def ask(self, wanted: Wanted, person: int) -> Export | None:
        """None: too much of theirs waits already."""
        place = wanted.place
        asked = Asked(person, wanted.form, wanted.period.code, place.code, place.team, wanted.sessions, wanted.lang)
        total = await self._filing.sessions(wanted)
        async with self._database.write() as connection:
            return await exports.ask(connection, asked, total, self._clock())

    async def of(self, person: int) -> list[Export]:
        async with self._database.read() as connection:
            return await exports.of_person(connection, person)

    async def find(self, id_: int, person: int) -> Export | None:
        async with self._database.read() as connection:
            return await exports.find(connection, id_, person)

    async def drop(self, id_: int, person: int) -> bool:
        async with self._database.write() as connection:
            return await exports.drop(connection, id_, person)

    def path(self, export: Export) -> Path:
        return self.folder / export.file

    # ---- for the chat ----

    async def document(self, asked: Asked) -> Document | None:
        """None: they may not see it any more."""
        wanted = await self.wanted(asked)
        if not wanted:
            return None
        body = base64.b64encode(await self.at_once(wanted)).decode()
        return Document(wanted.name, MEDIA[wanted.form].partition(";")[0], body)

    # ---- for the background ----

    async def wanted(self, asked: Asked) -> Wanted | None:
        """As it was asked, and as they may see it now. None: they no longer may. Raises ``Answerable``."""
        async with self._database.read() as connection:
            standing = await teams.standing(connection, asked.person)
            team = await teams.find(connection, asked.team) if asked.team else None
        period = read_period(asked.period, self._clock().astimezone(VIETNAM).date())
        place = Place(asked.place, self._communes(asked.place), asked.team, team.name if team else "")
        wanted = Wanted(asked.form, period, place, asked.lang, asked.sessions, asked.team in standing.teams)
        return wanted if may(standing, wanted) else None

    async def make(self, wanted: Wanted, path: Path, told: Told) -> None:
        await self._filing.make(wanted, path, told)


def open_desk(
    database: Database, clock: Clock, reports: Callable[[], Reports], content: Callable[[], Content], say: Say,
    data_dir: Path,
) -> ExportDesk:  # fmt: skip
    """``reports``, ``content``: as they are now."""

    def called(code: str) -> str:
        unit = content().places.units.get(code)
        return unit.name if unit else code

    return ExportDesk(database, clock, Filing(database, reports, content, say), called, data_dir / FOLDER)


def may(standing: Standing, wanted: Wanted) -> bool:
    acts = (SEE_REPORT, SEE_SESSIONS) if wanted.sessions else (SEE_REPORT,)
    return all(standing.may(act, commune=wanted.place.code, team=wanted.place.team) for act in acts)
