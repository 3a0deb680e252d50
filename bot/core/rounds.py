"""What is done again and again beside everything else, until it is told to stop."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress


class Rounds(ABC):
    """``look_s``: seconds between two looks."""

    def __init__(self, look_s: float) -> None:
        self._look_s = look_s
        self._stopped = asyncio.Event()

    @abstractmethod
    async def look(self) -> object:
        """Do what is due. Trouble is logged, not raised, and tried again at a later look."""

    def stop(self) -> None:
        """End ``run`` after what is at hand. Cut off in the middle, a transaction would hold the database's lock."""
        self._stopped.set()

    async def run(self) -> None:
        """Look at once, and then again, until stopped."""
        while not self._stopped.is_set():
            await self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look_s):
                    await self._stopped.wait()
