"""How fast a channel may send."""

from __future__ import annotations

from collections.abc import Callable


class Bucket:
    """A token bucket: ``per_second`` messages a second, and up to one second's worth at once. None: no limit."""

    def __init__(self, per_second: float | None, time: Callable[[], float]) -> None:
        self._rate, self._time = per_second, time
        self._level = per_second or 0.0
        self._at = time()

    def wait_s(self) -> float:
        """Take one message's place. Gives back how long to wait before sending it, in seconds."""
        if not self._rate:
            return 0.0
        now = self._time()
        self._level = min(self._rate, self._level + (now - self._at) * self._rate) - 1
        self._at = now
        return max(0.0, -self._level / self._rate)
