"""What people do in group chats. A bot there is told of commands, presses and its own coming and going."""

import time

from . import shapes
from .chats import Message
from .refusal import JsonObject
from .world import World


class Groups:
    """A group is a chat with a number below zero. The bot is in it from `add_to_group` on."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_to_group(self, group: int, by: int) -> int:
        return self._comes_or_goes(group, by, ("left", "member"), is_open=True)

    def remove_from_group(self, group: int, by: int) -> int:
        return self._comes_or_goes(group, by, ("member", "kicked"), is_open=False)

    def say_in_group(self, group: int, user_id: int, text: str) -> int:
        """Sent to the bot whatever it says, as to a bot that is an administrator of the group."""
        message = self.world.chats.add(group, from_bot=False, text=text)
        return self.world.push({"message": self._shape(message, user_id)}, group)

    def press_in_group(self, group: int, user_id: int, label: str) -> int:
        found = self.world.chats.of(group).key(label)
        if found is None:
            raise LookupError(f"no message in group {group} has a button {label!r}")
        message, key = found
        query = {
            "id": self.world.callbacks.pressed(group),
            "from": self._user(user_id),
            "message": self._shape(message, user_id) | {"from": self.world.bot},
            "chat_instance": str(group),
            "data": key["callback_data"],
        }
        return self.world.push({"callback_query": query}, group)

    def _comes_or_goes(self, group: int, by: int, statuses: tuple[str, str], *, is_open: bool) -> int:
        self.world.chats.of(group).is_open = is_open
        old, new = ({"user": self.world.bot, "status": status} for status in statuses)
        changed = {
            "chat": _chat(group), "from": self._user(by), "date": int(time.time()),
            "old_chat_member": old, "new_chat_member": new,
        }  # fmt: skip
        return self.world.push({"my_chat_member": changed}, group)

    def _shape(self, message: Message, user_id: int) -> JsonObject:
        return self.world.shape(message) | {"chat": _chat(message.chat_id), "from": self._user(user_id)}

    def _user(self, user_id: int) -> JsonObject:
        return shapes.user(self.world.chats.of(user_id).resident)


def _chat(group: int) -> JsonObject:
    return {"id": group, "type": "supergroup", "title": "Tổ công nghệ số"}
