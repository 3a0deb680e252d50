"""The queue of updates that wait for the bot, read with getUpdates by an offset that confirms what is below it."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import islice

from .refusal import JsonObject, conflict

MAX_LIMIT = 100
MAX_TIMEOUT = 50
FUTURE_OFFSET = 10  # an offset further ahead than this is taken for a mistake and confirms nothing
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True)
class Update:
    """`lane` is the chat: a webhook gets the updates of one lane strictly in order."""

    update_id: int
    body: JsonObject
    lane: int


class Updates:
    def __init__(self, first_id: int, on_change: Callable[[], None]) -> None:
        self.allowed: frozenset[str] = frozenset()
        self._next_id = first_id
        self._pending: OrderedDict[int, Update] = OrderedDict()
        self._poll: asyncio.Future[None] | None = None
        self._on_change = on_change

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def polled(self) -> bool:
        return self._poll is not None and not self._poll.done()

    def pending(self) -> list[Update]:
        return list(self._pending.values())

    def reserve(self, wished: int | None = None) -> int:
        """The next id; a wished one may leave a gap but never go back."""
        update_id = self._next_id if wished is None else wished
        if update_id < self._next_id:
            raise ValueError(f"update ids only rise, and {self._next_id} is next")
        self._next_id = update_id + 1
        return update_id

    def add(self, update: Update) -> bool:
        """Whether the bot asked for this kind; one it did not ask for is lost, as on the real platform."""
        if not self._wanted(update.body.keys() - {"update_id"}):
            return False
        self._pending[update.update_id] = update
        if self._poll and self.polled:
            self._poll.set_result(None)
        return True

    def forget(self, update_id: int) -> None:
        self._pending.pop(update_id, None)
        self._on_change()

    def clear(self) -> None:
        self._keep_newest(0)

    async def poll(self, offset: int, limit: int, seconds: int) -> list[JsonObject]:
        """What getUpdates answers: at once if there is anything, else when something comes or time is up."""
        limit, seconds = _within(limit, 1, MAX_LIMIT), _within(seconds, 0, MAX_TIMEOUT)
        self._confirm(offset)
        if not self._pending and seconds:
            await self._wait(seconds)
        return [update.body for update in islice(self._pending.values(), limit)]

    def end_poll(self, reason: str) -> None:
        if self._poll and self.polled:
            self._poll.set_exception(conflict(reason))

    async def _wait(self, seconds: int) -> None:
        self.end_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
        waiting = self._poll = asyncio.get_running_loop().create_future()
        self._on_change()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            pass
        finally:
            if self._poll is waiting:
                self._poll = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._keep_newest(-offset)
        elif offset <= self._next_id + FUTURE_OFFSET:
            while self._pending and next(iter(self._pending)) < offset:
                self._pending.popitem(last=False)
            self._on_change()

    def _keep_newest(self, number: int) -> None:
        while len(self._pending) > number:
            self._pending.popitem(last=False)
        self._on_change()

    def _wanted(self, kinds: Collection[str]) -> bool:
        if self.allowed:
            return bool(self.allowed & set(kinds))
        return not NOT_BY_DEFAULT & set(kinds)


def _within(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
