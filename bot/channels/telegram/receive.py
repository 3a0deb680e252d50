"""Receiving from Telegram. An update is asked for no more only after it is in the inbox.

python-telegram-bot's own updater puts updates into memory and acknowledges them at once, so a crash loses them, and one
update that it cannot read stops it for good. Here the next offset is sent after the updates are stored, and what cannot
be read is kept aside.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web
from telegram import Bot, BotCommand
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.channels.telegram.api import call
from bot.channels.telegram.files import fetch
from bot.channels.telegram.parse import CHANNEL, parse
from bot.channels.telegram.send import refusal, send, take_back
from bot.channels.telegram.uploads import Uploads
from bot.core.channel import Take, Taken
from bot.core.clock import Clock
from bot.core.errors import OperatorError, where
from bot.core.messages import Spoken

POLL_S = 30  # how long Telegram holds an empty poll open
IDLE_S = 0.5  # between two looks whether it is this process that polls now
LARGEST_BODY = 1_000_000  # bytes
KINDS = ["message", "callback_query", "my_chat_member"]
HEADER = "X-Telegram-Bot-Api-Secret-Token"

log = logging.getLogger(__name__)


class Telegram:
    """The channel. With ``webhook_url`` Telegram calls us, else we poll. ``polls``: whether this process is the one
    that does; Telegram lets only one."""

    name = CHANNEL
    per_second: float | None = 30.0  # what Telegram allows; what keeps us below it is in bot.delivery.rate

    def __init__(
        self, bot: Bot, updates: BaseRequest, take: Take, clock: Clock, *, commands: dict[str, list[tuple[str, str]]],
        webhook_url: str = "", secret: str = "", polls: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        self._bot, self._updates, self._take, self._clock = bot, updates, take, clock
        self._commands = commands
        self._webhook_url, self._polls = webhook_url, polls
        self._secret = secret or hashlib.sha256(f"webhook:{bot.token}".encode()).hexdigest()
        self._uploads = Uploads()
        self._background: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Begin to receive. Does not wait for Telegram to be reachable: that is tried until it works."""
        self._later(self._connect_and_receive())

    async def stop(self) -> None:
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._bot.shutdown()
        await self._updates.shutdown()

    async def send(self, address: str, message: Spoken) -> str:
        return await send(self._bot, address, message, self._uploads)

    async def take_back(self, address: str, ref: str) -> None:
        await take_back(self._bot, address, ref)

    async def fetch(self, ref: str) -> bytes:
        """Raises ``DeliveryError``."""
        return await fetch(self._bot, ref)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/telegram/webhook", self._webhook)]

    # ---- beginning ----

    async def _connect_and_receive(self) -> None:
        if not await self._patiently("connect", self._connect):
            return
        if not self._webhook_url:
            await self._poll()

    async def _connect(self) -> None:
        await self._bot.initialize()
        await self._updates.initialize()
        for lang, commands in self._commands.items():
            await self._bot.set_my_commands([BotCommand(*c) for c in commands], language_code=lang or None)
        if self._webhook_url:
            await self._bot.set_webhook(self._webhook_url, secret_token=self._secret, allowed_updates=KINDS)
        else:
            await self._bot.delete_webhook()
        log.info("Telegram: @%s, by %s", self._bot.username, "webhook" if self._webhook_url else "polling")

    # ---- polling ----

    async def _poll(self) -> None:
        offset = 0
        while True:
            if not self._polls():
                await asyncio.sleep(IDLE_S)
                continue
            raw: list[dict[str, Any]] = []

            async def fetch(after: int = offset, into: list[dict[str, Any]] = raw) -> None:
                into += await self._fetch(after)

            if not await self._patiently("poll", fetch):
                return
            offset = await self._store([update for update in raw if is_update(update)]) or offset

    async def _fetch(self, offset: int) -> Sequence[dict[str, Any]]:
        wanted: dict[str, str | int | None] = {
            "offset": offset,
            "timeout": POLL_S,
            "allowed_updates": json.dumps(KINDS),
        }
        found: Sequence[dict[str, Any]] = await call(
            self._bot, "getUpdates", wanted, by=self._updates, read_s=POLL_S + 10
        )
        return found if isinstance(found, list) else []

    async def _store(self, raw: Sequence[dict[str, Any]]) -> int:
        """Store a batch, however long the database takes. Gives back the offset that confirms it, 0 for none."""
        while True:
            try:
                await self._accept(raw)
                return max((update["update_id"] + 1 for update in raw), default=0)
            except Exception as error:
                why = error if isinstance(error, OperatorError) else where(error)
                log.error("Telegram: %d updates wait at Telegram: %s", len(raw), why)
                await asyncio.sleep(1)

    async def _accept(self, raw: Sequence[dict[str, Any]]) -> None:
        now = self._clock()
        parsed = [parse(update, now) for update in raw]
        taken: list[Taken] = [item for item in parsed if item]
        if taken:
            await self._take(taken)
        for update in raw:
            self._stop_the_spinner(update)

    def _stop_the_spinner(self, update: dict[str, Any]) -> None:
        query = update.get("callback_query")
        if isinstance(query, dict) and isinstance(query.get("id"), str):
            self._later(self._answer(query["id"]))

    async def _answer(self, query: str) -> None:
        """Tell the telephone that the press arrived. After minutes it is too late for that, and does not matter."""
        try:
            await call(self._bot, "answerCallbackQuery", {"callback_query_id": query})
        except TelegramError as error:
            if not isinstance(error, BadRequest):
                log.info("Telegram: a press was not answered: %s", type(error).__name__)

    # ---- webhook ----

    async def _webhook(self, request: web.Request) -> web.Response:
        """200 only after it is stored: with any other answer Telegram sends it again."""
        given = request.headers.get(HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            return web.Response(status=403, text="The secret is missing or wrong.")
        if (request.content_length or 0) > LARGEST_BODY:
            return web.Response(status=413, text="Larger than any update.")
        try:
            raw = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400, text="This is not JSON.")
        if not is_update(raw):
            return web.Response(status=400, text="This is not a Telegram update.")
        try:
            await self._accept([raw])
        except OperatorError as error:
            log.error("Telegram: an update was refused, Telegram will repeat it: %s", error)
            return web.Response(status=503, text="Not stored; please repeat.")
        return web.Response(text="stored")

    # ---- patience ----

    async def _patiently(self, what: str, act: Any) -> bool:
        """Do it, again with growing waits while Telegram is in trouble. False: only the operator can mend it."""
        wait_s = 0.5
        while True:
            try:
                await act()
                return True
            except InvalidToken:
                log.error("Telegram refuses the token: check TOSO_TELEGRAM_TOKEN. The other channels go on.")
                return False
            except RetryAfter as error:
                await asyncio.sleep(refusal(error).retry_after or wait_s)
            except Exception as error:
                wait_s = min(wait_s * 2, 30.0)
                log.warning("Telegram: cannot %s (%s), again in %.0f s", what, _why(error), wait_s)
                await asyncio.sleep(wait_s)

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def is_update(raw: object) -> bool:
    """Whether it has a number, without which it can neither be stored once nor be confirmed."""
    return isinstance(raw, dict) and type(raw.get("update_id")) is int


def _why(error: Exception) -> str:
    if isinstance(error, Conflict):
        return "another program receives with the same token: stop it, or use another bot"
    return type(error).__name__ if isinstance(error, TelegramError) else where(error)
