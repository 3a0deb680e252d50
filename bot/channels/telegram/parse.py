"""From a Telegram update to what the person did.

Only the few fields that matter are read, by hand: building python-telegram-bot's objects for the whole update costs
twenty times as much, and one odd field anywhere in it would spoil all. The language of the telephone is not among
them: many telephones here are set to English by whoever sold them.

Of a group chat only what is meant for the bot is taken: its buttons, ``/nhom CODE``, its own coming and going. What
people say there to each other is neither read nor kept.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from telegram import ChatMember

from bot.core.channel import Taken, Unreadable
from bot.core.clean import clean, position
from bot.core.codes import as_code
from bot.core.files import clean_name, is_harmful
from bot.core.messages import Inbound, Kind
from bot.core.pictures import LARGEST_SENT

CHANNEL = "telegram"

COMMANDS = {
    "menu": "menu",
    "help": "help.start",
    "settings": "settings",
    "english": "language:en",
    "tiengviet": "language:vi",
    "mydata": "data.show",
    "privacy": "privacy",
    "quyenriengtu": "privacy",
    "delete": "erase.ask",
}
"""Telegram's commands, as the buttons they stand for. ``/start`` is first contact."""

READ = frozenset({"message_id", "date", "chat", "text", "location"})
"""The fields of a message that are read, if it cannot be read as a whole. What the others hold (captions, contacts) is
then kept nowhere. Of a photo, a sound or a document what Telegram calls it is read, what its sender calls it,
and what is written under it, until its turn is done."""

SENT = {"voice": Kind.VOICE, "audio": Kind.VOICE, "document": Kind.FILE}
"""What is fetched as it is."""

MOST_LINKS = 5
FILE_ID = re.compile(r"[\w-]{1,200}", re.ASCII)

GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})
GROUPS = frozenset({"group", "supergroup", "channel"})
LINK_GROUP = re.compile(r"/nhom(?:@\w+)?(?:\s+(.{1,40}))?", re.IGNORECASE)

Fields = dict[str, Any]


def parse(update: Fields, now: datetime) -> Taken | None:
    """None: a kind of update we know and do not use. One that cannot be read is to be kept aside."""
    id_ = clean(str(update.get("update_id", "")))[:64]
    try:
        return _parse(update, id_, now)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
        return Unreadable(CHANNEL, id_ or "?", json.dumps(_outline(update)), f"{type(error).__name__}: {error}")


def _parse(update: Fields, id_: str, now: datetime) -> Inbound | None:
    if query := update.get("callback_query"):
        return _press(query, id_, now)
    message, change = update.get("message"), update.get("my_chat_member")
    if message:
        return _message(message, id_) if _is_private(message) else _from_group(message, id_)
    if change:
        return _membership(change, id_) if _is_private(change) else _of_group(change, id_)
    return None


def _is_private(message: Fields) -> bool:
    return bool(message["chat"]["type"] == "private")


def _outline(update: Fields) -> Fields:
    """The update with the names of all fields of its message, and what stands in those that are read."""
    message = update.get("message")
    if not isinstance(message, dict):
        return update
    chat = message.get("chat")
    read = READ - {"text"} if isinstance(chat, dict) and chat.get("type") in GROUPS else READ
    return {**update, "message": {name: value if name in read else "…" for name, value in message.items()}}


def _press(query: Fields, id_: str, now: datetime) -> Inbound:
    shown = query.get("message")
    group = _number(shown["chat"]) if shown and not _is_private(shown) else ""
    return Inbound(CHANNEL, id_, _number(query["from"]), Kind.PRESS, now, action=clean(query.get("data", "")),
                   message_ref=str(int(shown["message_id"])) if shown else "",
                   group=group)  # fmt: skip


def _message(message: Fields, id_: str) -> Inbound:
    kind, text, action = _content(message)
    where = message.get("location")
    file, name, harmful = _file(message, kind)
    return Inbound(
        CHANNEL, id_, _number(message["chat"]), kind, _moment(message["date"]), text=clean(text), action=action,
        location=position(where["latitude"], where["longitude"]) if where else None, said_ref=_own_ref(message),
        file=file, file_name=name, harmful=harmful,
    )  # fmt: skip


