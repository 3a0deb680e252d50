"""Getting a file that somebody sent on Telegram."""

from __future__ import annotations

import re

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.api import call
from bot.channels.telegram.send import refusal
from bot.core.errors import DeliveryError
from bot.core.pictures import LARGEST_SENT

READ_S = 30.0
_PATH = re.compile(r"(?!.*\.\.)[\w./-]{1,200}", re.ASCII)


async def fetch(bot: Bot, ref: str) -> bytes:
    """Raises ``DeliveryError``."""
    try:
        found = await call(bot, "getFile", {"file_id": ref})
        return bytes(await bot.request.retrieve(f"{bot.base_file_url}/{_path(found)}", read_timeout=READ_S))
    except TelegramError as error:
        raise refusal(error) from error


def _path(found: object) -> str:
    """Where it lies, if it is small enough to be fetched."""
    path = found.get("file_path") if isinstance(found, dict) else None
    size = found.get("file_size", 0) if isinstance(found, dict) else 0
    if not isinstance(path, str) or not _PATH.fullmatch(path) or not isinstance(size, int) or size > LARGEST_SENT:
        raise DeliveryError("a file that cannot be fetched", permanent=True)
    return path
