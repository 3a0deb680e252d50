"""What the emulator was asked, and a way to wait for more of it without sleeping."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from .refusal import JsonObject

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """A call of the bot. `at` is when it came; `status` is 0 when its answer was dropped on the way."""

    method: str
    params: JsonObject
    chat_id: int | None
    at: float
    status: int
    description: str = ""


@dataclass(eq=False)
class _Waiter:
    predicate: Callable[[], Any]
    future: asyncio.Future[Any]

    def look(self) -> None:
        if self.future.done():
            return
        try:
            found = self.predicate()
        except Exception as error:
            self.future.set_exception(error)  # it belongs to whoever waits, not to the call that woke it
            return
        if found:
            self.future.set_result(found)


class Watch:
    """Waiters are kept by chat, so that thousands of residents can wait at once."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._waiters: dict[int | None, set[_Waiter]] = {}

    def record(self, call: Call) -> None:
        self.calls.append(call)
        self._look(None)
        if call.chat_id is not None:
            self._look(call.chat_id)

    def changed(self) -> None:
        """Something other than a call: an update was confirmed or delivered."""
        self._look(None)

    async def until(self, predicate: Callable[[], T | None], timeout: float, chat_id: int | None) -> T:  # noqa: ASYNC109
        """What the predicate gives once it is true; asked now and after each call (of that chat, if one is named)."""
        waiter = _Waiter(predicate, asyncio.get_running_loop().create_future())
        waiting = self._waiters.setdefault(chat_id, set())
        waiting.add(waiter)
        waiter.look()
        try:
            async with asyncio.timeout(timeout):
                return cast("T", await waiter.future)
        finally:
            waiting.discard(waiter)

    def _look(self, chat_id: int | None) -> None:
        for waiter in list(self._waiters.get(chat_id, ())):
            waiter.look()
