"""What the tests of the emulator have in common."""

from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest
from telegram.request import HTTPXRequest

from tests.emulators.telegram import TelegramEmulator

AN = 1001
BINH = 1002
TOKEN = "1:emulator"


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def client(emulator: TelegramEmulator, token: str = TOKEN) -> Bot:
    """Python-telegram-bot, spared the certificates it does not need here: reading them takes longer than a test."""
    plain, polls = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    return Bot(token, emulator.base_url, emulator.file_url, request=plain, get_updates_request=polls)


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    """Labels with their callback data."""
    buttons = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    return InlineKeyboardMarkup(buttons)


async def updates(bot: Bot, **options: Any) -> list[str | None]:
    """The texts of what getUpdates gives."""
    return [update.message.text if update.message else None for update in await bot.get_updates(**options)]


async def refused(emulator: TelegramEmulator, call: Awaitable[Any]) -> str:
    """Why the call was a bad request, in the words on the wire: the client changes their capitals."""
    with pytest.raises(BadRequest):
        await call
    assert emulator.calls[-1].status == HTTPStatus.BAD_REQUEST
    return emulator.calls[-1].description.removeprefix("Bad Request: ")


async def polling(emulator: TelegramEmulator) -> None:
    """Returns once a long poll waits inside the emulator."""
    await emulator.wait_for(lambda: emulator.polling)
