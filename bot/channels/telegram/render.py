"""From what the bot says to what Telegram shows. Pure, so that every text can be held against the limits in a test."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.core.markup import BOLD, split, utf16
from bot.core.messages import Choice, Document, Spoken, rows


@dataclass(frozen=True, slots=True)
class Rendered:
    """One Telegram message: HTML text, keyboard as JSON, and the message it replaces if any. With a ``document`` the
    text is its caption."""

    html: str
    markup: str | None = None
    edit: int | None = None
    document: Document | None = None


def render(message: Spoken) -> list[Rendered]:
    """Long text becomes several messages; the buttons go under the last. A file is the last, with the text under it
    where that is short enough."""
    markup = keyboard(message.choices)
    if message.document and utf16(message.text) <= MessageLimit.CAPTION_LENGTH:
        return [Rendered(_html(message.text), markup, document=message.document)]
    parts = split(message.text, MessageLimit.MAX_TEXT_LENGTH, utf16)
    if message.document:
        return [*(Rendered(_html(part)) for part in parts), Rendered("", markup, document=message.document)]
    can_edit = message.edit.isdigit() and len(parts) == 1 and not asks_the_device(message.choices)
    last = Rendered(_html(parts[-1]), markup, int(message.edit) if can_edit else None)
    return [*(Rendered(_html(part)) for part in parts[:-1]), last]


def _html(text: str) -> str:
    return BOLD.sub(r"<b>\1</b>", escape(text, quote=False))


def asks_the_device(choices: tuple[Choice, ...]) -> bool:
    """Only a keyboard in place of the letters can ask the telephone where it is; such a message has no other button."""
    return bool(choices) and all(choice.wants for choice in choices)


@lru_cache(maxsize=4096)
def keyboard(choices: tuple[Choice, ...]) -> str | None:
    """The buttons under the message, as JSON. Most keyboards are the same for many people."""
    if not choices:
        return None
    if asks_the_device(choices):
        asking = [[KeyboardButton(choice.label, request_location=True)] for choice in choices]
        return ReplyKeyboardMarkup(asking, resize_keyboard=True, one_time_keyboard=True).to_json()
    return InlineKeyboardMarkup([[_button(choice) for choice in row] for row in rows(choices)]).to_json()


def _button(choice: Choice) -> InlineKeyboardButton:
    if choice.url:
        return InlineKeyboardButton(choice.label, url=choice.url)
    if len(choice.action.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise ValueError(f"the action {choice.action} is too long for Telegram: shorten the ids in it")
    return InlineKeyboardButton(choice.label, callback_data=choice.action)
