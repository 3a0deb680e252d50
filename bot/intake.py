"""The door to the inbox: whatever comes in at the same moment is stored in one transaction, then acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.core.channel import Taken
from bot.core.clock import Clock
from bot.core.errors import OperatorError
from bot.storage import inbox
from bot.storage.database import Database

Group = list[tuple[Sequence[Taken], asyncio.Future[None]]]


class Intake:
    """``on_stored`` is called after each commit."""

    def __init__(self, database: Database, clock: Clock, on_stored: Callable[[], None]) -> None:
        self._database, self._clock, self._on_stored = database, clock, on_stored
        self._waiting: Group = []
        self._writer: asyncio.Task[None] | None = None

    async def take(self, taken: Sequence[Taken]) -> None:
        """When this returns it is on disk. Raises ``OperatorError`` when it cannot be stored now."""
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((taken, stored))
        if not self._writer or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        await stored

    async def _write_all(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            if not await self._write(group):
                for one in group:  # one that cannot be stored must not take the others with it
                    await self._write([one], alone=True)
            self._on_stored()

    async def _write(self, group: Group, *, alone: bool = False) -> bool:
        try:
            async with self._database.write() as connection:
                await inbox.put(connection, [item for taken, _ in group for item in taken], self._clock())
        except Exception as error:
            if alone or len(group) == 1 or isinstance(error, OperatorError):  # no use in trying each by itself
                _settle(group, error)
                return True
            return False
        _settle(group, None)
        return True


def _settle(group: Group, error: Exception | None) -> None:
    for _taken, stored in group:
        if stored.done():  # whoever waited has gone away
            continue
        stored.set_exception(error) if error else stored.set_result(None)
