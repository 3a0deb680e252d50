"""Sending to Telegram, and what its refusals mean."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import Bot, InputFile
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.api import call
from bot.channels.telegram.render import Rendered, render
from bot.channels.telegram.uploads import Uploads
from bot.core.errors import DeliveryError
from bot.core.messages import Document, Original, Spoken

NO_PREVIEW = '{"is_disabled":true}'
GONE = "message to delete not found"


async def send(bot: Bot, address: str, message: Spoken, uploads: Uploads | None = None) -> str:
    """Gives back the ids of what is in the chat now. Raises ``DeliveryError``."""
    shown: list[str] = []
    try:
        if message.removes:
            with suppress(BadRequest):  # too old, or gone already: nothing can be done and nothing is
                await _remove(bot, int(address), message.removes)
        if message.copy_of:
            return await _copy(bot, int(address), message.copy_of, render(message)[-1])
        for rendered in render(message):
            ref = await _show(bot, int(address), rendered, uploads or Uploads())
            shown.append(ref)
        return ",".join(shown)
    except TelegramError as error:
        refused = refusal(error)
        refused.doubtful = refused.doubtful or bool(shown)
        raise refused from error


async def take_back(bot: Bot, address: str, ref: str) -> None:
    """Telegram allows it for 48 hours. Raises ``DeliveryError``."""
    if not ref:
        raise DeliveryError("no message to take back", permanent=True)
    for message_id in ref.split(","):
        try:
            await _remove(bot, int(address), message_id)
        except TelegramError as error:
            if not (isinstance(error, BadRequest) and GONE in error.message.lower()):
                raise refusal(error) from error


async def _remove(bot: Bot, chat: int, message_id: str) -> None:
    await call(bot, "deleteMessage", {"chat_id": chat, "message_id": message_id})


async def _show(bot: Bot, chat: int, rendered: Rendered, uploads: Uploads) -> str:
    if rendered.document:
        return await _hand_over(bot, chat, rendered, rendered.document, uploads)
    if rendered.edit and await _edited(bot, chat, rendered):
        return str(rendered.edit)
    return _id(await call(bot, "sendMessage", {"chat_id": chat, **_body(rendered)}))


def _id(sent: Any) -> str:
    return str(sent["message_id"])


async def _copy(bot: Bot, chat: int, original: Original, rendered: Rendered) -> str:
    """Telegram copies what it has, without saying whose it was. What was written under it stays behind: nobody has
    looked for secrets in it."""
    source = {"from_chat_id": original.address, "message_id": original.ref}
    caption = {"caption": rendered.html, "parse_mode": "HTML", "reply_markup": rendered.markup}
    return _id(await call(bot, "copyMessage", {"chat_id": chat, **source, **caption}))


async def _hand_over(bot: Bot, chat: int, rendered: Rendered, document: Document, uploads: Uploads) -> str:
    """A picture is shown at once, a sound can be played, any other file has to be opened."""
    caption: Values = {"chat_id": chat, "caption": rendered.html, "parse_mode": "HTML", "reply_markup": rendered.markup}
    try:
        return await _upload(bot, way_of(document), caption, document, uploads)
    except BadRequest as error:
        if "VOICE_MESSAGES_FORBIDDEN" not in error.message.upper():
            raise
        return await _upload(bot, "document", caption, document, uploads)  # who wants none to be played may open a file


PLAYED = frozenset({"audio/ogg", "audio/mp4", "audio/mpeg"})
"""What Telegram plays as a voice note. A recording of an older Chrome (WebM) can only be opened as a file."""

Values = Mapping[str, str | int | None]
METHODS = {"photo": "sendPhoto", "voice": "sendVoice", "document": "sendDocument"}


def way_of(document: Document) -> str:
    if document.is_picture:
        return "photo"
    return "voice" if document.mime in PLAYED else "document"


async def _upload(bot: Bot, way: str, values: Values, document: Document, uploads: Uploads) -> str:
    """What was uploaded of late is named; what Telegram does not know any more is uploaded again."""
    if known := uploads.of(way, document):
        try:
            return _id(await call(bot, METHODS[way], {**values, way: known}))
        except BadRequest as error:
            if "file" not in error.message.lower():
                raise
            uploads.forget(way, document)
    sent = await call(bot, METHODS[way], values, files={way: InputFile(document.content, document.name)})
    uploads.keep(way, document, sent)
    return _id(sent)


def _body(rendered: Rendered) -> dict[str, str | None]:
    return {"text": rendered.html, "parse_mode": "HTML", "reply_markup": rendered.markup,
            "link_preview_options": NO_PREVIEW}  # fmt: skip


async def _edited(bot: Bot, chat: int, rendered: Rendered) -> bool:
    """Replace the message in place. False: it can no longer be changed, send a new one."""
    try:
        await call(bot, "editMessageText", {"chat_id": chat, "message_id": rendered.edit, **_body(rendered)})
    except BadRequest as error:
        return "not modified" in error.message  # it stands there already: a second press, or a second delivery
    return True


def refusal(error: TelegramError) -> DeliveryError:
    """What an error of Telegram means for the message."""
    if isinstance(error, RetryAfter):
        return DeliveryError("slow down", retry_after=_seconds(error))
    if isinstance(error, Forbidden) or (isinstance(error, BadRequest) and "chat not found" in error.message.lower()):
        return DeliveryError(error.message, unreachable=True)
    if isinstance(error, BadRequest):
        return DeliveryError(error.message, permanent=True)
    if isinstance(error, InvalidToken):
        return DeliveryError("Telegram refuses the token: check TOSO_TELEGRAM_TOKEN", retry_after=60)
    permanent = not isinstance(error, NetworkError)
    return DeliveryError(f"{type(error).__name__}", permanent=permanent, doubtful=_may_have_arrived(error))


NOT_WRITTEN = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})
"""What httpx calls it when the request never left."""


def _may_have_arrived(error: TelegramError) -> bool:
    """The line broke, or was silent for too long, when the request was written already. An answer, even one that says
    that something broke, has no cause in the line."""
    return error.__cause__ is not None and type(error.__cause__).__name__ not in NOT_WRITTEN


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
