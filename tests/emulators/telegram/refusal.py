"""How Telegram says no: an HTTP status that is repeated in a JSON body, with words clients match on."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What goes back over HTTP; `body` is a string only when a fault imitates a proxy in between."""

    status: int
    body: JsonObject | str


class Refusal(Exception):
    """Raised by a method to refuse a call the way Telegram would: an answer, not a failure of the emulator."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def answer(self) -> Answer:
        body: JsonObject = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return Answer(self.status, body)


def bad_request(reason: str) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, f"Bad Request: {reason}")


def conflict(reason: str) -> Refusal:
    return Refusal(HTTPStatus.CONFLICT, f"Conflict: {reason}")


def blocked() -> Refusal:
    return Refusal(HTTPStatus.FORBIDDEN, "Forbidden: bot was blocked by the user")


def too_large() -> Refusal:
    return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large")


def too_many_requests(retry_after: int) -> Refusal:
    description = f"Too Many Requests: retry after {retry_after}"
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, description, retry_after)
