"""The parameters of a call, however they came: in the query, as a form, as parts or as JSON.

Values are brought to one form first, so that a recorded call reads the same whichever client made it.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .refusal import JsonObject, bad_request

NESTED = frozenset(
    {
        "reply_markup",
        "commands",
        "scope",
        "entities",
        "caption_entities",
        "allowed_updates",
        "link_preview_options",
        "reply_parameters",
    }
)
WHOLE = frozenset(
    {
        "chat_id",
        "from_chat_id",
        "message_id",
        "offset",
        "limit",
        "timeout",
        "max_connections",
        "cache_time",
        "message_thread_id",
    }
)
FLAGS = frozenset(
    {
        "disable_notification",
        "protect_content",
        "show_alert",
        "drop_pending_updates",
        "disable_web_page_preview",
        "has_spoiler",
    }
)


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Params:
    """What a method was called with; a value of the wrong kind is refused when it is asked for."""

    values: JsonObject = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)

    def upload(self, name: str) -> Upload | None:
        """The file that came as this parameter, or as the part that it names."""
        source = self.text(name)
        return self.uploads.get(source.removeprefix("attach://") if source else name)

    def number(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        return value if isinstance(value, int) else default

    def flag(self, name: str) -> bool:
        return self.values.get(name) is True

    def objects(self, name: str) -> list[JsonObject]:
        value = self.values.get(name)
        if value in (None, ""):
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"can't parse {name} JSON object")
        return value


async def read_params(request: web.Request) -> Params:
    values: JsonObject = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _json_body(request)
    elif request.can_read_body:
        for name, part in (await request.post()).items():
            if isinstance(part, web.FileField):
                uploads[name] = Upload(part.filename, part.file.read())
            else:
                values[name] = part
    return Params({name: _one_form(name, value) for name, value in values.items()}, uploads)


async def _json_body(request: web.Request) -> JsonObject:
    try:
        body = await request.json() if request.can_read_body else {}
    except ValueError:
        raise bad_request("can't parse request JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse request JSON object")
    return body


def _one_form(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in NESTED:
        return _from_json(value)
    if name in WHOLE:
        return _whole(value)
    if name in FLAGS:
        return value.lower() in {"true", "yes", "1"}
    return value


def _from_json(value: str) -> Any:
    """What cannot be read stays text: the method that needs it refuses it, in its own words."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _whole(value: str) -> int | str:
    try:
        return int(value)
    except ValueError:
        return value
