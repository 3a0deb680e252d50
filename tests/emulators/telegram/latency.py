"""How far away the emulator is."""

from random import Random


class Latency:
    """Half of the time passes before the work of a call, half after it; each is drawn for itself."""

    def __init__(self) -> None:
        self.set(0.0, 0.0, 0)

    def set(self, seconds: float, jitter: float, seed: int) -> None:
        self._half, self._jitter = seconds / 2, jitter / 2
        self._draw = Random(seed)

    def half(self) -> float:
        return self._half + self._jitter * self._draw.random() if self._jitter else self._half
