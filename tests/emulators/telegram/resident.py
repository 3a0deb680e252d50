"""What residents do in their chats. Each act queues an update and returns its id."""

import time
from collections.abc import Iterable
from typing import Any

from . import shapes
from .chats import Chat, Message
from .entities import entities_of_resident
from .refusal import JsonObject
from .world import World

SOME_BYTES = b"emulated"


class Misuse(LookupError):
    """The test asked for what no resident could do: pressing a button that is not there, for one."""


class Residents:
    """`language_code` is that of everyone who has not been introduced with another."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.language_code: str | None = "vi"

    def introduce(self, chat_id: int, first_name: str = "An", language_code: str | None = "vi") -> None:
        """Says who writes in this chat; the chat stays unknown to the bot until they do."""
        resident = self._chat(chat_id).resident
        resident.first_name, resident.language_code = first_name, language_code

    def know(self, chat_ids: Iterable[int]) -> None:
        """They have all written to the bot some time ago; nothing comes in because of this."""
        for chat_id in chat_ids:
            self._chat(chat_id).is_open = True

    def say(self, chat_id: int, text: str) -> int:
        return self._write(chat_id, text=text, entities=entities_of_resident(text))

    def press(self, chat_id: int, label: str) -> int:
        """Presses the newest button with this label; one of a reply keyboard says its label."""
        found = self._chat(chat_id).key(label)
        if found is None:
            raise Misuse(f"no message in chat {chat_id} has a button {label!r}")
        message, key = found
        if "callback_data" in key:
            return self.press_data(chat_id, message.message_id, key["callback_data"])
        if not message.has_reply_keyboard or any(name.startswith("request_") for name in key):
            raise Misuse(f"the button {label!r} says nothing to the bot by itself: {key}")
        return self.say(chat_id, label)

    def press_data(self, chat_id: int, message_id: int, data: str) -> int:
        """A press on any button, of an older state or of a message that is gone too."""
        chat = self._opened(chat_id)
        message = chat.messages.get(message_id)
        query = {
            "id": self.world.callbacks.pressed(chat_id),
            "from": shapes.user(chat.resident),
            "message": self.world.shape(message) if message else shapes.inaccessible(chat.resident, message_id),
            "chat_instance": str(-chat_id),
            "data": data,
        }
        return self.world.push({"callback_query": query}, chat_id)

    def share_location(self, chat_id: int, latitude: float, longitude: float) -> int:
        return self._write(chat_id, media={"location": {"latitude": latitude, "longitude": longitude}})

    def share_contact(self, chat_id: int, phone_number: str, user_id: int | None = None, *, own: bool = True) -> int:
        """Their own number by default; `own=False` is somebody else's, with that person's id if they have one."""
        owner = chat_id if own else user_id
        contact: JsonObject = {"phone_number": phone_number, "first_name": self._chat(chat_id).resident.first_name}
        return self._write(chat_id, media={"contact": contact | ({"user_id": owner} if owner else {})})

    def send_photo(self, chat_id: int, content: bytes = SOME_BYTES, caption: str = "") -> int:
        return self._write(chat_id, text=caption, media={"photo": self.world.files.keep_photo(content)})

    def send_voice(self, chat_id: int, content: bytes = SOME_BYTES, duration: int = 4) -> int:
        return self._write(chat_id, media={"voice": self.world.files.keep_voice(content) | {"duration": duration}})

    def send_document(self, chat_id: int, name: str, content: bytes = SOME_BYTES, caption: str = "") -> int:
        return self._write(chat_id, text=caption, media={"document": self.world.files.keep_document(name, content)})

    def send_sticker(self, chat_id: int, emoji: str = "👍") -> int:
        sticker = self.world.files.keep(SOME_BYTES, "stickers", "webp").reference()
        kind = {"type": "regular", "is_animated": False, "is_video": False, "width": 512, "height": 512}
        return self._write(chat_id, media={"sticker": sticker | kind | {"emoji": emoji}})

    def edit_text(self, chat_id: int, text: str, message_id: int | None = None) -> int:
        """Changes a message the resident wrote, the newest by default."""
        message = self._own(chat_id, message_id)
        changed = self.world.chats.change(message, text=text, entities=entities_of_resident(text))
        return self.world.push({"edited_message": self.world.shape(changed)}, chat_id)

    def block(self, chat_id: int) -> int:
        return self._member(chat_id, is_blocked=True)

    def unblock(self, chat_id: int) -> int:
        return self._member(chat_id, is_blocked=False)

    def raw(self, update: JsonObject) -> int:
        """Queues any update as it is; `update_id` may be left out, or wished for if it is not lower than the next."""
        body = {name: value for name, value in update.items() if name != "update_id"}
        return self.world.push(body, _lane(body), update.get("update_id"))

    def poison(self, chat_id: int = 1) -> int:
        """A message without a date, which python-telegram-bot cannot read."""
        chat = self._opened(chat_id)
        message = {"message_id": self.world.chats.next_id(), "chat": shapes.private_chat(chat.resident), "text": "?"}
        return self.world.push({"message": message}, chat_id)

    def _write(self, chat_id: int, **content: Any) -> int:
        self._opened(chat_id)
        message = self.world.chats.add(chat_id, from_bot=False, **content)
        return self.world.push({"message": self.world.shape(message)}, chat_id)

    def _chat(self, chat_id: int) -> Chat:
        return self.world.chats.of(chat_id, self.language_code)

    def _opened(self, chat_id: int) -> Chat:
        """The chat of somebody who acts now: from here on the bot may write to it."""
        chat = self._chat(chat_id)
        if chat.is_blocked:
            raise Misuse(f"chat {chat_id} has blocked the bot; unblock it first")
        chat.is_open, chat.latest = True, None
        return chat

    def _own(self, chat_id: int, message_id: int | None) -> Message:
        chat = self._opened(chat_id)
        message = chat.newest(from_bot=False) if message_id is None else chat.messages.get(message_id)
        if message is None or message.from_bot:
            raise Misuse(f"there is no such message of the resident in chat {chat_id}")
        return message

    def _member(self, chat_id: int, *, is_blocked: bool) -> int:
        chat = self._chat(chat_id)
        chat.is_open, chat.is_blocked, chat.latest = True, is_blocked, None
        statuses = ("member", "kicked") if is_blocked else ("kicked", "member")
        changed = shapes.member_changed(chat.resident, self.world.bot, int(time.time()), statuses)
        return self.world.push({"my_chat_member": changed}, chat_id)


def _lane(body: JsonObject) -> int:
    """The chat of a raw update, 0 when it has none that can be found."""
    for content in body.values():
        if isinstance(content, dict):
            chat = content.get("chat") or (content.get("message") or {}).get("chat") or {}
            return int(chat.get("id", 0))
    return 0
