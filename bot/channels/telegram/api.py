"""Calling a method of the Bot API through python-telegram-bot's request layer, with its connections and its errors.

``Bot.send_message`` reads the whole answer into objects, and ``Bot.get_updates`` a whole batch of updates, of which one
that cannot be read spoils all. Here the answer stays as it came: nobody needs the one, and the other is read by us.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Bot, InputFile
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

NO_FILES: Mapping[str, InputFile] = {}


async def call(
    bot: Bot, method: str, values: Mapping[str, str | int | None], *, files: Mapping[str, InputFile] = NO_FILES,
    by: BaseRequest | None = None, read_s: float = 10,
) -> Any:  # fmt: skip
    """The ``result`` of the answer. ``values`` are strings and numbers; what is JSON comes as its text. Raises
    ``telegram.error.TelegramError``."""
    fields = [RequestParameter(name, value, None) for name, value in values.items() if value is not None]
    fields += [RequestParameter(name, None, [file]) for name, file in files.items()]
    return await (by or bot.request).post(f"{bot.base_url}/{method}", RequestData(fields), read_timeout=read_s)
