"""What only one process may do at a time, where several share a database. Each name has one holder, until a moment that
the holder puts off again and again; once that has passed, whoever comes first takes it.

Time is that of the database: the clocks of the processes need not agree. What a process believes of itself ends before
what the database says of it, because it counts from before it asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from typing_extensions import override

from bot.core.errors import TosoError, where
from bot.core.rounds import Rounds
from bot.storage.database import Database
from bot.storage.lease_tables import leases

LASTS_S = 8.0
RENEW_S = 2.0
LOOK_S = 1.0  # seconds between two looks whether something is free
MARGIN_S = 1.0  # what was begun just before the end, ends before it

log = logging.getLogger(__name__)


class Leases(Rounds):
    """``names``: what this process wants to hold. ``me``: a word that no other process has. ``time``: any clock that
    only goes forward.

    Before ``begin``, and on a database that no other process shares, everything is held.
    """

    def __init__(self, database: Database, me: str, time: Callable[[], float]) -> None:
        super().__init__(LOOK_S)
        self._database, self._me, self._time = database, me, time
        self._names: Sequence[str] = ()
        self._until: dict[str, float] = {}
        self._asked_at = float("-inf")

    def holds(self, name: str) -> bool:
        return not self._names or self._time() < self._until.get(name, 0.0)

    async def begin(self, names: Sequence[str]) -> None:
        """From now on only what is got is held. Comes back after the first try."""
        if self._database.shared:
            self._names = sorted(names)  # all processes in the same order, so that none waits for another
            log.info("Shares the database with others, as %s", self._me)
            await self.look()

    @override
    async def look(self) -> None:
        """Put off the end of what is held, and take what is free."""
        free = [name for name in self._names if not self.holds(name)]
        if not self._names or not (free or self._time() >= self._asked_at + RENEW_S):
            return
        try:
            await self._ask()
        except Exception as error:
            log.error("Leases were put off: %s", error if isinstance(error, TosoError) else where(error))

    async def _ask(self) -> None:
        before, asked_at = [name for name in self._names if self.holds(name)], self._time()
        async with self._database.append() as connection:
            rows = [{"name": name, "holder": self._me, "until": _until} for name in self._names]
            got = (await connection.execute(_take.values(rows))).scalars().all()
        self._asked_at = asked_at
        self._until = dict.fromkeys(got, asked_at + LASTS_S - MARGIN_S)
        for name in self._names:
            if self.holds(name) != (name in before):
                log.info("%s is %s now", name, "ours" if self.holds(name) else "another's")

    async def release(self) -> None:
        """What was held is free at once. To be called when all of it has ended."""
        if not self._names:
            return
        self._until = {}
        try:
            async with self._database.append() as connection:
                await connection.execute(leases.delete().where(leases.c.holder == self._me))
        except Exception as error:
            log.error("Leases were not released: %s", error if isinstance(error, TosoError) else where(error))


_until = sa.func.now() + timedelta(seconds=LASTS_S)
_new = postgresql.insert(leases)
_take = _new.on_conflict_do_update(
    index_elements=[leases.c.name],
    set_={"holder": _new.excluded.holder, "until": _new.excluded.until},
    where=(leases.c.holder == _new.excluded.holder) | (leases.c.until < sa.func.now()),
).returning(leases.c.name)
