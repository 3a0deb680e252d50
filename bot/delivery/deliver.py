"""The delivery loop: takes what is due from the outbox, sends it, and writes down what became of it.

A message is removed only after the platform has answered: a crash in between sends it twice, never zero times. What one
person gets comes in order; a person whose message has to wait holds up nobody else.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.channel import Channel
from bot.core.clock import Clock
from bot.core.errors import DeliveryError, where
from bot.core.leases import Holds, always
from bot.delivery.ours import Ours, Who
from bot.delivery.rate import Bucket
from bot.delivery.retry import Decision, decide
from bot.delivery.speak import Draw, Enclose, Show, Speaker
from bot.i18n import Translator
from bot.storage import outbox, people, sent_pictures
from bot.storage.database import Database
from bot.storage.outbox import Outgoing

MOST = 512  # messages taken from the outbox at once
SLOWEST_LOOK_S = 1.0  # how long at most a message that has become due waits to be noticed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one message: sent, or what to do about the error."""

    out: Outgoing
    error: DeliveryError | None = None
    decision: Decision | None = None

    @property
    def stops_the_line(self) -> bool:
        """Whether what comes after it, to the same person, has to wait."""
        return self.decision is not None and self.decision.what != "failed"


@dataclass(slots=True)
class Line:
    """What one person is getting just now. ``ids``: all it was ever given, until their results are written.

    ``stopped``: a message did not get through, so what comes after it has to wait in the outbox.
    """

    queue: list[Outgoing]
    stopped: bool = False
    ids: set[int] = field(default_factory=set)
    task: asyncio.Task[None] | None = None

    def append(self, messages: Sequence[Outgoing]) -> None:
        self.queue += messages
        self.ids |= {out.id for out in messages}

    @property
    def done(self) -> bool:
        return self.task is not None and self.task.done()


