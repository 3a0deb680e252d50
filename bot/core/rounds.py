"""What is done again and again beside everything else, until it is told to stop."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress

IDLE_S = 1.0  # seconds between two looks whether it is this process that does it now


class Rounds(ABC):
    """``look_s``: seconds between two looks. ``mine``: whether this process is the one that does it now."""

    def __init__(self, look_s: float) -> None:
        self._look_s = look_s
        self.mine: Callable[[], bool] = lambda: True
        self._begun = False  # set by a look that did what is to be done once, each time this process takes it over
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
            mine = self.mine()
            if mine:
                await self.look()
            self._begun = self._begun and mine
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look_s if mine else min(self._look_s, IDLE_S)):
                    await self._stopped.wait()
