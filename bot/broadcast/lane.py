"""Sending announcements on one channel, at its rate and after the replies.

A recipient is claimed (``sending``) in one transaction and settled in a later one, after the platform has answered. A
program that is killed in between leaves at most ``WIDTH`` of them claimed; the next one sends to these again, for
nobody knows whether they got it: twice, rather than never.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcast.message import Messages
from bot.core.campaign_figures import Recipient
from bot.core.campaigns import Campaign, Got, Recall
from bot.core.channel import Channel
from bot.core.clock import Clock
from bot.core.errors import DeliveryError, NotHere, where
from bot.core.messages import Reply
from bot.delivery.rate import Bucket
from bot.delivery.retry import decide
from bot.delivery.speak import Speaker
from bot.storage import lane_stops, recipients
from bot.storage.audience import LATER
from bot.storage.database import Database
from bot.storage.outbox import CAMPAIGNS, Outgoing
from bot.storage.recipients import Outcome

WIDTH = 32
"""Recipients claimed at once, and so the most that may get it twice."""
LOOK_S = 0.25  # seconds between two looks while something is being sent
IDLE_S = 1.0
END_S = 2.0  # for what is being sent when the program ends
NUMBERED = frozenset({"webchat", "console"})
"""The channels whose messages bear a number of ours, by which a doubled one is shown once."""

log = logging.getLogger(__name__)


class Failing(Protocol):
    """Told when so many in a row did not get through that something must be wrong."""

    async def __call__(self, campaign: Campaign, reason: str) -> None: ...


@dataclass
class Lane:
    """``present``: the addresses that are connected here, where that matters. ``holds``: whether this process sends on
    this channel."""

    database: Database
    channel: Channel
    bucket: Bucket
    speaker: Speaker
    messages: Messages
    clock: Clock
    failing: Failing
    holds: Callable[[], bool] = lambda: True
    present: Callable[[], Collection[str]] | None = None
    most_in_a_row: int = 25
    running: Sequence[Campaign] = ()
    recalled: Sequence[Campaign] = ()
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _begun: set[asyncio.Task[None] | None] = field(default_factory=set)
    _outcomes: list[Outcome] = field(default_factory=list)
    _recalls: list[tuple[Recipient, Recall, str, float | None]] = field(default_factory=list)
    _in_a_row: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _stopped: bool = False
    _held: bool = False

    @property
    def name(self) -> str:
        return self.channel.name

    def feed(self, running: Sequence[Campaign], recalled: Sequence[Campaign]) -> None:
        """What may be sent, and what is to be taken back, from now on."""
        self.running, self.recalled = running, recalled
        if running or recalled:
            self._more.set()

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
            async with asyncio.timeout(LOOK_S if self._tasks or self._outcomes else IDLE_S):
                await self._more.wait()

    # ---- a look ----

    async def step(self) -> int:
        """Write down what became of those that were begun, and begin more. Gives back how many."""
        if not self._held and self.holds():
            await self._take_over()
        self._held = self.holds()
        if not (self._outcomes or self._recalls or self.running or self.recalled):
            return 0
        outcomes, self._outcomes = self._outcomes, []
        recalls, self._recalls = self._recalls, []
        try:
            found, numbers, gone = await self._write(outcomes, recalls)
        except BaseException:
            self._outcomes, self._recalls = outcomes + self._outcomes, recalls + self._recalls
            raise
        for one, campaign in found:
            self._begin(self._deliver(one, campaign, numbers.get(one.id, one.id)))
        for one, campaign in gone:
            self._begin(self._take_back(one, campaign))
        return len(found) + len(gone) + len(outcomes)

    async def _take_over(self) -> None:
        async with self.database.write() as connection:
            doubtful = await recipients.put_back(connection, self.name, self.clock())
        if doubtful:
            log.warning("%d messages on %s were cut off while they were sent: they go again", doubtful, self.name)

    def _begin(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        """When half of them are through, it is time for more."""
        self._tasks.discard(task)
        self._begun.discard(task)
        if len(self._tasks) == WIDTH // 2:
            self._more.set()

    async def _write(
        self, outcomes: Sequence[Outcome], recalls: Sequence[tuple[Recipient, Recall, str, float | None]]
    ) -> tuple[list[tuple[Recipient, Campaign]], dict[int, int], list[tuple[Recipient, Campaign]]]:
        now = self.clock()
        async with self.database.write() as connection:
            await recipients.settle(connection, outcomes, now)
            for one, recall, reason, wait_s in recalls:
                later = LATER if wait_s == float("inf") else now + timedelta(seconds=wait_s) if wait_s else None
                await recipients.settle_recall(connection, one, recall, reason, later)
            if self._stopped or not self._held or await lane_stops.is_stopped(connection, self.name):
                return [], {}, []
            if self.present is not None:
                await recipients.arrived(connection, self.name, self.present(), now)
            gone = await self._claim(connection, self.recalled, recipients.claim_recalls, 0)
            found = await self._claim(connection, self.running, self._next, len(gone))
            numbered = self.name in NUMBERED
            numbers = await recipients.number(connection, [one for one, _ in found]) if numbered else {}
        return found, numbers, gone

    async def _claim(
        self, connection: AsyncConnection, campaigns: Sequence[Campaign],
        claim: Callable[..., Awaitable[list[Recipient]]], taken: int,
    ) -> list[tuple[Recipient, Campaign]]:  # fmt: skip
        found: list[tuple[Recipient, Campaign]] = []
        for campaign in campaigns:
            room = WIDTH - len(self._tasks) - len(self._outcomes) - len(self._recalls) - taken - len(found)
            if room > 0:
                more = await claim(connection, campaign.id, self.name, self.clock(), room)
                found += [(one, campaign) for one in more]
        return found

    async def _next(
        self, connection: AsyncConnection, campaign: int, channel: str, now: datetime, most: int
    ) -> list[Recipient]:
        present = self.present() if self.present else None
        return await recipients.claim(connection, campaign, channel, now, most, present)

    # ---- one recipient ----

    async def _deliver(self, one: Recipient, campaign: Campaign, number: int) -> None:
        try:
            slot = await self.bucket.turn(CAMPAIGNS, one.address)
        except asyncio.CancelledError:  # not begun: it waits for the next start
            self._outcomes.append(Outcome(one, Got.WAITING, counts=False))
            return
        self._begun.add(asyncio.current_task())
        try:
            with slot:
                ref = await self._send(one, await self.messages.of(campaign), number)
        except asyncio.CancelledError:  # begun, and we do not know
            self._outcomes.append(Outcome(one, Got.WAITING, doubtful=True))
        except DeliveryError as error:
            await self._failed(one, campaign, error)
        except Exception as error:
            log.error("Announcement %d on %s: recipient %d: %s", campaign.id, self.name, one.id, where(error))
            await self._failed(one, campaign, DeliveryError(type(error).__name__))
        else:
            self._in_a_row.pop(campaign.id, None)
            self._outcomes.append(Outcome(one, Got.DELIVERED, ref=ref))

    async def _send(self, one: Recipient, reply: Reply, number: int) -> str:
        out = Outgoing(number, one.channel, one.address, reply, one.lang, one.called, one.attempts)
        return await self.channel.send(one.address, await self.speaker.spoken(out))

    async def _failed(self, one: Recipient, campaign: Campaign, error: DeliveryError) -> None:
        reason, now, decision = str(error), self.clock(), decide(error, one.attempts)
        match decision.what:
            case "park":
                outcome = Outcome(one, Got.WAITING, again_at=LATER, counts=False)
            case "unreachable":
                outcome = Outcome(one, Got.UNREACHABLE, "blocked")
            case "failed":
                outcome = Outcome(one, Got.FAILED, reason)
            case "later":
                asked = error.retry_after is not None
                if asked:
                    self.bucket.pause(decision.wait_s)
                again = now + timedelta(seconds=decision.wait_s)
                outcome = Outcome(one, Got.WAITING, reason, again_at=again, counts=not asked, doubtful=error.doubtful)
        self._outcomes.append(outcome)
        if decision.what == "failed" or (decision.what == "later" and error.retry_after is None):
            await self._count(campaign, reason)

    async def _count(self, campaign: Campaign, reason: str) -> None:
        self._in_a_row[campaign.id] += 1
        if self._in_a_row[campaign.id] >= self.most_in_a_row:
            self._in_a_row.pop(campaign.id)
            await self.failing(campaign, reason)

    # ---- taking back ----

    async def _take_back(self, one: Recipient, campaign: Campaign) -> None:
        try:
            with await self.bucket.turn(CAMPAIGNS, one.address):
                await self.channel.take_back(one.address, one.ref)
        except asyncio.CancelledError:
            self._recalls.append((one, Recall.WAITING, "", None))
        except NotHere:
            self._recalls.append((one, Recall.WAITING, "", float("inf")))
        except DeliveryError as error:
            await self._not_taken_back(one, campaign, error)
        except Exception as error:
            log.error("Recalling %d on %s: recipient %d: %s", campaign.id, self.name, one.id, where(error))
            await self._not_taken_back(one, campaign, DeliveryError(type(error).__name__, permanent=True))
        else:
            self._recalls.append((one, Recall.GONE, "", None))

    async def _not_taken_back(self, one: Recipient, campaign: Campaign, error: DeliveryError) -> None:
        decision = decide(error, one.attempts)
        if decision.what == "later":
            if error.retry_after is not None:
                self.bucket.pause(decision.wait_s)
            self._recalls.append((one, Recall.WAITING, str(error), decision.wait_s))
        elif campaign.correction and decision.what != "unreachable":
            await self._correct(one, campaign)
        else:
            self._recalls.append((one, Recall.FAILED, str(error), None))

    async def _correct(self, one: Recipient, campaign: Campaign) -> None:
        """What cannot be taken back is put right."""
        try:
            await self._send(one, self.messages.correction(campaign), one.id)
        except DeliveryError as error:
            self._recalls.append((one, Recall.FAILED, str(error), None))
        else:
            self._recalls.append((one, Recall.CORRECTED, "", None))