def _file(message: Fields, kind: Kind) -> tuple[str, str, bool]:
    """(what Telegram calls it, what its sender calls it, whether it may do harm)."""
    if kind is Kind.PHOTO:
        return _picture(message), "", False
    field = next((field for field, its in SENT.items() if its is kind and field in message), "")
    sent = message.get(field)
    if not isinstance(sent, dict):
        return "", "", False
    name, mime = (value if isinstance(value, str) else "" for value in (sent.get("file_name"), sent.get("mime_type")))
    return _id(sent), clean_name(name), is_harmful(clean_name(name), mime)


def _picture(message: Fields) -> str:
    """The largest of its copies."""
    copies = message["photo"]
    return _id(copies[-1]) if isinstance(copies, list) and copies else ""


def _id(sent: object) -> str:
    """Empty for what is too large to be fetched."""
    id_, size = (sent.get("file_id"), sent.get("file_size", 0)) if isinstance(sent, dict) else ("", 0)
    known = isinstance(id_, str) and FILE_ID.fullmatch(id_)
    return str(id_) if known and isinstance(size, int) and size <= LARGEST_SENT else ""


def _own_ref(message: Fields) -> str:
    """The id by which the person's message can be taken back; a message without one is read all the same."""
    id_ = message.get("message_id")
    return str(id_) if type(id_) is int else ""


def _content(message: Fields) -> tuple[Kind, str, str]:
    """(kind, words, action) of a message."""
    if text := message.get("text"):
        return _words("\n".join([text, *_hidden_links(message)]))
    if Kind.PHOTO in message:
        return Kind.PHOTO, message.get("caption") or "", ""
    for field in (Kind.LOCATION, Kind.CONTACT):
        if field in message:
            return field, "", ""
    sent = [kind for field, kind in SENT.items() if field in message and "animation" not in message]
    return (sent[0], message.get("caption") or "", "") if sent else (Kind.OTHER, "", "")


def _hidden_links(message: Fields) -> list[str]:
    """Where words of a forwarded message lead to when they are touched; a scam hides it there."""
    entities = message.get("entities")
    marked = [one for one in entities if isinstance(one, dict)] if isinstance(entities, list) else []
    links = [one.get("url") for one in marked if one.get("type") == "text_link"]
    return list(dict.fromkeys(link for link in links if isinstance(link, str)))[:MOST_LINKS]


def _words(text: str) -> tuple[Kind, str, str]:
    if not text.startswith("/"):
        return Kind.SAY, text, ""
    command, _, rest = text[1:].partition(" ")
    command = command.partition("@")[0].lower()
    if command == "start":
        return Kind.START, rest, ""
    if command in COMMANDS:
        return Kind.PRESS, "", COMMANDS[command]
    return Kind.SAY, f"{command} {rest}", ""


def _membership(change: Fields, id_: str) -> Inbound:
    kind = Kind.LEFT if change["new_chat_member"]["status"] in GONE else Kind.RETURNED
    return Inbound(CHANNEL, id_, _number(change["chat"]), kind, _moment(change["date"]))


# ---- group chats: as buttons, which have a group only when they come from here ----


def _from_group(message: Fields, id_: str) -> Inbound | None:
    if moved := message.get("migrate_to_chat_id"):
        return _in_group(message, id_, f"group.moved:{int(moved)}")
    asked = LINK_GROUP.fullmatch(message.get("text") or "")
    return _in_group(message, id_, f"group.link:{as_code(asked[1] or '')}") if asked else None


def _of_group(change: Fields, id_: str) -> Inbound | None:
    was, is_ = (change[name]["status"] in GONE for name in ("old_chat_member", "new_chat_member"))
    return None if was == is_ else _in_group(change, id_, "group.left" if is_ else "group.joined")


def _in_group(done: Fields, id_: str, action: str) -> Inbound:
    return Inbound(CHANNEL, id_, _number(done["from"]), Kind.PRESS, _moment(done["date"]), action=action,
                   group=_number(done["chat"]))  # fmt: skip


def _number(who: Fields) -> str:
    return str(int(who["id"]))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
