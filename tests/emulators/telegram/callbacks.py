"""Presses that wait for answerCallbackQuery; after some time Telegram takes no answer any more."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from .refusal import bad_request

MAX_AGE = 60.0
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True)
class Press:
    chat_id: int
    at: float


class Callbacks:
    """`max_age` is in seconds; an answered press may be answered again while it is young enough."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.max_age = MAX_AGE
        self.unanswered: set[str] = set()
        self._presses: dict[str, Press] = {}
        self._ids = count(4_382_000_000_000_001)
        self._clock = clock

    def pressed(self, chat_id: int) -> str:
        query_id = str(next(self._ids))
        self._presses[query_id] = Press(chat_id, self._clock())
        self.unanswered.add(query_id)
        return query_id

    def answer(self, query_id: str) -> None:
        press = self._presses.get(query_id)
        if press is None or self._clock() - press.at >= self.max_age:
            raise bad_request(TOO_OLD)
        self.unanswered.discard(query_id)

    def chat_of(self, query_id: str) -> int | None:
        press = self._presses.get(query_id)
        return press.chat_id if press else None
