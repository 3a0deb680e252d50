"""What is done once a day beside everything else: what is past its time goes."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.clock import Clock
from bot.core.errors import TosoError, where
from bot.core.rounds import Rounds
from bot.storage.database import Database
from bot.storage.retention import retain

EVERY = timedelta(days=1)
LOOK_S = 600.0  # seconds between two looks at the clock; after trouble it is tried again then

log = logging.getLogger(__name__)


class Upkeep(Rounds):
    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(LOOK_S)
        self._database, self._clock = database, clock
        self._last: datetime | None = None

    @override
    async def look(self) -> None:
        """Do what is due, if a day has passed."""
        now = self._clock()
        if self._last and now - self._last < EVERY:
            return
        try:
            result = await retain(self._database, now, self._stopped.is_set)
        except Exception as error:
            log.error("Retention was put off: %s", error if isinstance(error, TosoError) else where(error))
            return
        if result is not None:
            self._last = now
            log.info("Retention: %s", ", ".join(f"{name} {rows}" for name, rows in result.items()))