class Delivery:
    """``buckets``: by channel, how fast anything of ours may go there. ``_behind`` are those who may have something
    waiting in the outbox that nothing newer may overtake.
    """

    def __init__(
        self, database: Database, channels: Mapping[str, Channel], translator: Translator, clock: Clock,
        time: Callable[[], float], draw: Draw | None = None, show: Show | None = None,
        enclose: Enclose | None = None, holds: Holds = always,
    ) -> None:  # fmt: skip
        self._database, self._channels, self._clock, self._time = database, channels, clock, time
        self._ours, self._looked_at = Ours(channels, holds), set[str]()
        self._speaker = Speaker(translator, draw, show, enclose)
        self.buckets = {name: Bucket(channel.per_second, time) for name, channel in channels.items()}
        self._more = asyncio.Event()
        self._stopped = False
        self._lines: dict[Who, Line] = {}
        self._results: list[Result] = []
        self._arrived: set[Who] = set()
        self._behind: set[Who] = set()
        self._look_wanted, self._look_at, self._looking = True, 0.0, True

    def wake(self) -> None:
        self._more.set()

    def offer(self, fresh: Sequence[Outgoing]) -> None:
        """What has just been committed goes at once, without being read back; unless something of the same person may
        wait in the outbox, for then it has to come after that."""
        for who, messages in by_person(out for out in fresh if self._ours.has(_who(out))).items():
            line = self._lines.get(who)
            if self._looking or self._may_be_behind(who) or (line and line.stopped):
                self._behind.add(who)
                self._look_wanted = True
            elif line:
                line.append(messages)
            else:
                self._begin(who, messages)
        self.wake()

    def _may_be_behind(self, who: Who) -> bool:
        """Also if we do not know yet: another process sent on that channel until now."""
        return who in self._behind or (self._ours.is_whole(who[0]) and who[0] not in self._looked_at)

    async def arrived(self, channel: str, address: str) -> None:
        """The person is connected again: what was parked for them goes now."""
        self._arrived.add((channel, address))
        self._behind.add((channel, address))
        async with self._database.write() as connection:
            await outbox.unpark(connection, channel, address)
        self._look_wanted = True
        self.wake()

    def stop(self) -> None:
        """End ``run`` after what it is writing just now."""
        self._stopped = True
        self.wake()

    async def run(self) -> None:
        """Until stopped. A database in trouble is tried again; nothing is forgotten meanwhile."""
        while not self._stopped:
            try:
                await self.step()
            except Exception as error:
                log.error("Delivery was put off: %s", error)
                await asyncio.sleep(SLOWEST_LOOK_S)
            await self._rest()

    async def drain(self) -> None:
        """Send until nothing is due, then come back."""
        self._look_wanted = True
        while await self.step() or self._lines:
            await self._wait_for(asyncio.FIRST_COMPLETED)
        await self.step()

    async def finish(self) -> None:
        """Wait for what is being sent just now, and write down what became of it."""
        await self._wait_for(asyncio.ALL_COMPLETED)
        await self._write_results()

    async def _wait_for(self, when: str) -> None:
        if tasks := [line.task for line in self._lines.values() if line.task]:
            await asyncio.wait(tasks, return_when=when)

    async def step(self) -> int:
        """Write results, then look into the outbox if it is time to. Gives back how many messages that began."""
        self._more.clear()
        await self._write_results()
        if not self._look_wanted and self._time() < self._look_at:
            return 0
        self._look_wanted, self._looking = False, True
        try:
            return await self._look()
        finally:
            self._looking = False
            self._look_at = self._time() + SLOWEST_LOOK_S

    async def _look(self) -> int:
        """Begin what is due, and learn who has something waiting that nothing newer may overtake."""
        self._behind, whole, people = set(), self._ours.whole(), self._ours.people()
        async with self._database.read() as connection:
            due = await outbox.due(connection, whole, self._clock(), MOST + len(self._lines), people)
            waiting = await outbox.waiting_for(connection, whole, people)
        self._looked_at = whole
        late = {_who(out) for out in due if self._is_late(out)}
        fresh = by_person(out for out in due if _who(out) not in self._lines)
        for who, messages in fresh.items():
            self._begin(who, messages)
        self._behind |= late | (waiting - self._lines.keys())
        self._look_wanted = self._look_wanted or bool(late)
        return len(fresh)

    def _is_late(self, out: Outgoing) -> bool:
        """It came into the outbox while its person is getting something else, and nobody holds it."""
        line = self._lines.get(_who(out))
        return line is not None and out.id not in line.ids

    def _begin(self, who: Who, messages: Sequence[Outgoing]) -> None:
        self._arrived.discard(who)
        line = self._lines[who] = Line([])
        line.append(messages)
        line.task = asyncio.create_task(self._send_in_order(line))

    async def _send_in_order(self, line: Line) -> None:
        """To one person. After one that did not get through the rest waits, so that the order stays."""
        while line.queue:
            result = await self._send(line.queue.pop(0))
            if result:
                self._results.append(result)
            if not result or result.stops_the_line:
                line.stopped = True
                line.queue.clear()
        self.wake()

    async def _send(self, out: Outgoing) -> Result | None:
        """None: it is another's to send by now, and stays as it is."""
        try:
            spoken = await self._speaker.spoken(out)
            with await self.buckets[out.channel].turn(out.lane, out.address):
                if not self._ours.has(_who(out)):
                    return None
                await self._channels[out.channel].send(out.address, spoken)
        except DeliveryError as error:
            return Result(out, error, decide(error, out.attempts))
        except Exception as error:
            log.error("Sending message %d on %s failed: %s", out.id, out.channel, where(error))
            unknown = DeliveryError(type(error).__name__)
            return Result(out, unknown, decide(unknown, out.attempts))
        return Result(out)

    async def _write_results(self) -> None:
        """Only then is the person free for the next message: a row that is not yet written must not go again."""
        done = [who for who, line in self._lines.items() if line.done]
        results, self._results = self._results, []
        if results:
            try:
                await self._write(results)
            except BaseException:
                self._results = results + self._results
                raise
        for who in done:
            self._go_on(who, self._lines.pop(who))

    def _go_on(self, who: Who, line: Line) -> None:
        if line.stopped or who in self._behind:
            self._behind.add(who)
            self._look_wanted = True
        elif line.queue:
            self._begin(who, line.queue)

    async def _write(self, results: Sequence[Result]) -> None:
        now = self._clock()
        async with self._database.write() as connection:
            await outbox.remove(connection, [r.out.id for r in results if not r.decision])
            for result in results:
                if result.decision:
                    out, what = result.out, result.decision.what
                    log.info("Message %d on %s: %s (%s)", out.id, out.channel, what, result.error)
                    stays = _who(out) in self._arrived or not self._ours.is_whole(out.channel)
                    await _record(connection, result, now, stays=stays)
            shown = [r.out.reply.shows.ref for r in results if r.out.reply.shows]
            await sent_pictures.drop_unneeded(connection, shown)

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(SLOWEST_LOOK_S):
                await self._more.wait()


async def _record(connection: AsyncConnection, result: Result, now: datetime, *, stays: bool) -> None:
    """``stays``: who is not here is so no longer, or may be so elsewhere; nothing is parked then."""
    out, error = result.out, result.error
    reason, asked_to_wait = str(error), bool(error and error.retry_after is not None)
    match result.decision:
        case Decision("later", wait_s):
            due = now + timedelta(seconds=wait_s)
            await outbox.postpone(connection, out, due, reason, counts=not asked_to_wait)
        case Decision("park"):
            await outbox.set_state(connection, [out.id], "waiting" if stays else "parked", reason)
        case Decision("unreachable"):
            await people.set_reachable(connection, [_who(out)], reachable=False)
            await outbox.drop_all_for(connection, out.channel, out.address)
        case Decision("failed"):
            await outbox.set_state(connection, [out.id], "failed", reason)


def by_person(messages: Iterable[Outgoing]) -> dict[Who, list[Outgoing]]:
    """Grouped, in the order in which they come."""
    grouped: defaultdict[Who, list[Outgoing]] = defaultdict(list)
    for out in messages:
        grouped[_who(out)].append(out)
    return grouped


def _who(out: Outgoing) -> Who:
    return out.channel, out.address
