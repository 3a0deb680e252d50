"""Making the files that were asked for, one after the other, beside everything else. What the program was stopped in
is begun again; a file that belongs to nobody any more goes."""

from __future__ import annotations

import logging
from pathlib import Path

from typing_extensions import override

from bot.core.clock import Clock
from bot.core.errors import TosoError, where
from bot.core.exports import Export
from bot.core.rounds import Rounds
from bot.reports.export_desk import ExportDesk
from bot.reports.filing import Dropped, Make
from bot.storage import exports
from bot.storage.database import Database

LOOK_S = 3.0  # seconds between two looks
PART = ".part"
"""The end of a file's name until it is whole."""

log = logging.getLogger(__name__)


class Exporting(Rounds):
    """``make``: how a file is made."""

    def __init__(self, database: Database, clock: Clock, desk: ExportDesk, make: Make) -> None:
        super().__init__(LOOK_S)
        self._database, self._clock, self._desk, self._make = database, clock, desk, make

    @override
    async def look(self) -> int:
        """Make all that waits. Gives back how many were made."""
        try:
            return await self._make_all()
        except Exception as error:
            log.error("Files of reports were put off: %s", error if isinstance(error, TosoError) else where(error))
            return 0

    async def _make_all(self) -> int:
        if not self._begun:
            async with self._database.write() as connection:
                await exports.put_back(connection)
            self._begun = True
        made = 0
        while not self._stopped.is_set() and (export := await self._next()):
            made += await self._one(export)
        await self._tidy()
        return made

    async def _next(self) -> Export | None:
        async with self._database.read() as connection:
            if not await exports.waits(connection):
                return None
        async with self._database.write() as connection:
            return await exports.begin_next(connection)

    async def _one(self, export: Export) -> bool:
        name = f"{export.id}.{export.asked.form}"
        path = self._desk.folder / f"{name}{PART}"
        try:
            wanted = await self._desk.wanted(export.asked)
            if not wanted:
                return await self._give_up(export, "they no longer may")
            path.parent.mkdir(parents=True, exist_ok=True)
            await self._make(wanted, path, lambda done, total: self._told(export.id, done, total))
        except Dropped:
            if self._stopped.is_set():
                async with self._database.write() as connection:
                    await exports.hand_back(connection, export.id)
            return False
        except Exception as error:
            return await self._give_up(export, where(error))
        return await self._keep(export, path, path.with_name(name), inside=wanted.inside)

    async def _told(self, id_: int, done: int, total: int) -> bool:
        async with self._database.write() as connection:
            wanted = await exports.progress(connection, id_, done, total)
        return wanted and not self._stopped.is_set()

    async def _keep(self, export: Export, part: Path, path: Path, *, inside: bool) -> bool:
        """First the file, then the row: a row always has its file."""
        size = _whole(part, path)
        async with self._database.write() as connection:
            kept = await exports.keep(connection, export.id, path.name, size, self._clock(), inside=inside)
        log.info("File %d was made", export.id)
        return kept

    async def _give_up(self, export: Export, why: str) -> bool:
        log.error("File %d was not made: %s", export.id, why)
        async with self._database.write() as connection:
            await exports.fail(connection, export.id, self._clock())
        return False

    async def _tidy(self) -> None:
        """Files whose row is gone: too old, no longer wanted, or of somebody who erased their data."""
        folder = self._desk.folder
        there = list(folder.iterdir()) if folder.is_dir() else []
        if not there:
            return
        async with self._database.read() as connection:
            wanted = await exports.files(connection)
        for path in there:
            if path.name not in wanted:
                path.unlink(missing_ok=True)


def _whole(part: Path, path: Path) -> int:
    """Under its name from now on. Gives back its size."""
    part.replace(path)
    return path.stat().st_size
