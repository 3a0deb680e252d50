"""The methods of the Bot API that are emulated, by name; any other is answered with 404."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from tests.emulators.telegram.reading import Params
from tests.emulators.telegram.world import World

from . import delivery, edits, messages, profile

Method = Callable[[World, Params], Awaitable[Any] | Any]

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "getUpdates": delivery.get_updates,
        "setWebhook": delivery.set_webhook,
        "deleteWebhook": delivery.delete_webhook,
        "getWebhookInfo": delivery.get_webhook_info,
        "sendMessage": messages.send_message,
        "sendPhoto": messages.send_photo,
        "sendDocument": messages.send_document,
        "sendVoice": messages.send_voice,
        "copyMessage": messages.copy_message,
        "sendChatAction": messages.send_chat_action,
        "answerCallbackQuery": messages.answer_callback_query,
        "getFile": messages.get_file,
        "editMessageText": edits.edit_message_text,
        "editMessageReplyMarkup": edits.edit_message_reply_markup,
        "deleteMessage": edits.delete_message,
        "getMe": profile.get_me,
        "setMyCommands": profile.set_my_commands,
        "getMyCommands": profile.get_my_commands,
        "deleteMyCommands": profile.delete_my_commands,
        "setMyDescription": profile.set_my_description,
        "getMyDescription": profile.get_my_description,
        "setMyShortDescription": profile.set_my_short_description,
        "getMyShortDescription": profile.get_my_short_description,
    }
)

_BY_LOWER_NAME = MappingProxyType({name.lower(): name for name in METHODS})


def canonical(name: str) -> str | None:
    """The name as it is documented: Telegram takes it in any case."""
    return _BY_LOWER_NAME.get(name.lower())
