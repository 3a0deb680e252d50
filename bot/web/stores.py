"""The way from a page to what is stored, each time in a transaction of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from bot.core.clock import VIETNAM, Clock
from bot.engine.turn import World
from bot.storage.database import Database
from bot.storage.door import Site
from bot.storage.turns import TurnPorts


@dataclass(frozen=True)
class Stores:
    database: Database
    world: Callable[[], World]
    site: Callable[[], Site]
    clock: Clock

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[TurnPorts]:
        async with self.database.read() as connection:
            yield TurnPorts(connection, self.clock(), self.site())

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[TurnPorts]:
        """Nothing of it stays if the block raises."""
        async with self.database.write() as connection:
            ports = TurnPorts(connection, self.clock(), self.site())
            yield ports
            await ports.keep()

    def today(self) -> date:
        return self.clock().astimezone(VIETNAM).date()
