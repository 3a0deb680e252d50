"""The alarms of requests that nobody took. Each rings once, however often the program is stopped in between: what is
said and the next alarm are written together, and whoever takes the request meanwhile stops it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.alarms import Circle, Rung
from bot.core.clock import Clock
from bot.core.errors import TosoError, where
from bot.core.requests import Request
from bot.core.rounds import Rounds
from bot.core.waiting_clock import WaitingClock
from bot.storage import alarms, outbox
from bot.storage.database import Database
from bot.storage.notices import Notice, Posted, addressed, in_groups

LOOK_S = 15.0  # seconds between two looks at the clock
MOST = 100  # requests found at once; each has its own transaction, so that one in trouble does not hold up the others
AGAIN = timedelta(minutes=5)
"""When an alarm that failed is tried again, so that the log is not filled with it."""

log = logging.getLogger(__name__)


class Alarms(Rounds):
    """``ring``: what is said to whom when the alarm of a request is due."""

    def __init__(
        self, database: Database, clock: Clock, waiting: WaitingClock, ring: Callable[[Request, Circle], Rung]
    ) -> None:
        super().__init__(LOOK_S)
        self._database, self._clock, self._waiting, self._ring = database, clock, waiting, ring
        self._put_off: dict[int, datetime] = {}

    @override
    async def look(self) -> int:
        """Ring all that is due. Gives back how many rang; what is in trouble is tried again at a later look."""
        try:
            return await self._ring_due()
        except Exception as error:
            log.error("Alarms were put off: %s", error if isinstance(error, TosoError) else where(error))
            return 0

    async def _ring_due(self) -> int:
        rang = 0
        while not self._stopped.is_set() and (found := await self._due()):
            for id_ in found:
                rang += await self._try(id_)
        return rang

    async def _due(self) -> list[int]:
        now = self._clock()
        at_night = not self._waiting.runs(now)
        async with self._database.read() as connection:
            found = await alarms.due(connection, now, at_night=at_night, most=MOST + len(self._put_off))
        return [id_ for id_ in found if self._put_off.get(id_, now) <= now]

    async def _try(self, id_: int) -> bool:
        try:
            rang = await self.ring(id_)
        except Exception as error:
            code = secrets.token_hex(4)
            log.error("Alarm %s failed (request %d), again in %s: %s", code, id_, AGAIN, where(error))
            self._put_off[id_] = self._clock() + AGAIN
            return False
        self._put_off.pop(id_, None)
        return rang

    async def ring(self, id_: int) -> bool:
        """False: it was taken in between, or has rung."""
        now = self._clock()
        async with self._database.write() as connection:
            request = await alarms.rung(connection, id_, self._waiting, now)
            if not request:
                return False
            said = self._ring(request, await alarms.circle(connection, request))
            told = await addressed(connection, [Notice(person, reply) for person, reply in said.told])
            posted = await in_groups(connection, [Posted(team, reply) for team, reply in said.posted])
            await outbox.add(connection, told + posted, now)
        log.info("Request %d waits: %s told, %d messages", id_, request.alarm.value, len(told) + len(posted))
        return True
