"""The same with aiogram: ``python -m bench.broadcasting.aiogram_loop --api URL --folder F --recipients N``.

Its documentation has a broadcast example (https://docs.aiogram.dev/en/v2.25.1/examples/broadcast_example.html), here
with the names of version 3: one message after another, 0.05 s between them "(20 messages per second, limit: 30)", a
flood answer waited for and tried again, whoever blocked the bot left behind. It keeps no place in the list, so after a
crash the administrator begins it again, and it begins with the first; not beginning again would lose the rest instead.

One message is in flight at a time. A program that kept its place in a file would double no more than that; the example
does not, and the library brings nothing to do so without a Redis or MongoDB server.
"""

from __future__ import annotations

import argparse
import asyncio
import logging

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import Command
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench.broadcasting.job import ADMIN, BEGIN, LABEL, OVER, REPLY, TEXT, TOKEN, URL, chosen

BETWEEN_S = 0.05
BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=LABEL, url=URL)]])

log = logging.getLogger(__name__)


async def send_message(bot: Bot, chat: int) -> bool:
    try:
        await bot.send_message(chat, TEXT, reply_markup=BUTTONS)
    except TelegramForbiddenError:
        log.error("Target [ID:%d]: blocked by user", chat)
    except TelegramRetryAfter as error:
        log.error("Target [ID:%d]: flood limit is exceeded, sleep %d seconds", chat, error.retry_after)
        await asyncio.sleep(error.retry_after)
        return await send_message(bot, chat)
    except TelegramAPIError:
        log.exception("Target [ID:%d]: failed", chat)
    else:
        return True
    return False


async def broadcaster(bot: Bot, chats: range) -> int:
    count = 0
    for chat in chats:
        if await send_message(bot, chat):
            count += 1
        await asyncio.sleep(BETWEEN_S)
    return count


async def answer(message: Message) -> None:
    await message.answer(REPLY)


async def run(api: str, chats: range) -> None:
    """Each update has a task of its own, so answers go on while the broadcast is being sent."""

    async def begin(_message: Message, bot: Bot) -> None:
        await broadcaster(bot, chats)
        await bot.send_message(ADMIN, OVER)

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api.removesuffix("/bot"))))
    dispatcher = Dispatcher()
    dispatcher.message.register(begin, Command(BEGIN.removeprefix("/")), F.chat.id == ADMIN)
    dispatcher.message.register(answer)
    await dispatcher.start_polling(bot)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    parser.add_argument("--folder")
    parser.add_argument("--recipients", type=int, required=True)
    asked = parser.parse_args()
    asyncio.run(run(asked.api, chosen(asked.recipients)))


if __name__ == "__main__":
    main()
