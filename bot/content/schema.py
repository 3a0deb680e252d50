"""JSON Schema of every file that editors write, so that their editor completes and underlines while they type."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from typing_extensions import override

from bot.content.consents import Consents
from bot.content.indicators import Indicators
from bot.content.model import (
    Commands,
    Contact,
    ContactId,
    Emergency,
    Group,
    Guide,
    Id,
    Inquiry,
    PlainWords,
    Sentences,
    Service,
)
from bot.content.scam import Scam
from bot.content.session_words import SessionWords

FILES: dict[str, Any] = {
    "guide": Guide,
    "commands": Commands,
    "consents": Consents,
    "contacts": dict[ContactId, Contact],
    "emergencies": dict[Id, Emergency],
    "indicators": Indicators,
    "inquiries": dict[str, Inquiry],
    "menu": dict[Id, Group],
    "plain_words": PlainWords,
    "scam": Scam,
    "sentences": Sentences,
    "services": dict[str, Service],
    "session_words": SessionWords,
}


class _Plain(GenerateJsonSchema):
    """Without a title for each field, which would only say its name again."""

    @override
    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema(name: str) -> str:
    """The schema of one kind of file, as it is written down."""
    written = TypeAdapter(FILES[name]).json_schema(schema_generator=_Plain)
    told = {**written, "$schema": "http://json-schema.org/draft-07/schema#", "title": where(name)}
    return json.dumps(told, ensure_ascii=False, indent=1).replace("``", "`") + "\n"


def where(name: str) -> str:
    """The files it is for, below the content folder."""
    return "guides/*.yaml" if name == "guide" else f"{name}.yaml"
