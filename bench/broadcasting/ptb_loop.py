"""The same with python-telegram-bot: ``python -m bench.broadcasting.ptb_loop --api URL --folder F --recipients N``.

As its documentation has it: the ``AIORateLimiter`` of the wiki page on flood limits, with its own rates and, what is
kinder than its default of none, five retries; a loop over the chats in a task of the application, one message after
another, errors of one recipient caught and left behind; handlers beside it. What has to outlive a restart is in
``bot_data``, which is what the wiki page on persistence is about: ``PicklePersistence`` at its own interval, and in it
the place in the list. After the crash the administrator begins it again, and it goes on from the place that was saved.

With one message at a time one is in flight. A program that wrote its place into a file after each message would double
no more than that; the library has nothing to do so, and neither page tells its reader to.
"""

from __future__ import annotations

import argparse
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
NEXT = "next"
BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton(LABEL, url=URL)]])

log = logging.getLogger(__name__)


async def broadcast(app: App, chats: range) -> None:
    for place in range(app.bot_data.get(NEXT, 0), len(chats)):
        try:
            await app.bot.send_message(chats[place], TEXT, reply_markup=BUTTONS)
        except TelegramError as error:
            log.warning("Not sent to %d: %s", chats[place], error)
        app.bot_data[NEXT] = place + 1
    await app.bot.send_message(ADMIN, OVER)


async def answer(update: Update, _context: Context) -> None:
    assert update.message is not None
    await update.message.reply_text(REPLY)


def application(api: str, folder: Path, chats: range) -> App:
    async def begin(_update: Update, context: Context) -> None:
        context.application.create_task(broadcast(context.application, chats))

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
    asked = parser.parse_args()
    application(asked.api, asked.folder, chosen(asked.recipients)).run_polling()


if __name__ == "__main__":
    main()
