"""From what the bot says to lines on a screen, or to a JSON value."""

from __future__ import annotations

from typing import Any

from bot.core.markup import plain
from bot.core.messages import Spoken, rows


def render(message: Spoken) -> str:
    """The text, then the choices with their numbers."""
    choices = [f"  {number}. {choice.label}" for number, choice in enumerate(message.choices, 1)]
    return "\n".join([plain(message.text), *choices])


def render_json(message: Spoken) -> dict[str, Any]:
    labels = [[choice.label for choice in row] for row in rows(message.choices)]
    return {"text": message.text, "buttons": labels}
