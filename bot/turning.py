"""The turn loop: drains the inbox, one message a person at a time, a batch in one transaction."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress

from bot.core.clock import Clock
from bot.core.errors import TosoError, where
from bot.core.events import Event, TurnFailed
from bot.core.messages import Button, Reply
from bot.core.phrases import text as _
from bot.core.talk import Person
from bot.engine.router import Router
from bot.engine.run import Outcome, run_turn
from bot.engine.turn import World
from bot.storage.database import Database
from bot.storage.door import Site
from bot.storage.inbox import Waiting
from bot.storage.outbox import Outgoing
from bot.storage.presences import Today
from bot.storage.turns import TurnBatch

BATCH = 512
"""People served in one transaction. When little is going on a batch is one person, so nobody waits for others."""

log = logging.getLogger(__name__)

Watcher = Callable[[Waiting, Sequence[Event]], None]


class TurnLoop:
    """``world`` is asked for at each batch, so that renewed content takes effect between two batches. ``mine``: whether
    this process is the one that turns now. ``look_s``: seconds between two looks for what another process took in.
    """

    def __init__(self, database: Database, router: Router, world: Callable[[], World], clock: Clock) -> None:
        self._database, self._router, self._world, self._clock = database, router, world, clock
        self._more = asyncio.Event()
        self._stopped = False
        self.site = Site()
        self._today = Today()
        self.mine: Callable[[], bool] = lambda: True
        self.look_s: float | None = None
        self.on_batch: Callable[[Sequence[Outgoing]], None] = lambda _said: None
        self.on_turn: Watcher = lambda _waiting, _events: None

    def wake(self) -> None:
        self._more.set()

    def stop(self) -> None:
        """End ``run`` after the batch at hand. Cut off in the middle, a transaction would hold the database's lock."""
        self._stopped = True
        self.wake()

    async def run(self) -> None:
        """Until stopped. A database in trouble is tried again with growing waits; the inbox keeps everything."""
        trouble_s = 0.0
        while not self._stopped:
            try:
                await self._drain_if_mine()
                trouble_s = 0.0
                await self._rest()
            except Exception as error:
                trouble_s = min(trouble_s * 2 or 0.5, 30.0)
                why = error if isinstance(error, TosoError) else where(error)
                log.error("A batch of turns was put off for %.1f s: %s", trouble_s, why)
                await asyncio.sleep(trouble_s)

    async def _drain_if_mine(self) -> None:
        self._more.clear()
        if self.mine():
            await self.drain()

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self.look_s):
                await self._more.wait()

    async def drain(self) -> int:
        """Run batches until nothing waits, or it is stopped. Gives back how many turns were run."""
        turns = 0
        while not self._stopped:
            self._more.clear()
            done = await self.batch()
            if not done:
                break
            turns += done
        return turns

    async def batch(self) -> int:
        now = self._clock()
        seen: list[tuple[Waiting, Sequence[Event]]] = []
        said: list[Outgoing] = []
        async with self._database.write() as connection:
            batch = TurnBatch(connection, now, self.site, self._today)
            for waiting, person in await batch.waiting(BATCH):
                if batch.puts_off(person):
                    continue
                events = await self._turn(batch, waiting, person)
                seen.append((waiting, events))
            if seen:
                said = await batch.write()
        batch.committed()
        for waiting, events in seen:
            self.on_turn(waiting, events)
        if seen:
            self.on_batch(said)
        return len(seen)

    async def _turn(self, batch: TurnBatch, waiting: Waiting, person: Person) -> Sequence[Event]:
        """One turn. What it raises costs only itself: the talk stays, the person is told, the log has the id."""
        ports = batch.ports()
        try:
            outcome = await run_turn(
                waiting.inbound, person, waiting.talk,
                world=self._world(), router=self._router, ports=ports, now=batch.now,
            )  # fmt: skip
            await ports.keep()
        except Exception as error:
            await ports.undo()
            outcome = _failed(waiting, person, error)
        batch.add(
            waiting, outcome.person, outcome.talk, outcome.replies, outcome.events,
            erased=outcome.erased, gone=outcome.gone, notices=outcome.notices, posted=outcome.posted,
        )  # fmt: skip
        return outcome.events


def _failed(waiting: Waiting, person: Person, error: Exception) -> Outcome:
    id_ = secrets.token_hex(4)
    log.error("Turn %s failed (%s on %s): %s", id_, waiting.inbound.kind, waiting.inbound.channel, where(error))
    words = _("Something went wrong here, not with {you}. Please try again, or type “menu”. (Code {id})", id=id_)
    return Outcome(waiting.talk, person, [Reply(words, (Button(_("Other things to do"), "menu"),))],
                   [TurnFailed(id_)], erased=False)  # fmt: skip
