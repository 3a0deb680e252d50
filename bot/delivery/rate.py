"""How fast a channel may send."""

from __future__ import annotations

from collections.abc import Callable


class Bucket:
    """A token bucket: ``per_second`` messages a second, after a rest a tenth of that at once. None: no limit.

    A platform counts what came in any one second, so a bucket that saves up a whole second's worth would let twice the
    rate through.
    """

    def __init__(self, per_second: float | None, time: Callable[[], float]) -> None:
        self._rate, self._time = per_second, time
        self._most = max(1.0, (per_second or 0.0) / 10)
        self._level = self._most
        self._at = time()

    def wait_s(self) -> float:
        """Take one message's place. Gives back how long to wait before sending it, in seconds."""
        if not self._rate:
            return 0.0
        now = self._time()
        self._level = min(self._most, self._level + (now - self._at) * self._rate) - 1
        self._at = now
        return max(0.0, -self._level / self._rate)
