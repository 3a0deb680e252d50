"""Delivery of updates by POST: one chat in order, several chats at once, each update until it is answered with 2xx."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from urllib.parse import urlsplit

import aiohttp

from .refusal import JsonObject
from .updates import Update, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
MAX_CONNECTIONS = 40
WAITS = (0.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)


@dataclass(frozen=True)
class Delivery:
    """One attempt; `status` is 0 when no answer came."""

    update_id: int
    status: int
    at: float


@dataclass(frozen=True)
class Target:
    url: str = ""
    secret: str = ""
    max_connections: int = MAX_CONNECTIONS


class Webhook:
    """`waits` are the seconds before each new attempt, the last one repeated; shorten them in a test."""

    def __init__(self, updates: Updates, clock: Callable[[], float], on_change: Callable[[], None]) -> None:
        self.waits: Sequence[float] = WAITS
        self.timeout = 60.0
        self.target = Target()
        self.deliveries: list[Delivery] = []
        self._last_error: tuple[int, str] | None = None
        self._updates = updates
        self._clock = clock
        self._on_change = on_change
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(MAX_CONNECTIONS)

    @property
    def is_set(self) -> bool:
        return bool(self.target.url)

    async def set(self, target: Target) -> None:
        await self.stop()
        self.target = target
        self._last_error = None
        self._slots = asyncio.Semaphore(target.max_connections)
        if target.url:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.timeout))
        for update in self._updates.pending():
            self.offer(update)

    async def stop(self) -> None:
        tasks, self._tasks = self._tasks, set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        self.target = Target()
        if self._session:
            await self._session.close()
            self._session = None

    def offer(self, update: Update) -> None:
        """Puts an update behind those of its chat; nothing happens while no webhook is set."""
        if not self.is_set:
            return
        if update.lane in self._lanes:
            self._lanes[update.lane].append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.get_running_loop().create_task(self._drain(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def info(self) -> JsonObject:
        info: JsonObject = {
            "url": self.target.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if self._last_error:
            info |= {"last_error_date": self._last_error[0], "last_error_message": self._last_error[1]}
        if self.is_set:
            info |= {"max_connections": self.target.max_connections, "ip_address": "127.0.0.1"}
        return info | ({"allowed_updates": sorted(self._updates.allowed)} if self._updates.allowed else {})

    async def _drain(self, lane: int) -> None:
        waiting = self._lanes[lane]
        while waiting:
            await self._deliver(waiting[0])
            self._updates.forget(waiting.popleft().update_id)
        del self._lanes[lane]

    async def _deliver(self, update: Update) -> None:
        for wait in chain(self.waits, repeat(self.waits[-1])):
            if await self._attempt(update):
                return
            await asyncio.sleep(wait)

    async def _attempt(self, update: Update) -> bool:
        async with self._slots:
            status, error = await self._post(update)
        accepted = 200 <= status <= 299
        if not accepted:
            self._last_error = int(time.time()), error
        self.deliveries.append(Delivery(update.update_id, status, self._clock()))
        self._on_change()
        return accepted

    async def _post(self, update: Update) -> tuple[int, str]:
        """Never leaves this machine: any other address counts as one that does not answer."""
        if self._session is None or urlsplit(self.target.url).hostname not in THIS_MACHINE:
            return 0, "Connection timed out"
        headers = {SECRET_HEADER: self.target.secret} if self.target.secret else {}
        try:
            async with self._session.post(
                self.target.url, json=update.body, headers=headers, allow_redirects=False
            ) as response:
                return response.status, f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0, "Connection refused"
