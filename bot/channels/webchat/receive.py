"""The socket of the web chat. A frame is confirmed only after it is in the inbox; the page repeats what is not."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection
from typing import Any

from aiohttp import WSMsgType, web

from bot.channels.webchat.beside import Beside, Keep
from bot.channels.webchat.parse import CHANNEL, TOKEN, BadFrame, fingerprint, frame, parse
from bot.channels.webchat.send import Page, Pages
from bot.core.channel import Arrived, Take
from bot.core.clock import Clock
from bot.core.errors import DeliveryError, OperatorError
from bot.core.messages import Spoken
from bot.core.phrases import Phrase
from bot.core.phrases import text as _

LARGEST_FRAME = 64 * 1024  # bytes
HEARTBEAT_S = 30.0
HELLO_WITHIN_S = 15.0
CLOSE_WITHIN_S = 1.0

log = logging.getLogger(__name__)

Say = Callable[[Phrase, str], str]
"""(phrase, language): the words."""

Guard = Callable[[str], str]
"""The text without what must not be kept."""


class WebChat:
    """The channel. An address is the fingerprint of the page's secret token: the token itself is not kept.

    ``guard`` masks as the inbox does: the page keeps its own history, and is told what to put in place of a secret.
    ``picture`` and ``voice`` keep what was sent until it is passed on.
    """

    name = CHANNEL
    per_second: float | None = None

    def __init__(
        self, take: Take, arrived: Arrived, say: Say, guard: Guard, clock: Clock, *, picture: Keep, voice: Keep
    ) -> None:  # fmt: skip
        self._take, self._arrived, self._say, self._guard, self._clock = take, arrived, say, guard, clock
        self._pages = Pages()
        self._beside = Beside(self._pages, take, picture, voice, say, clock)

    async def start(self) -> None:
        """Nothing to begin: pages come by themselves."""

    async def stop(self) -> None:
        await self._pages.close()

    def present(self) -> Collection[str]:
        return self._pages.addresses()

    async def send(self, address: str, message: Spoken) -> str:
        await self._pages.send(address, message)
        return str(message.id)

    async def take_back(self, address: str, ref: str) -> None:
        if not ref.isdecimal():
            raise DeliveryError("no message to take back", permanent=True)
        await self._pages.recall(address, int(ref))

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/chat/socket", self._socket), *self._beside.routes()]

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(timeout=CLOSE_WITHIN_S, heartbeat=HEARTBEAT_S, max_msg_size=LARGEST_FRAME)
        await socket.prepare(request)
        try:
            await self._serve(socket)
        except (TimeoutError, ConnectionError):
            log.debug("A page went away")
        await socket.close()
        return socket

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        hello = await self._hello(socket)
        if not hello:
            return
        page, address, welcome = hello
        self._pages.enter(address, page)
        try:
            await page.write(welcome)
            await self._arrived(CHANNEL, address)
            await self._listen(page, address)
        finally:
            self._pages.leave(address, page)

    async def _hello(self, socket: web.WebSocketResponse) -> tuple[Page, str, dict[str, object]] | None:
        """The page says who it is, or gets a token of its own."""
        message = await socket.receive(HELLO_WITHIN_S)
        page = Page(socket, "vi")
        try:
            hello = frame(message.data) if message.type is WSMsgType.TEXT else {}
            if hello.get("type") != "hello":
                raise BadFrame("no hello")
        except BadFrame:
            await self._refuse(page)
            return None
        page.lang = "en" if hello.get("lang") == "en" else "vi"
        token = hello.get("token")
        known = isinstance(token, str) and bool(TOKEN.fullmatch(token))
        secret = token if known and isinstance(token, str) else secrets.token_urlsafe(24)
        return page, fingerprint(secret), {"type": "welcome", "token": secret, "new": not known}

    async def _listen(self, page: Page, address: str) -> None:
        async for message in page.socket:
            if message.type is not WSMsgType.TEXT:
                await self._refuse(page)
                continue
            try:
                await self._heed(frame(message.data), page, address)
            except BadFrame as error:
                log.info("A frame of the web chat was refused: %s", error)
                await self._refuse(page)

    async def _heed(self, value: dict[str, Any], page: Page, address: str) -> None:
        match value["type"]:
            case "ping":
                await page.write({"type": "pong"})
            case "got" | "recalled" as receipt:
                page.confirm(receipt, value["n"] if isinstance(value.get("n"), int) else -1)
            case _:
                await self._take_in(value, page, address)

    async def _take_in(self, value: dict[str, Any], page: Page, address: str) -> None:
        inbound = parse(value, address, page.lang, self._clock())
        try:
            await self._take([inbound])
        except OperatorError as error:
            log.error("Web chat: a message could not be stored, the page will repeat it: %s", error)
            words = _("This could not be stored just now. It will be sent again by itself.")
            await page.write({"type": "wrong", "text": self._say(words, page.lang)})
            await asyncio.sleep(2)
            await page.socket.close(code=1013, message=b"try again later")
            return
        masked = self._guard(inbound.text)
        told = {"masked": masked} if masked != inbound.text else {}
        await page.write({"type": "taken", "id": value["id"], **told})

    async def _refuse(self, page: Page) -> None:
        words = _("This page sent something that was not understood. Please load it again.")
        await page.write({"type": "wrong", "text": self._say(words, page.lang)})
