"""Reminders to log the help given: for members who chose an hour, on days without an entry, exactly once."""

from __future__ import annotations

import logging
from datetime import datetime, time

from typing_extensions import override

from bot.core.clock import VIETNAM, Clock
from bot.core.errors import TosoError, where
from bot.core.messages import Reply
from bot.core.rounds import Rounds
from bot.storage import outbox, reminders
from bot.storage.database import Database
from bot.storage.notices import Notice, addressed

EARLIEST, LATEST = time(8, 0), time(20, 15)
"""In Vietnam. Whoever chose 20 h gets theirs in the first minutes; what could not go by then is dropped."""
LOOK_S = 60.0  # seconds between two looks at the clock
MOST = 100  # people in one transaction

log = logging.getLogger(__name__)


class Reminding(Rounds):
    """``words``: what is said."""

    def __init__(self, database: Database, clock: Clock, words: Reply) -> None:
        super().__init__(LOOK_S)
        self._database, self._clock, self._words = database, clock, words

    @override
    async def look(self) -> None:
        """Remind whose hour has come. Trouble is tried again at the next look."""
        now = self._clock()
        if not EARLIEST <= now.astimezone(VIETNAM).time() <= LATEST:
            return
        try:
            while not self._stopped.is_set() and await self._some(now):
                pass
        except Exception as error:
            log.error("Reminders were put off: %s", error if isinstance(error, TosoError) else where(error))

    async def _some(self, now: datetime) -> int:
        """Gives back how many people were looked at."""
        today = now.astimezone(VIETNAM).date()
        async with self._database.read() as connection:
            if not await reminders.due(connection, now, 1):
                return 0
        async with self._database.write() as connection:
            ids = await reminders.due(connection, now, MOST)
            first = [id_ for id_ in ids if await reminders.done(connection, id_, today)]
            wanted = [id_ for id_ in first if await reminders.is_wanted(connection, id_, now)]
            said = await addressed(connection, [Notice(id_, self._words) for id_ in wanted])
            await outbox.add(connection, await reminders.without_pile(connection, said), now)
        return len(ids)
