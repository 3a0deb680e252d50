"""From what the bot says to a frame of the page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TypeGuard

from bot.core.files import BINARY
from bot.core.messages import Choice, Document, Spoken, rows


def render(message: Spoken) -> dict[str, Any]:
    buttons = [[_button(choice) for choice in row] for row in rows(message.choices)]
    frame = {"type": "message", "n": message.id, "text": message.text, "buttons": buttons, "tone": "normal"}
    if not message.document:
        return frame
    if goes_beside(message.document):
        told = {"name": message.document.name, "mime": message.document.mime}
        size = len(message.document.body) * 3 // 4
        return frame | ({"picture": told} if message.document.is_picture else {"attached": told | {"size": size}})
    coded = {} if message.document.is_text else {"coded": True}  # in base64
    return frame | {"document": asdict(message.document) | coded}


def goes_beside(document: Document | None) -> TypeGuard[Document]:
    """Whether the page gets it beside the socket: what people send each other, and any picture."""
    return document is not None and (document.is_picture or document.is_sound or document.mime == BINARY)


def _button(choice: Choice) -> dict[str, str]:
    parts = {"label": choice.label, "action": choice.action, "url": choice.url, "wants": choice.wants}
    return {name: value for name, value in parts.items() if value}
