"""Trouble on order: the next calls of a method fail, are lost after the work was done, or take long."""

from dataclasses import dataclass
from http import HTTPStatus

from .refusal import Answer, JsonObject, Refusal

ANY = "*"


@dataclass
class Fault:
    """`left` counts down; None is for ever. `answer` refuses before any work, `drop` loses the answer after it; `wait`
    passes before the work, `after` between the work and the answer."""

    method: str
    chat_id: int | None
    left: int | None
    wait: float = 0.0
    answer: Answer | None = None
    drop: bool = False
    after: float = 0.0

    def meets(self, method: str, chat_id: int | None) -> bool:
        return self.method in (ANY, method) and self.chat_id in (None, chat_id)

    def spend(self) -> bool:
        """Whether anything is left after this use."""
        self.left = None if self.left is None else self.left - 1
        return self.left is None or self.left > 0


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        if fault.left is None or fault.left > 0:
            self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The oldest fault that meets the call: a call meets one at most."""
        fault = next((fault for fault in self._faults if fault.meets(method, chat_id)), None)
        if fault and not fault.spend():
            self._faults.remove(fault)
        return fault


def failure(status: int, description: str | None, retry_after: int | None, body: JsonObject | str | None) -> Answer:
    """The answer of a call that is to fail: the given body, or Telegram's usual one for the status."""
    if body is not None:
        return Answer(status, body)
    if retry_after is not None:
        description = description or f"Too Many Requests: retry after {retry_after}"
    return Refusal(status, description or HTTPStatus(status).phrase, retry_after).answer()
