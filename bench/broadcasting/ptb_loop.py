"""The same with python-telegram-bot: ``python -m bench.broadcasting.ptb_loop --api URL --folder F --recipients N``.

As its documentation has it: the ``AIORateLimiter`` of the wiki page on flood limits, with its own rates and, what is
kinder than its default of none, five retries; the sending in a task of the application, errors of one recipient caught
and left behind; handlers beside it. What has to outlive a restart is in ``bot_data``, which is what the wiki page on
persistence is about: ``PicklePersistence`` at its own interval, and in it who has got it. After the crash the
administrator begins it again, and whoever is in what was saved is left out.

There are two ways to write the sending, and both are found in the questions of its users. One message after another:
then one is in flight, and the rate is what the way to the platform and back allows. Or, ``--at-once``, all of them with
``asyncio.gather``, left to the limiter to be spread: then the limiter keeps the rate, and an answer to a resident waits
in the same line.

A program that wrote down each message by itself before the next would double no more than those in flight; the library
brings nothing to do so, and neither page tells its reader to.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
from pathlib import Path
from typing import Any, TypeAlias

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    PicklePersistence,
    filters,
)

from bench.broadcasting.job import ADMIN, BEGIN, LABEL, OVER, REPLY, TEXT, TOKEN, URL, chosen

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Context: TypeAlias = ContextTypes.DEFAULT_TYPE
GOT = "got"
BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton(LABEL, url=URL)]])

log = logging.getLogger(__name__)


async def broadcast(app: App, chats: range, *, at_once: bool) -> None:
    app.bot_data.setdefault(GOT, set())
    left = [chat for chat in chats if chat not in app.bot_data[GOT]]
    if at_once:
        await asyncio.gather(*(send(app, chat) for chat in left))
    else:
        for chat in left:
            await send(app, chat)
    await app.bot.send_message(ADMIN, OVER)


async def send(app: App, chat: int) -> None:
    try:
        await app.bot.send_message(chat, TEXT, reply_markup=BUTTONS)
    except TelegramError as error:
        log.warning("Not sent to %d: %s", chat, error)
    else:
        app.bot_data[GOT].add(chat)


async def answer(update: Update, _context: Context) -> None:
    assert update.message is not None
    await update.message.reply_text(REPLY)


def application(api: str, folder: Path, chats: range, *, at_once: bool) -> App:
    async def begin(_update: Update, context: Context) -> None:
        context.application.create_task(broadcast(context.application, chats, at_once=at_once))

    builder = Application.builder().token(TOKEN).base_url(api).rate_limiter(AIORateLimiter(max_retries=5))
    app = builder.persistence(PicklePersistence(folder / "bot.pickle")).build()
    app.add_handler(CommandHandler(BEGIN.removeprefix("/"), begin, filters.Chat(ADMIN)))
    app.add_handler(MessageHandler(filters.TEXT, answer))
    return app


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--recipients", type=int, required=True)
    parser.add_argument("--at-once", action="store_true")
    asked = parser.parse_args()
    application(asked.api, asked.folder, chosen(asked.recipients), at_once=asked.at_once).run_polling()


if __name__ == "__main__":
    main()
