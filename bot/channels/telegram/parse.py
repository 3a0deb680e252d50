"""From a Telegram update to what the person did."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from telegram import Bot, CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update

from bot.core.channel import Taken, Unreadable
from bot.core.clean import clean
from bot.core.messages import Inbound, Kind

CHANNEL = "telegram"

COMMANDS = {
    "menu": "menu",
    "help": "help.start",
    "settings": "settings",
    "english": "language:en",
    "tiengviet": "language:vi",
    "delete": "erase.ask",
}
"""Telegram's commands, as the buttons they stand for. ``/start`` is first contact."""

GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


def parse(raw: dict[str, Any], bot: Bot, now: datetime) -> Taken | None:
    """None: a kind of update we know and do not use. What python-telegram-bot cannot read is kept aside."""
    id_ = clean(str(raw.get("update_id", "")))[:64]
    try:
        update = Update.de_json(raw, bot)
        return _parse(update, id_, now)
    except Exception as error:  # whatever it holds, it must not stop the updates after it
        return Unreadable(CHANNEL, id_ or "?", json.dumps(raw), f"{type(error).__name__}: {error}")


def _parse(update: Update, id_: str, now: datetime) -> Inbound | None:
    if update.callback_query:
        return _press(update.callback_query, id_, now)
    if update.message and update.message.chat.type == "private":
        return _message(update.message, id_)
    if update.my_chat_member and update.my_chat_member.chat.type == "private":
        return _membership(update.my_chat_member, id_)
    return None


def _press(query: CallbackQuery, id_: str, now: datetime) -> Inbound:
    ref = str(query.message.message_id) if query.message else ""
    return Inbound(CHANNEL, id_, str(query.from_user.id), Kind.PRESS, now, action=clean(query.data or ""),
                   message_ref=ref, lang=query.from_user.language_code or "")  # fmt: skip


def _message(message: Message, id_: str) -> Inbound:
    lang = (message.from_user.language_code or "") if message.from_user else ""

    def inbound(kind: Kind, text: str = "", action: str = "", location: tuple[float, float] | None = None) -> Inbound:
        return Inbound(CHANNEL, id_, str(message.chat.id), kind, message.date, text=clean(text), action=action,
                       location=location, lang=lang)  # fmt: skip

    if message.text:
        return _text(message.text, inbound)
    if message.location:
        return inbound(Kind.LOCATION, location=(message.location.latitude, message.location.longitude))
    if message.photo:
        return inbound(Kind.PHOTO)
    return inbound(Kind.CONTACT if message.contact else Kind.OTHER)


def _text(text: str, inbound: Callable[..., Inbound]) -> Inbound:
    if not text.startswith("/"):
        return inbound(Kind.SAY, text)
    command, _, rest = text[1:].partition(" ")
    command = command.partition("@")[0].lower()
    if command == "start":
        return inbound(Kind.START, rest)
    if command in COMMANDS:
        return inbound(Kind.PRESS, action=COMMANDS[command])
    return inbound(Kind.SAY, f"{command} {rest}")


def _membership(change: ChatMemberUpdated, id_: str) -> Inbound:
    kind = Kind.LEFT if change.new_chat_member.status in GONE else Kind.RETURNED
    return Inbound(CHANNEL, id_, str(change.chat.id), kind, change.date, lang=change.from_user.language_code or "")
