"""Private chats and every message in them as it stands now, after edits and deletions."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from .markup import Button, rows
from .refusal import JsonObject, bad_request


@dataclass(frozen=True)
class Message:
    """A message as it stands; an edit makes a new one with the same id, so one you hold does not change."""

    message_id: int
    chat_id: int
    from_bot: bool
    text: str = ""
    entities: list[JsonObject] = field(default_factory=list)
    media: JsonObject = field(default_factory=dict)
    markup: JsonObject | None = None
    edited: int = 0
    at: float = 0.0  # seconds of the emulator's clock, when it was written
    date: int = field(default_factory=lambda: int(time.time()))

    @property
    def buttons(self) -> list[list[Button]]:
        return [
            [Button(key["text"], key.get("callback_data", key.get("url"))) for key in row] for row in rows(self.markup)
        ]

    @property
    def has_reply_keyboard(self) -> bool:
        """Whether this message changed the keyboard below the chat, by showing another or taking it away."""
        return self.from_bot and self.markup is not None and "inline_keyboard" not in self.markup

    def key(self, label: str) -> JsonObject | None:
        """The button with this label as it was sent."""
        return next((key for row in rows(self.markup) for key in row if key["text"] == label), None)


@dataclass
class Resident:
    """Who writes; `language_code` is the language of their Telegram app."""

    user_id: int
    first_name: str = "An"
    language_code: str | None = "vi"


@dataclass
class Chat:
    """`latest` is what the bot sent or edited last since the resident's newest act."""

    resident: Resident
    is_open: bool = False
    is_blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    latest: int | None = None

    def newest_first(self) -> Iterator[Message]:
        return reversed(self.messages.values())

    def key(self, label: str) -> tuple[Message, JsonObject] | None:
        """The newest button with this label; of reply keyboards only the newest can be seen."""
        keyboards = (message.message_id for message in self.newest_first() if message.has_reply_keyboard)
        shown = next(keyboards, None)
        for message in self.newest_first():
            key = message.key(label)
            if key and (not message.has_reply_keyboard or message.message_id == shown):
                return message, key
        return None

    def newest(self, *, from_bot: bool) -> Message | None:
        return next((message for message in self.newest_first() if message.from_bot is from_bot), None)


class Chats:
    """Message ids rise through all private chats together, as they do for a real bot."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._chats: dict[int, Chat] = {}
        self._ids = count(1)

    def of(self, chat_id: int, language_code: str | None = "vi") -> Chat:
        """The chat, made on first use; the bot cannot write to it before the resident did."""
        if chat_id not in self._chats:
            self._chats[chat_id] = Chat(Resident(chat_id, language_code=language_code))
        return self._chats[chat_id]

    def seen(self, chat_id: int) -> Chat | None:
        return self._chats.get(chat_id)

    def written(self, chat_id: Any) -> Chat:
        """The chat a bot names in a call, or Telegram's refusal."""
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        chat = self._chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None or not chat.is_open:
            raise bad_request("chat not found")
        return chat

    def add(self, chat_id: int, *, from_bot: bool, **content: Any) -> Message:
        message = Message(next(self._ids), chat_id, from_bot, at=self._clock(), **content)
        return self._put(message)

    def change(self, message: Message, **content: Any) -> Message:
        return self._put(replace(message, edited=message.edited + 1, **content))

    def next_id(self) -> int:
        """An id spent on a message that is in no chat."""
        return next(self._ids)

    def _put(self, message: Message) -> Message:
        chat = self._chats[message.chat_id]
        chat.messages[message.message_id] = message
        chat.latest = message.message_id if message.from_bot else None
        return message
