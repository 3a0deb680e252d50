"""Pictures between the page and the bot, over plain HTTP: as a frame, a large one would hold up the socket on a slow
line.

Whoever asks shows the secret token of the page in a header, as they say it in the socket. Another site knows no token,
and a browser would ask us first before it sent such a header from there.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from aiohttp import web

from bot.channels.webchat.parse import TOKEN, BadFrame, fingerprint, picture
from bot.channels.webchat.send import Pages
from bot.core.channel import Take
from bot.core.clock import Clock
from bot.core.errors import OperatorError
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.pictures import LARGEST_SENT

PATH = "/chat/picture"
BEARER = "Bearer "
WITHIN_S = 120.0  # for one picture to come in
MOST_AT_ONCE = 16
MOST, PERIOD = 20, timedelta(minutes=10)
"""So many pictures one page may send in that time."""

NOT_UNDERSTOOD = _("This page sent something that was not understood. Please load it again.")
TOO_LARGE = _("This picture is too large. Please send a smaller one, or a screenshot.")
NO_PICTURE = _("This file is no picture that can be sent here. Please choose a photo or a screenshot.")
TOO_MANY = _("Those were many pictures. Please wait ten minutes, then send this one once more.")
LATER = _("This could not be stored just now. It will be sent again by itself.")

log = logging.getLogger(__name__)

Say = Callable[[Phrase, str], str]
Keep = Callable[[str, str, bytes], Awaitable[None]]
"""(address, name, what was sent): keeps it, made small, until it is passed on. Raises ValueError for what is no
picture, and ``OperatorError``."""


class Refused(Exception):
    def __init__(self, status: int, words: Phrase) -> None:
        super().__init__(status)
        self.status, self.words = status, words


class Pictures:
    def __init__(self, pages: Pages, take: Take, keep: Keep, say: Say, clock: Clock) -> None:
        self._pages, self._take, self._keep, self._say, self._clock = pages, take, keep, say, clock
        self._often = Often(clock)
        self._coming = 0
        self._one_by_one = asyncio.Lock()  # a picture unpacked takes much memory

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self._send), web.get(PATH + r"/{n:\d{1,15}}", self._show)]

    # ---- from the page ----

    async def _send(self, request: web.Request) -> web.Response:
        """200 only after it is stored; the page repeats what met with trouble, and forgets what is refused."""
        lang = "en" if request.query.get("lang") == "en" else "vi"
        try:
            return web.json_response(await self._take_in(request, lang), headers=UNKEPT)
        except Refused as no:
            return web.json_response({"text": self._say(no.words, lang)}, status=no.status, headers=UNKEPT)

    async def _take_in(self, request: web.Request, lang: str) -> dict[str, str]:
        address, id_ = who(request), request.query.get("id", "")
        if not self._pages.is_open(address):
            raise Refused(409, LATER)  # it comes again when its socket is back
        try:
            inbound = picture(id_, address, lang, self._clock())
        except BadFrame as error:
            raise Refused(400, NOT_UNDERSTOOD) from error
        if not self._often.may(address):
            raise Refused(429, TOO_MANY)
        await self._store(address, inbound.file, await self._read(request))
        try:
            await self._take([inbound])
        except OperatorError as error:
            raise _later(error) from error
        return {"taken": id_}

    async def _read(self, request: web.Request) -> bytes:
        if (request.content_length or 0) > LARGEST_SENT:
            raise Refused(413, TOO_LARGE)
        if self._coming >= MOST_AT_ONCE:
            raise Refused(503, LATER)
        self._coming += 1
        try:
            async with asyncio.timeout(WITHIN_S):
                return await read(request)
        except TimeoutError as error:
            raise Refused(408, LATER) from error
        finally:
            self._coming -= 1

    async def _store(self, address: str, name: str, raw: bytes) -> None:
        try:
            async with self._one_by_one:
                await self._keep(address, name, raw)
        except ValueError as error:
            raise Refused(415, NO_PICTURE) from error
        except OperatorError as error:
            raise _later(error) from error

    # ---- to the page ----

    async def _show(self, request: web.Request) -> web.Response:
        """To the page that it is meant for, while it is being told of it; then it is here no more."""
        try:
            shown = self._pages.picture(who(request), int(request.match_info["n"]))
        except Refused:
            shown = None
        if not shown:
            return web.Response(status=404, headers=UNKEPT)
        return web.Response(body=shown.content, content_type=shown.mime, headers=UNKEPT)


UNKEPT = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def who(request: web.Request) -> str:
    """The address of the page that asks."""
    token = request.headers.get("Authorization", "").removeprefix(BEARER)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or not TOKEN.fullmatch(token):
        raise Refused(403, NOT_UNDERSTOOD)
    return fingerprint(token)


async def read(request: web.Request) -> bytes:
    raw = bytearray()
    async for part in request.content.iter_any():
        raw += part
        if len(raw) > LARGEST_SENT:
            raise Refused(413, TOO_LARGE)
    return bytes(raw)


def _later(error: OperatorError) -> Refused:
    log.error("Web chat: a picture could not be stored, the page will repeat it: %s", error)
    return Refused(503, LATER)


class Often:
    """How often each address did something of late."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._did: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def may(self, address: str) -> bool:
        """Counts it, unless it is too often."""
        now = self._clock()
        for one in [one for one, moments in self._did.items() if moments[-1] <= now - PERIOD]:
            del self._did[one]
        moments = self._did[address]
        while moments and moments[0] <= now - PERIOD:
            moments.popleft()
        if len(moments) >= MOST:
            return False
        moments.append(now)
        return True
