"""Content that changes while the bot runs: read, checked, then swapped; a bad one is refused and the old one stays."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from watchfiles import awatch

from bot.content.check import Fault, check_content
from bot.content.load import Content, read_content
from bot.core.clock import Clock
from bot.core.errors import ContentFaults
from bot.engine.turn import World
from bot.understanding.overmatch import check_overmatch

SHOWN = 5  # faults named in one line of the log; "check" names them all
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

log = logging.getLogger(__name__)

Changes = Callable[[Path], AsyncIterator[object]]
"""Something each time a file below the folder has changed."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What came of the last change: ``world`` is None when it was refused."""

    at: datetime
    world: World | None
    faults: Sequence[Fault]


def watched(folder: Path) -> AsyncIterator[object]:
    return awatch(folder, debounce=500, step=100, recursive=True)


class Renewal:
    """``use`` is given the new world between two batches of turns."""

    def __init__(
        self, folder: Path, kept: Path, use: Callable[[World], None], clock: Clock, changes: Changes = watched
    ) -> None:
        self._folder, self._kept, self._use, self._clock, self._changes = folder, kept, use, clock, changes
        self.last: Renewed | None = None

    async def run(self) -> None:
        """Until cancelled."""
        async for _change in self._changes(self._folder):
            try:
                await self.renew()
            except Exception:
                log.exception("The content could not be read again; the old one stays")

    async def renew(self) -> Renewed:
        """Read and check in a thread of its own: meanwhile people are answered from the old content."""
        now = self._clock()
        world, faults = await asyncio.to_thread(read_checked, self._folder, self._kept, now)
        self.last = Renewed(now, world, faults)
        if world:
            self._use(world)
            log.info("The content was renewed: %d guides", len(world.content.published))
        else:
            named = "; ".join(map(str, faults[:SHOWN]))
            log.error("The content has changed and was refused, the old one stays: %d faults: %s", len(faults), named)
        return self.last


def read_checked(folder: Path, kept: Path | None, now: datetime) -> tuple[World | None, list[Fault]]:
    """The world of this folder, or the faults for which it is refused."""
    try:
        content = read_content(folder)
    except ContentFaults as error:
        return None, [Fault(str(fault.file), fault.field or "file", fault.reason) for fault in error.faults]
    world = World.of(content, kept).ready()
    faults = serious(content, world, now)
    return (None, faults) if faults else (world, [])


def serious(content: Content, world: World, now: datetime) -> list[Fault]:
    found = [*check_content(content, now.astimezone(VIETNAM).date()), *check_overmatch(content, world.understanding)]
    return [fault for fault in found if fault.serious]
