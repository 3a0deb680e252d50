"""How often a bot may write: at most so many messages in any one second, altogether and to one chat."""

import math
from collections import deque
from collections.abc import Callable

from .refusal import too_many_requests


class Rates:
    """A rate of None is switched off. Only messages count: Telegram states no rate for edits or answers to a press."""

    def __init__(self, per_second: float | None, per_chat_per_second: float | None, clock: Callable[[], float]) -> None:
        self.per_second = per_second
        self.per_chat_per_second = per_chat_per_second
        self._clock = clock
        self._overall = _Meter()
        self._chats: dict[int, _Meter] = {}

    def admit(self, chat_id: int) -> None:
        """Counts a message to this chat, or refuses it with 429."""
        now = self._clock()
        wait = max(self._overall.wait(self.per_second, now), self._chat(chat_id).wait(self.per_chat_per_second, now))
        if wait:
            raise too_many_requests(wait)
        self._overall.count(self.per_second, now)
        if self.per_chat_per_second is not None:
            self._chats.setdefault(chat_id, _Meter()).count(self.per_chat_per_second, now)

    def _chat(self, chat_id: int) -> "_Meter":
        return self._chats.get(chat_id) or _Meter()


class _Meter:
    """Whoever was refused stays refused until `retry_after` has passed, so that a bot which does not wait is seen."""

    def __init__(self) -> None:
        self._sent: deque[float] = deque()
        self._refused_until = 0.0

    def wait(self, rate: float | None, now: float) -> int:
        """Whole seconds to wait, 0 for none."""
        if rate is None:
            return 0
        if now >= self._refused_until and (over := self._over(rate, now)) > 0:
            self._refused_until = now + math.ceil(over)
        return max(0, math.ceil(self._refused_until - now))

    def count(self, rate: float | None, now: float) -> None:
        if rate is not None:
            self._sent.append(now)

    def _over(self, rate: float, now: float) -> float:
        """Seconds until one more message fits; a rate below one a second is one message in a longer time."""
        allowed = max(1, int(rate))
        window = allowed / rate
        while self._sent and self._sent[0] <= now - window:
            self._sent.popleft()
        return self._sent[-allowed] + window - now if len(self._sent) >= allowed else 0.0
