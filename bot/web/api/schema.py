"""What the API answers, as a JSON Schema made from the report's own dataclasses, so that the two cannot drift apart."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from bot.reports.period import Period

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
MORE: Mapping[str, Mapping[str, Schema]] = {
    "Report": {"footnote": TEXT},
    "Place": {"title": TEXT},
    "ServiceLine": {"name": TEXT},
    "OutcomeLine": {"name": TEXT},
    "GuideLine": {"name": TEXT},
}
"""What ``plain.to_json`` adds: how codes are called."""
PERIOD: Schema = {
    "type": "object",
    "required": ["code", "title", "first", "last"],
    "additionalProperties": False,
    "properties": {"code": TEXT, "title": TEXT, "first": {"type": "string", "format": "date"},
                   "last": {"type": "string", "format": "date"}},
}  # fmt: skip
_PLAIN: Mapping[Any, Schema] = {
    str: TEXT, int: {"type": "integer", "minimum": 0}, bool: {"type": "boolean"}, type(None): {"type": "null"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"}, datetime: {"type": "string", "format": "date-time"},
}  # fmt: skip


def schemas(*kinds: type) -> dict[str, Schema]:
    """By name, those of the dataclasses and of every part of them."""
    found: dict[str, Schema] = {}
    for kind in kinds:
        _of(kind, found)
    return {"Period": PERIOD, **found}


def _of(kind: Any, found: dict[str, Schema]) -> Schema:
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind is Period:
        return {"$ref": "#/components/schemas/Period"}
    if is_dataclass(kind) and isinstance(kind, type):
        return _part(kind, found)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [one.value for one in kind]}
    return _made_of(kind, found)


def _made_of(kind: Any, found: dict[str, Schema]) -> Schema:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return {"anyOf": [_of(one, found) for one in args]}
    if origin is tuple:
        return {"type": "array", "items": _of(args[0], found)}
    return {"type": "object", "additionalProperties": _of(args[1], found)}


def _part(kind: type, found: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in found:
        found[name] = {}  # so that nothing turns in a circle
        hints = typing.get_type_hints(kind)
        own = {one.name: _of(hints[one.name], found) for one in fields(kind)}
        work = own.pop("work", None)
        beside = found["Work"]["properties"] if work else {}  # see ``plain.to_json``
        own |= beside | dict(MORE.get(name, {}))
        found[name] = {"type": "object", "required": sorted(own), "additionalProperties": False, "properties": own}
    return {"$ref": f"#/components/schemas/{name}"}
