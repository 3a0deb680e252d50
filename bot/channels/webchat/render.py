"""From what the bot says to a frame of the page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.core.messages import Choice, Spoken, rows


def render(message: Spoken) -> dict[str, Any]:
    buttons = [[_button(choice) for choice in row] for row in rows(message.choices)]
    frame = {"type": "message", "n": message.id, "text": message.text, "buttons": buttons, "tone": "normal"}
    if not message.document:
        return frame
    if message.document.is_picture:  # the page gets it beside the socket
        return frame | {"picture": {"name": message.document.name, "mime": message.document.mime}}
    coded = {} if message.document.is_text else {"coded": True}  # in base64
    return frame | {"document": asdict(message.document) | coded}


def _button(choice: Choice) -> dict[str, str]:
    parts = {"label": choice.label, "action": choice.action, "url": choice.url, "wants": choice.wants}
    return {name: value for name, value in parts.items() if value}
