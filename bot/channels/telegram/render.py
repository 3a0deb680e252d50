"""From what the bot says to what Telegram shows. Pure, so that every text can be held against the limits in a test."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.core.markup import BOLD, split
from bot.core.messages import Choice, Spoken, rows

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup


@dataclass(frozen=True, slots=True)
class Rendered:
    """One Telegram message: HTML text, keyboard, and the message it replaces if any."""

    html: str
    markup: Markup | None = None
    edit: int | None = None


def render(message: Spoken) -> list[Rendered]:
    """Long text becomes several messages; the buttons go under the last."""
    parts = split(message.text, MessageLimit.MAX_TEXT_LENGTH, utf16)
    markup = keyboard(message.choices)
    edit = int(message.edit) if message.edit.isdigit() and len(parts) == 1 and _inline(markup) else None
    return [*(Rendered(_html(part)) for part in parts[:-1]), Rendered(_html(parts[-1]), markup, edit)]


def utf16(text: str) -> int:
    """The length as Telegram counts it: UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _html(text: str) -> str:
    return BOLD.sub(r"<b>\1</b>", escape(text, quote=False))


def _inline(markup: Markup | None) -> bool:
    return markup is None or isinstance(markup, InlineKeyboardMarkup)


@lru_cache(maxsize=4096)
def keyboard(choices: tuple[Choice, ...]) -> Markup | None:
    """Buttons under the message. Only a keyboard in place of the letters can ask the telephone where it is."""
    if not choices:
        return None
    if all(choice.wants for choice in choices):
        asking = [[KeyboardButton(choice.label, request_location=True)] for choice in choices]
        return ReplyKeyboardMarkup(asking, resize_keyboard=True, one_time_keyboard=True)
    return InlineKeyboardMarkup([[_button(choice) for choice in row] for row in rows(choices)])


def _button(choice: Choice) -> InlineKeyboardButton:
    if choice.url:
        return InlineKeyboardButton(choice.label, url=choice.url)
    if len(choice.action.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise ValueError(f"the action {choice.action} is too long for Telegram: shorten the ids in it")
    return InlineKeyboardButton(choice.label, callback_data=choice.action)
