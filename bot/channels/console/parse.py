"""From a typed line, or a line of JSON, to what the person did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.core.clean import clean, position
from bot.core.errors import TosoError
from bot.core.messages import Choice, Inbound, Kind

CHANNEL = "console"


class BadLine(TosoError):
    """A line that is none of the shapes we read; the message says which there are."""


def parse_typed(line: str, address: str, offered: Sequence[Choice], now: datetime) -> Inbound:
    """A number or a label among the offered choices is a press; ``/start`` is first contact; the rest is said."""
    if line.split(" ")[0] == "/start":
        return _inbound(address, Kind.START, now, text=line.removeprefix("/start"))
    choice = _chosen(line, offered)
    return _pressed(choice, address, now) if choice else _inbound(address, Kind.SAY, now, text=line)


def parse_json(line: str, address: str, offered: Sequence[Choice], now: datetime) -> Inbound:
    """``{"text": …}``, ``{"press": label or number}``, ``{"location": [lat, lon]}``, ``{"photo": path}`` or
    ``{"start": payload}``. Raises ``BadLine``."""
    match _object(line):
        case {"text": str(words)}:
            return parse_typed(words, address, (), now)
        case {"press": str() | int() as pressed}:
            return _press(str(pressed), address, offered, now)
        case {"location": [lat, lon]}:
            return _inbound(address, Kind.LOCATION, now, location=_position(lat, lon))
        case {"photo": str()}:
            return _inbound(address, Kind.PHOTO, now)
        case {"start": str(payload)}:
            return _inbound(address, Kind.START, now, text=payload)
    raise BadLine('Write {"text": …}, {"press": label or number}, {"location": [lat, lon]} or {"photo": path}.')


def _position(lat: object, lon: object) -> tuple[float, float]:
    try:
        return position(lat, lon)
    except ValueError as error:
        raise BadLine("A location is [latitude, longitude] in degrees.") from error


def _press(pressed: str, address: str, offered: Sequence[Choice], now: datetime) -> Inbound:
    """What is not offered is passed on as an action: that is how an old button is pressed."""
    choice = _chosen(pressed, offered)
    return _pressed(choice, address, now) if choice else _inbound(address, Kind.PRESS, now, pressed, pressed)


def _object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"This line is not JSON: {error}.") from error
    return value if isinstance(value, dict) else {}


def _chosen(written: str, offered: Sequence[Choice]) -> Choice | None:
    number = written.strip()
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(offered):
        return offered[int(number) - 1]
    return next((choice for choice in offered if choice.label.casefold() == number.casefold()), None)


def _pressed(choice: Choice, address: str, now: datetime) -> Inbound:
    return _inbound(address, Kind.PRESS, now, choice.label, choice.action)


def _inbound(
    address: str, kind: Kind, now: datetime, text: str = "", action: str = "",
    location: tuple[float, float] | None = None,
) -> Inbound:  # fmt: skip
    return Inbound(CHANNEL, uuid4().hex, address, kind, now, text=clean(text), action=clean(action)[:64],
                   location=location)  # fmt: skip
