"""The JSON of users, chats and messages, as a bot receives them."""

from .chats import Message, Resident
from .refusal import JsonObject


def bot_user(token: str) -> JsonObject:
    return {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Tổ Số", "username": "to_so_bot"}


def user(resident: Resident) -> JsonObject:
    shape: JsonObject = {"id": resident.user_id, "is_bot": False, "first_name": resident.first_name}
    return shape | ({"language_code": resident.language_code} if resident.language_code else {})


def private_chat(resident: Resident) -> JsonObject:
    return {"id": resident.user_id, "type": "private", "first_name": resident.first_name}


def message_shape(message: Message, resident: Resident, bot: JsonObject) -> JsonObject:
    shape: JsonObject = {
        "message_id": message.message_id,
        "from": bot if message.from_bot else user(resident),
        "chat": private_chat(resident),
        "date": message.date,
    }
    if message.edited:
        shape["edit_date"] = message.date
    return shape | _words(message) | message.media | _inline_keyboard(message)


def member_changed(resident: Resident, bot: JsonObject, date: int, statuses: tuple[str, str]) -> JsonObject:
    """What the bot is told when somebody blocks it or takes it back."""
    old, new = (_member(bot, status) for status in statuses)
    return {
        "chat": private_chat(resident),
        "from": user(resident),
        "date": date,
        "old_chat_member": old,
        "new_chat_member": new,
    }


def inaccessible(resident: Resident, message_id: int) -> JsonObject:
    """A message Telegram no longer has: it tells no more than where it was."""
    return {"chat": private_chat(resident), "message_id": message_id, "date": 0}


def _member(bot: JsonObject, status: str) -> JsonObject:
    member: JsonObject = {"user": bot, "status": status}
    return member | ({"until_date": 0} if status == "kicked" else {})


def _words(message: Message) -> JsonObject:
    name, entities = ("caption", "caption_entities") if message.media else ("text", "entities")
    words = {name: message.text} if message.text else {}
    return words | ({entities: message.entities} if message.entities else {})


def _inline_keyboard(message: Message) -> JsonObject:
    markup = message.markup or {}
    return {"reply_markup": markup} if "inline_keyboard" in markup else {}
