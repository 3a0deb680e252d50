"""Every message that reached somebody, for good: an edit or a deletion later takes nothing out of this list."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """`at`: seconds of the emulator's clock. `text`: as the resident saw it first, or what stands under a picture."""

    at: float
    chat_id: int
    message_id: int
    text: str


class Arrivals:
    def __init__(self) -> None:
        self.all: list[Arrival] = []
        self._by_chat: dict[int, list[Arrival]] = {}

    def add(self, arrival: Arrival) -> None:
        self.all.append(arrival)
        self._by_chat.setdefault(arrival.chat_id, []).append(arrival)

    def of(self, chat_id: int) -> list[Arrival]:
        return self._by_chat.get(chat_id, [])

    def times(self, text: str) -> Counter[int]:
        """By chat, how often this came; chats that never got it are not there."""
        return Counter(arrival.chat_id for arrival in self.all if arrival.text == text)

    def busiest(self, seconds: float) -> int:
        """The most that came in any time of this length."""
        return max((len(window) for window in self._windows(seconds)), default=0)

    def per_second(self, begin: float, end: float) -> float:
        return sum(begin <= arrival.at < end for arrival in self.all) / (end - begin)

    def _windows(self, seconds: float) -> Iterator[deque[float]]:
        window: deque[float] = deque()
        for arrival in self.all:
            window.append(arrival.at)
            while window[0] <= arrival.at - seconds:
                window.popleft()
            yield window
