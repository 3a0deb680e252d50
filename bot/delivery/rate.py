"""How fast a channel may send, and who goes first.

A platform counts what came in any one second, and one message too many can hold up all of them. When exactly a message
came there is not known here: after it was begun, before its answer was here. So its place is free again only a second
after the answer, less the time that the way there and back takes at least. However slow the network is or how much
that varies, no second at the platform then holds too many.

So the whole of the platform's limit can be asked for: against the emulator, which refuses the 31st message in any
second, 29.5 of 30 messages a second go through and none is refused. A steady pace alone must stay further below: at
28.5 a second it is over the limit as soon as one way differs from another by 50 ms.

Announcements give way to replies. They take the last place only if another is free within the time of one message, so a
reply waits no longer than that; they go evenly, and never within a second of another message to the same person.
"""

from __future__ import annotations

import asyncio
from bisect import insort
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from types import TracebackType

from bot.storage.outbox import CAMPAIGNS

SAME_PERSON_S = 1.0
MARGIN_S = 0.01
"""The quickest way there and back that was seen need not be the quickest that there is."""
LOST_S = 1.0
"""An answer that is not here after this time says nothing any more about when its message came there."""
LATE_S, HASTE = 0.5, 0.9
"""An alarm rings a little late. Announcements that are late, but by no more than this, hurry: one follows the other in
this part of the usual time."""

Sleep = Callable[[float], Awaitable[None]]


class Slot:
    """The place of one message. Leave it (``with``) when the platform has answered, or did not."""

    def __init__(self, bucket: Bucket, address: str, taken_at: float, free_at: float) -> None:
        self._bucket = bucket
        self.address, self.taken_at, self.free_at = address, taken_at, free_at

    def __enter__(self) -> Slot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bucket.answered(self)


class _Ways:
    """How long the way there and back takes at least, by the newest two thousand answers. Nobody knows before there are
    some hundreds: the first may all have had to open a connection."""

    def __init__(self) -> None:
        self._shortest = deque([0.0], maxlen=10)
        self._present, self._seen = float("inf"), 0

    def add(self, seconds: float) -> None:
        self._present, self._seen = min(self._present, seconds), self._seen + 1
        if self._seen % 200 == 0:
            if self._seen == 200:
                self._shortest.clear()
            self._shortest.append(self._present)
            self._present = float("inf")

    @property
    def shortest_s(self) -> float:
        return min(self._present, *self._shortest)


@dataclass(order=True)
class _Waiting:
    lane: int
    number: int
    address: str = field(compare=False)
    slot: asyncio.Future[Slot] = field(compare=False)


class Bucket:
    """``per_second`` messages in any second, whoever sends them. None: no limit.

    Use: ``with await bucket.turn(lane, address): await channel.send(…)``.
    """

    def __init__(self, per_second: float | None, time: Callable[[], float], sleep: Sleep = asyncio.sleep) -> None:
        self._time, self._sleep, self._limited = time, sleep, bool(per_second)
        self._places = max(1, int(per_second or 0))
        self._window_s = self._places / per_second if per_second else 0.0
        self._each_s = self._window_s / self._places
        self._taken: list[Slot] = []
        self._waiting: list[_Waiting] = []
        self._numbers = count()
        self._ways = _Ways()
        self._last: dict[str, float] = {}
        self._campaigns_from = self._on_time = self._paused_until = float("-inf")
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = 0.0

    async def turn(self, lane: int, address: str = "") -> Slot:
        """Wait until this message may go. A lower lane goes first; within a lane, who came first."""
        if not self._limited and lane < CAMPAIGNS:
            return self._take(address, self._time())
        waiting = _Waiting(lane, next(self._numbers), address, asyncio.get_running_loop().create_future())
        insort(self._waiting, waiting)
        self._serve()
        return await waiting.slot

    def pause(self, seconds: float) -> None:
        """Let no announcement go for so long; replies go on."""
        self._paused_until = max(self._paused_until, self._time() + seconds)
        self._serve()

    def answered(self, slot: Slot) -> None:
        if not self._limited:
            return
        now = self._time()
        self._ways.add(now - slot.taken_at)
        slot.free_at = min(slot.free_at, now + self._window_s - self._ways.shortest_s + MARGIN_S)
        self._wrote_to(slot.address, now)
        self._serve()

    def _serve(self) -> None:
        """Let go who may, and come back when the next one may."""
        now = self._time()
        while self._waiting:
            waiting, may_go_at = self._next(now)
            if may_go_at > now:
                self._come_back(now, may_go_at)
                return
            self._waiting.remove(waiting)
            if not waiting.slot.done():  # else whoever waited has given up
                self._let_go(waiting, now)

    def _let_go(self, waiting: _Waiting, now: float) -> None:
        waiting.slot.set_result(self._take(waiting.address, now))
        if waiting.lane >= CAMPAIGNS:
            self._on_time = (self._on_time if self._on_time > now - LATE_S else now) + self._each_s
            self._campaigns_from = max(self._on_time, now + self._each_s * HASTE)

    def _next(self, now: float) -> tuple[_Waiting, float]:
        """Who goes next, and when."""
        free = self._free_from(now)
        first = self._waiting[0]
        if first.slot.done():
            return first, now
        if first.lane < CAMPAIGNS:
            return first, free[0]
        waiting, quiet_at = self._first_quiet(now)
        spare_at = free[1] - self._each_s if len(free) > 1 else now
        return waiting, max(free[0], spare_at, quiet_at, self._campaigns_from, self._paused_until)

    def _free_from(self, now: float) -> Sequence[float]:
        """When the next places are free, the first of them first."""
        if not self._limited:
            return (now,)
        self._taken = [slot for slot in self._taken if slot.free_at > now]
        free = self._places - len(self._taken)
        return [now] * free + sorted(slot.free_at for slot in self._taken)

    def _first_quiet(self, now: float) -> tuple[_Waiting, float]:
        """The first announcement whose person got nothing just now; else the one that comes to that soonest."""
        soonest, soonest_at = self._waiting[0], float("inf")
        for waiting in self._waiting:
            quiet_at = self._quiet_at(waiting.address)
            if quiet_at <= now:
                return waiting, now
            if quiet_at < soonest_at:
                soonest, soonest_at = waiting, quiet_at
        return soonest, soonest_at

    def _quiet_at(self, address: str) -> float:
        return self._last[address] + SAME_PERSON_S if self._limited and address in self._last else float("-inf")

    def _take(self, address: str, now: float) -> Slot:
        slot = Slot(self, address, now, now + self._window_s + LOST_S)
        if self._limited:
            self._taken.append(slot)
            self._wrote_to(address, now)
        return slot

    def _wrote_to(self, address: str, now: float) -> None:
        """The newest stand last, so those that do not matter any more are found at the front."""
        if not (address and self._limited):
            return
        self._last.pop(address, None)
        self._last[address] = now
        while (oldest := next(iter(self._last))) and self._last[oldest] + SAME_PERSON_S <= now:
            del self._last[oldest]

    def _come_back(self, now: float, at: float) -> None:
        if self._alarm:
            if self._alarm_at <= at:
                return
            self._alarm.cancel()
        self._alarm_at, self._alarm = at, asyncio.create_task(self._ring(at - now))

    async def _ring(self, in_s: float) -> None:
        await self._sleep(in_s)
        self._alarm = None
        self._serve()
