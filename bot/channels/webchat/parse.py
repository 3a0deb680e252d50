"""From a frame of the page to what the person did. A frame is JSON of a known shape, or it is refused with words."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from typing import Any

from bot.core.clean import clean, position
from bot.core.errors import TosoError
from bot.core.messages import Inbound, Kind

CHANNEL = "webchat"
LONGEST_ACTION = 64

_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")


class BadFrame(TosoError):
    """The page (or whoever speaks like it) sent something we do not know."""


def frame(text: str) -> dict[str, Any]:
    """The frame as an object with a type. Raises ``BadFrame``."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame("not JSON") from error
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise BadFrame("not an object with a type")
    return value


def parse(value: dict[str, Any], address: str, lang: str, now: datetime) -> Inbound:
    """Raises ``BadFrame``."""
    id_ = value.get("id")
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        raise BadFrame("no id")

    def inbound(
        kind: Kind, text: object = "", action: object = "", where: tuple[float, float] | None = None
    ) -> Inbound:
        if not isinstance(text, str) or not isinstance(action, str):
            raise BadFrame("text and action must be strings")
        return Inbound(CHANNEL, event_id(address, id_), address, kind, now, text=clean(text),
                       action=clean(action)[:LONGEST_ACTION], location=where, lang=lang)  # fmt: skip

    match value["type"]:
        case "start":
            return inbound(Kind.START, value.get("payload", ""))
        case "say":
            return inbound(Kind.SAY, value.get("text", ""))
        case "press":
            return inbound(Kind.PRESS, value.get("label", ""), value.get("action", ""))
        case "location":
            return inbound(Kind.LOCATION, where=_position(value))
        case other:
            raise BadFrame(f"unknown type {other[:20]!r}")


def beside(kind: Kind, id_: str, address: str, lang: str, now: datetime) -> Inbound:
    """A picture or voice note, which comes beside the socket and is known by the number of the event. Raises
    ``BadFrame``."""
    if not _ID.fullmatch(id_):
        raise BadFrame("no id")
    number = event_id(address, id_)
    return Inbound(CHANNEL, number, address, kind, now, lang=lang, file=number)


def fingerprint(token: str) -> str:
    """Who reads the database cannot speak in anybody's name: the token cannot be got back from this."""
    return hashlib.sha256(token.encode()).hexdigest()[:40]


def event_id(address: str, id_: str) -> str:
    """One person's ids must not meet another's, and must not lead back to the person once they are erased."""
    return hashlib.sha256(f"{address}:{id_}".encode()).hexdigest()[:40]


def _position(value: dict[str, Any]) -> tuple[float, float]:
    try:
        return position(value.get("lat"), value.get("lon"))
    except ValueError as error:
        raise BadFrame(str(error)) from error
