"""Sending announcements on one channel, at its rate and after the replies.

A recipient is claimed (``sending``) in one transaction and settled in a later one, after the platform has answered. A
program that is killed in between leaves at most ``WIDTH`` of them claimed; the next one sends to these again, for
nobody knows whether they got it: twice, rather than never.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcast.carrier import Carrier
from bot.core.campaign_figures import Recipient
from bot.core.campaigns import Campaign, Got
from bot.core.clock import Clock
from bot.core.errors import where
from bot.storage import lane_stops, recalls, recipients
from bot.storage.database import Database
from bot.storage.recalls import Recalled
from bot.storage.recipients import Outcome

WIDTH = 32
"""Recipients claimed at once, and so the most that may get it twice."""
LOOK_S = 0.25  # seconds between two looks while something is being sent
IDLE_S = 1.0
END_S = 2.0  # for what is being sent when the program ends
NUMBERED = frozenset({"webchat", "console"})
"""The channels whose messages bear a number of ours, by which a doubled one is shown once."""

log = logging.getLogger(__name__)

Told = Outcome | Recalled


class Failing(Protocol):
    """Told when so many in a row did not get through that something must be wrong."""

    async def __call__(self, campaign: int, reason: str) -> None: ...


@dataclass
class Claimed:
    """What is begun now. ``numbers``: of the messages, by recipient."""

    gone: list[tuple[Recipient, Campaign]] = field(default_factory=list)
    found: list[tuple[Recipient, Campaign]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.gone) + len(self.found)


@dataclass
class Lane:
    """``holds``: whether this process sends on this channel. ``present``: the addresses that are connected here, where
    that matters."""

    database: Database
    carrier: Carrier
    clock: Clock
    failing: Failing
    holds: Callable[[], bool] = lambda: True
    present: Callable[[], Collection[str]] | None = None
    most_in_a_row: int = 25
    running: Sequence[Campaign] = ()
    recalled: Sequence[Campaign] = ()
    _tasks: set[asyncio.Task[Told]] = field(default_factory=set)
    _begun: set[asyncio.Task[Told] | None] = field(default_factory=set)
    _told: list[Told] = field(default_factory=list)
    _in_a_row: Counter[int] = field(default_factory=Counter)
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _stopped: bool = False
    _held: bool = False

    @property
    def name(self) -> str:
        return self.carrier.channel.name

    def feed(self, running: Sequence[Campaign], recalled: Sequence[Campaign]) -> None:
        """What may be sent, and what is to be taken back, from now on."""
        self.running, self.recalled = running, recalled
        self.wake()

    def wake(self) -> None:
        if self.running or self.recalled:
            self._more.set()

    def stop(self) -> None:
        self._stopped = True
        self._more.set()

    async def run(self) -> None:
        """Until stopped; then nothing new is begun, and what was begun is written down."""
        while not self._stopped:
            try:
                await self.step()
            except Exception as error:
                log.error("Announcements on %s were put off: %s", self.name, where(error))
            await self._rest()
        await self.finish()

    async def finish(self) -> None:
        """What the platform has been given is waited for, a moment; the others wait for the next start."""
        for task in self._tasks - self._begun:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=END_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.step()

    async def drain(self) -> None:
        """Send until nothing is due."""
        while await self.step() or self._tasks:
            if self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def _rest(self) -> None:
        self._more.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S if self._tasks or self._told else IDLE_S):
                await self._more.wait()

    # ---- a look ----

    async def step(self) -> int:
        """Write down what became of those that were begun, and begin more. Gives back how many that were."""
        held, self._held = self._held, self.holds()
        if self._held and not held:
            await self._take_over()
        if not (self._told or self.running or self.recalled):
            return 0
        told, self._told = self._told, []
        try:
            claimed = await self._write(told)
        except BaseException:
            self._told = told + self._told
            raise
        self._begin_all(claimed)
        await self._count_failures(told)
        return len(claimed) + len(told)

    async def _take_over(self) -> None:
        now = self.clock()
        async with self.database.write() as connection:
            doubtful = await recipients.put_back(connection, self.name, now)
            await recalls.put_back(connection, self.name, now)
        if doubtful:
            log.warning("%d messages on %s were cut off while they were sent: they go again", doubtful, self.name)

    async def _write(self, told: Sequence[Told]) -> Claimed:
        now = self.clock()
        async with self.database.write() as connection:
            await recipients.settle(connection, [one for one in told if isinstance(one, Outcome)], now)
            await recalls.settle(connection, [one for one in told if isinstance(one, Recalled)])
            if self._stopped or not self._held or await lane_stops.is_stopped(connection, self.name):
                return Claimed()
            return await self._claim(connection)

    async def _claim(self, connection: AsyncConnection) -> Claimed:
        claimed, now = Claimed(), self.clock()
        present = self.present() if self.present else None
        if present is not None:
            await recipients.arrived(connection, self.name, present, now)
        for campaign in self.recalled:
            gone = await recalls.claim(connection, campaign.id, self.name, now, self._room(claimed))
            claimed.gone += [(one, campaign) for one in gone]
        for campaign in self.running:
            found = await recipients.claim(connection, campaign.id, self.name, now, self._room(claimed), present)
            claimed.found += [(one, campaign) for one in found]
        if self.name in NUMBERED:
            claimed.numbers = await recipients.number(connection, [one for one, _campaign in claimed.found])
        return claimed

    def _room(self, claimed: Claimed) -> int:
        return max(0, WIDTH - len(self._tasks) - len(self._told) - len(claimed))

    # ---- what is being sent ----

    def _begin_all(self, claimed: Claimed) -> None:
        for one, campaign in claimed.gone:
            self._begin(self.carrier.take_back(one, campaign))
        for one, campaign in claimed.found:
            number = claimed.numbers.get(one.id, one.id)
            self._begin(self.carrier.deliver(one, campaign, number, lambda: self._begun.add(asyncio.current_task())))

    def _begin(self, work: Coroutine[None, None, Told]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[Told]) -> None:
        """When half of them are through, it is time for more."""
        self._tasks.discard(task)
        self._begun.discard(task)
        if not task.cancelled():
            self._told.append(task.result())
        if len(self._tasks) == WIDTH // 2:
            self._more.set()

    async def _count_failures(self, told: Sequence[Told]) -> None:
        for one in told:
            if not isinstance(one, Outcome) or one.got not in {Got.DELIVERED, Got.FAILED, Got.WAITING}:
                continue
            campaign = one.recipient.campaign
            if one.got is Got.DELIVERED:
                self._in_a_row.pop(campaign, None)
            elif one.is_fault:
                self._in_a_row[campaign] += 1
                if self._in_a_row[campaign] == self.most_in_a_row:
                    await self.failing(campaign, one.reason)
