"""What comes by itself to those who chose it, exactly once: reminders to log the help given, on days without an entry;
reports, and what needs attention."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from typing_extensions import override

from bot.core.clock import VIETNAM, Clock
from bot.core.errors import TosoError, where
from bot.core.messages import Reply
from bot.core.ports import Ports
from bot.core.rounds import Rounds
from bot.storage import outbox, reminders
from bot.storage.database import Database
from bot.storage.notices import Notice, addressed
from bot.storage.turns import TurnPorts

EARLIEST, LATEST = time(8, 0), time(20, 15)
"""In Vietnam. Whoever chose 20 h gets theirs in the first minutes; what could not go by then is dropped."""
LOOK_S = 60.0  # seconds between two looks at the clock
MOST = 100  # people in one transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Regular:
    """``since``: given today, the day since when they have had it; None: it does not come today. ``words``: what they
    are told; nothing, if there is nothing to tell or it is none of theirs any more."""

    about: str
    since: Callable[[date], date | None]
    words: Callable[[Ports, int, datetime], Awaitable[list[Reply]]]


class Reminding(Rounds):
    """``words``: what is said of the log. ``regulars``: what comes besides."""

    def __init__(self, database: Database, clock: Clock, words: Reply, regulars: Sequence[Regular] = ()) -> None:
        super().__init__(LOOK_S)
        self._database, self._clock, self._words, self._regulars = database, clock, words, regulars

    @override
    async def look(self) -> None:
        """Remind whose hour has come. Trouble is tried again at the next look."""
        now = self._clock()
        if not EARLIEST <= now.astimezone(VIETNAM).time() <= LATEST:
            return
        try:
            while not self._stopped.is_set() and await self._some(now):
                pass
            for regular in self._regulars:
                await self._regular(regular, now)
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

    async def _regular(self, regular: Regular, now: datetime) -> None:
        """What fails for one person holds up nobody else. Whoever is left comes at the next look."""
        since = regular.since(now.astimezone(VIETNAM).date())
        if since is None:
            return
        async with self._database.read() as connection:
            ids = await reminders.due(connection, now, MOST, regular.about, since)
        for id_ in ids:
            if self._stopped.is_set():
                return
            try:
                await self._one(regular, id_, since, now)
            except Exception as error:
                log.error("A report was put off: %s", error if isinstance(error, TosoError) else where(error))

    async def _one(self, regular: Regular, id_: int, since: date, now: datetime) -> None:
        """That it is done and what is said are written together."""
        async with self._database.write() as connection:
            if await reminders.done(connection, id_, now.astimezone(VIETNAM).date(), regular.about, since):
                replies = await regular.words(TurnPorts(connection, now), id_, now)
                said = await addressed(connection, [Notice(id_, reply) for reply in replies])
                await outbox.add(connection, await reminders.without_pile(connection, said), now)
