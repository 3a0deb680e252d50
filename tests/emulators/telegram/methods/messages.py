"""What the bot writes into a chat, and answers to a press."""

from typing import Any

from tests.emulators.telegram import markup
from tests.emulators.telegram.arrivals import Arrival
from tests.emulators.telegram.chats import Chat, Message
from tests.emulators.telegram.entities import caption, message_text
from tests.emulators.telegram.files import MAX_DOCUMENT, MAX_PHOTO, PLAYED, VOICE
from tests.emulators.telegram.markup_language import utf16_length
from tests.emulators.telegram.reading import Params
from tests.emulators.telegram.refusal import JsonObject, bad_request, blocked, too_large
from tests.emulators.telegram.world import World

MAX_CALLBACK_TEXT = 200
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, params: Params) -> JsonObject:
    text, entities = message_text(params)
    keyboard = markup.reply_markup(params)
    return _send(world, params, text=text, entities=entities, markup=keyboard)


def send_photo(world: World, params: Params) -> JsonObject:
    text, entities = caption(params)
    keyboard = markup.reply_markup(params)
    media = {"photo": _photo(world, params)}
    return _send(world, params, text=text, entities=entities, markup=keyboard, media=media)


def send_document(world: World, params: Params) -> JsonObject:
    text, entities = caption(params)
    keyboard = markup.reply_markup(params)
    media = {"document": _file(world, params, "document")}
    return _send(world, params, text=text, entities=entities, markup=keyboard, media=media)


def send_voice(world: World, params: Params) -> JsonObject:
    """What is in none of the three formats is given as a document."""
    text, entities = caption(params)
    keyboard = markup.reply_markup(params)
    media = {"voice": _voice(world, params)} if _can_be_played(params) else {"document": _file(world, params, "voice")}
    return _send(world, params, text=text, entities=entities, markup=keyboard, media=media)


def copy_message(world: World, params: Params) -> JsonObject:
    """The copy does not say whose the original was. Another caption takes the place of the one it had."""
    source = world.chats.written(params.values.get("from_chat_id"))
    original = source.messages.get(params.number("message_id"))
    if original is None:
        raise bad_request("message to copy not found")
    text, entities = original.text, original.entities
    if original.media and "caption" in params.values:
        text, entities = caption(params)
    keyboard = markup.reply_markup(params)
    copied = _send(world, params, text=text, entities=entities, markup=keyboard, media=original.media)
    return {"message_id": copied["message_id"]}


def send_chat_action(world: World, params: Params) -> bool:
    if params.text("action").lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    unblocked_chat(world, params)
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    if utf16_length(params.text("text")) > MAX_CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    world.callbacks.answer(params.text("callback_query_id"))
    return True


def get_file(world: World, params: Params) -> JsonObject:
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    return world.files.download(file_id)


def unblocked_chat(world: World, params: Params) -> Chat:
    chat = world.chats.written(params.values.get("chat_id"))
    if chat.is_blocked:
        raise blocked()
    return chat


def _send(world: World, params: Params, **content: Any) -> JsonObject:
    chat_id = unblocked_chat(world, params).resident.user_id
    world.rates.admit(chat_id)
    message: Message = world.chats.add(chat_id, from_bot=True, **content)
    world.arrivals.add(Arrival(message.at, chat_id, message.message_id, message.text))
    return world.shape(message)


def _photo(world: World, params: Params) -> list[JsonObject]:
    """The sizes of a photo that was uploaded, sent before, or named by an address (which is not fetched)."""
    source = params.text("photo")
    if upload := params.upload("photo"):
        return _uploaded(world, upload.content)
    if not source:
        raise bad_request("there is no photo in the request")
    if source.startswith(("http://", "https://")):
        return world.files.keep_photo(b"")
    known = world.files.get(source)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return [known.reference() | {"width": 1280, "height": 960}]


def _can_be_played(params: Params) -> bool:
    upload = params.upload("voice")
    return not upload or upload.content.startswith(PLAYED) or upload.content[4:8] == b"ftyp"


def _voice(world: World, params: Params) -> JsonObject:
    if upload := params.upload("voice"):
        return world.files.keep_voice(upload.content)
    return VOICE | _file(world, params, "voice")


def _file(world: World, params: Params, field: str) -> JsonObject:
    """A file that was uploaded, sent before, or named by an address (which is not fetched)."""
    source = params.text(field)
    if upload := params.upload(field):
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > MAX_DOCUMENT:
            raise too_large()
        return world.files.keep_document(upload.name, upload.content)
    if not source:
        raise bad_request(f"there is no {field} in the request")
    if source.startswith(("http://", "https://")):
        return world.files.keep_document(source.rpartition("/")[2], b"")
    known = world.files.get(source)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known.reference()


def _uploaded(world: World, content: bytes) -> list[JsonObject]:
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > MAX_PHOTO:
        size = len(content)
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes")
    return world.files.keep_photo(content)
