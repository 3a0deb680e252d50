"""Changing or removing what was sent; an edit that changes nothing is an error, and clients must live with it."""

from tests.emulators.telegram.chats import Message
from tests.emulators.telegram.entities import message_text
from tests.emulators.telegram.markup import inline_only
from tests.emulators.telegram.reading import Params
from tests.emulators.telegram.refusal import JsonObject, bad_request
from tests.emulators.telegram.world import World

from .messages import unblocked_chat

DELETABLE_S = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> JsonObject:
    text, entities = message_text(params)
    keyboard = inline_only(params)
    old = _editable(world, params)
    if old.media:
        raise bad_request("there is no text in the message to edit")
    return _change(world, old, text, entities, keyboard)


def edit_message_reply_markup(world: World, params: Params) -> JsonObject:
    keyboard = inline_only(params)
    old = _editable(world, params)
    return _change(world, old, old.text, old.entities, keyboard)


def delete_message(world: World, params: Params) -> bool:
    """In a private chat a bot may remove its own messages and those of the resident, for two days."""
    chat = world.chats.written(params.values.get("chat_id"))
    if not params.number("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if world.clock() - message.at > DELETABLE_S:
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[message.message_id]
    return True


def _change(
    world: World, old: Message, text: str, entities: list[JsonObject], keyboard: JsonObject | None
) -> JsonObject:
    if (text, entities, keyboard) == (old.text, old.entities, old.markup):
        raise bad_request(NOT_MODIFIED)
    return world.shape(world.chats.change(old, text=text, entities=entities, markup=keyboard))


def _editable(world: World, params: Params) -> Message:
    message = unblocked_chat(world, params).messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or (message.markup and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message
