"""From what the bot says to lines on a screen, or to a JSON value."""

from __future__ import annotations

from typing import Any

from bot.core.markup import plain
from bot.core.messages import Spoken, rows


def render(message: Spoken, first: int = 1) -> str:
    """The text, the name of the file if one comes with it, then the choices with their numbers from ``first`` on."""
    file = [f"  [{message.document.name}]"] if message.document else []
    choices = [f"  {number}. {choice.label}" for number, choice in enumerate(message.choices, first)]
    return "\n".join([plain(message.text), *file, *choices])


def render_json(message: Spoken) -> dict[str, Any]:
    labels = [[choice.label for choice in row] for row in rows(message.choices)]
    said = {"text": message.text, "buttons": labels}
    document = message.document
    return said | ({"document": {"name": document.name, "body": document.body}} if document else {})
