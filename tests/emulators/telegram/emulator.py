"""The emulated Telegram Bot API of one bot, with the residents who write to it."""

import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from .faults import ANY, Fault, failure
from .groups import Groups
from .observed import Observed
from .rates import Rates
from .refusal import JsonObject
from .resident import Residents
from .server import Server
from .shares import Shares
from .world import World


class TelegramEmulator(Residents, Groups, Observed):
    """Listens on 127.0.0.1 while it is open, on a free port unless one is named.

    `per_second` and `per_chat_per_second` are messages the bot may send, None for no limit. `clock` counts the seconds
    for these rates and for the age of presses; a test hands in its own to let time pass without waiting.
    """

    def __init__(
        self,
        token: str = "1:emulator",
        per_second: float | None = 30,
        per_chat_per_second: float | None = None,
        *,
        port: int = 0,
        first_update_id: int = 900_001,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rates = Rates(per_second, per_chat_per_second, clock)
        world = World(token, clock, self._rates, first_update_id)
        Residents.__init__(self, world)
        Groups.__init__(self, world)
        Observed.__init__(self, world)
        self.token = token
        self._server = Server(world, port)

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.world.webhook.stop()
        await self._server.stop()

    @property
    def base_url(self) -> str:
        """What a client puts before the token."""
        return f"http://127.0.0.1:{self._server.port}/bot"

    @property
    def file_url(self) -> str:
        return f"http://127.0.0.1:{self._server.port}/file/bot"

    def limit(self, per_second: float | None = None, per_chat_per_second: float | None = None) -> None:
        """Sets both rates from now on; None switches one off."""
        self._rates.per_second, self._rates.per_chat_per_second = per_second, per_chat_per_second

    def expire_presses_after(self, seconds: float) -> None:
        """How old a press may be when it is answered; 0 makes every answer too late."""
        self.world.callbacks.max_age = seconds

    def redeliver_after(self, waits: Sequence[float], timeout: float = 60.0) -> None:
        """Seconds before each new attempt at the webhook, the last repeated. A new `timeout` needs a new setWebhook."""
        self.world.webhook.waits, self.world.webhook.timeout = tuple(waits), timeout

    def fail(
        self,
        method: str = ANY,
        status: int = 500,
        *,
        times: int | None = 1,
        chat_id: int | None = None,
        retry_after: int | None = None,
        description: str | None = None,
        body: JsonObject | str | None = None,
        wait: float = 0.0,
    ) -> None:
        """Refuses the next `times` calls (None: all) without doing the work. A `body` is sent as it is."""
        answer = failure(status, description, retry_after, body)
        self.world.faults.add(Fault(method, chat_id, times, wait, answer))

    def drop(self, method: str = ANY, *, times: int | None = 1, chat_id: int | None = None, wait: float = 0.0) -> None:
        """Does the work of the next calls, then breaks the connection instead of answering."""
        self.world.faults.add(Fault(method, chat_id, times, wait, drop=True))

    def slow(
        self, method: str = ANY, seconds: float = 1.0, *, times: int | None = 1, chat_id: int | None = None
    ) -> None:
        """Waits before doing the work of the next calls."""
        self.world.faults.add(Fault(method, chat_id, times, seconds))

    def late(
        self, method: str = ANY, seconds: float = 3600.0, *, times: int | None = 1, chat_id: int | None = None
    ) -> None:
        """Does the work of the next calls, then waits before answering: longer than any client does, if not told."""
        self.world.faults.add(Fault(method, chat_id, times, after=seconds))

    def trouble(self, shares: Shares) -> None:
        """From now on for a share of all messages; what is ordered for the next calls goes first."""
        self.world.chance.shares = shares

    def be_far(self, seconds: float, jitter: float = 0.0, seed: int = 0) -> None:
        """Every call takes so long there and back, and up to `jitter` seconds more."""
        self.world.latency.set(seconds, jitter, seed)

    def heal(self) -> None:
        """Takes back all trouble that was ordered."""
        self.world.faults.clear()
        self.world.chance.shares = Shares()
