"""Pictures, voice notes and files between the page and the bot, over plain HTTP: as a frame, a large one would hold up
the socket on a slow line. The page itself can send pictures and voice notes.

Whoever asks shows the secret token of the page in a header, as they say it in the socket. Another site knows no token,
and a browser would ask us first before it sent such a header from there.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.channels.webchat.parse import TOKEN, BadFrame, beside, fingerprint
from bot.channels.webchat.send import Pages
from bot.core.channel import Take
from bot.core.clock import Clock
from bot.core.errors import OperatorError
from bot.core.files import LARGEST_VOICE
from bot.core.messages import Kind
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.pictures import LARGEST_SENT

PICTURE, VOICE, SHOWN = "/chat/picture", "/chat/voice", "/chat/beside"
BEARER = "Bearer "
WITHIN_S = 120.0  # for one to come in
MOST_AT_ONCE = 16
MOST, PERIOD = 20, timedelta(minutes=10)
"""So many one page may send in that time, of both together."""

NOT_UNDERSTOOD = _("This page sent something that was not understood. Please load it again.")
TOO_LARGE = _("This picture is too large. Please send a smaller one, or a screenshot.")
NO_PICTURE = _("This file is no picture that can be sent here. Please choose a photo or a screenshot.")
VOICE_TOO_LARGE = _("This voice note is too long. Please record a shorter one.")
NO_VOICE = _("This recording cannot be sent from this browser. Please type it instead.")
TOO_MANY = _("Those were many pictures. Please wait ten minutes, then send this one once more.")
LATER = _("This could not be stored just now. It will be sent again by itself.")

log = logging.getLogger(__name__)

Say = Callable[[Phrase, str], str]
Keep = Callable[[str, str, bytes], Awaitable[None]]
"""(address, name, what was sent): keeps it until it is passed on. Raises ValueError for what is not of its sort, and
``OperatorError``."""


@dataclass(frozen=True, slots=True)
class Sort:
    """What a page may send: pictures, or voice notes."""

    kind: Kind
    keep: Keep
    largest: int  # bytes
    too_large: Phrase
    not_it: Phrase


class Refused(Exception):
    def __init__(self, status: int, words: Phrase) -> None:
        super().__init__(status)
        self.status, self.words = status, words


class Beside:
    def __init__(self, pages: Pages, take: Take, picture: Keep, voice: Keep, say: Say, clock: Clock) -> None:
        self._pages, self._take, self._say, self._clock = pages, take, say, clock
        self._sorts = {
            PICTURE: Sort(Kind.PHOTO, picture, LARGEST_SENT, TOO_LARGE, NO_PICTURE),
            VOICE: Sort(Kind.VOICE, voice, LARGEST_VOICE, VOICE_TOO_LARGE, NO_VOICE),
        }
        self._often = Often(clock)
        self._coming = 0
        self._one_by_one = asyncio.Lock()  # a picture unpacked takes much memory

    def routes(self) -> list[web.RouteDef]:
        sent = [web.post(path, self._send) for path in self._sorts]
        shown = [web.get(path + r"/{n:\d{1,15}}", self._show) for path in (SHOWN, PICTURE)]
        return [*sent, *shown]

    # ---- from the page ----

    async def _send(self, request: web.Request) -> web.Response:
        """200 only after it is stored; the page repeats what met with trouble, and forgets what is refused."""
        lang = "en" if request.query.get("lang") == "en" else "vi"
        try:
            return web.json_response(await self._take_in(request, lang), headers=UNKEPT)
        except Refused as no:
            return web.json_response({"text": self._say(no.words, lang)}, status=no.status, headers=UNKEPT)

    async def _take_in(self, request: web.Request, lang: str) -> dict[str, str]:
        sort, address, id_ = self._sorts[request.path], who(request), request.query.get("id", "")
        if not self._pages.is_open(address):
            raise Refused(409, LATER)  # it comes again when its socket is back
        try:
            inbound = beside(sort.kind, id_, address, lang, self._clock())
        except BadFrame as error:
            raise Refused(400, NOT_UNDERSTOOD) from error
        if not self._often.may(address):
            raise Refused(429, TOO_MANY)
        await self._store(sort, address, inbound.file, await self._read(request, sort))
        try:
            await self._take([inbound])
        except OperatorError as error:
            raise _later(error) from error
        return {"taken": id_}

    async def _read(self, request: web.Request, sort: Sort) -> bytes:
        if (request.content_length or 0) > sort.largest:
            raise Refused(413, sort.too_large)
        if self._coming >= MOST_AT_ONCE:
            raise Refused(503, LATER)
        self._coming += 1
        try:
            async with asyncio.timeout(WITHIN_S):
                return await read(request, sort)
        except TimeoutError as error:
            raise Refused(408, LATER) from error
        finally:
            self._coming -= 1

    async def _store(self, sort: Sort, address: str, name: str, raw: bytes) -> None:
        try:
            async with self._one_by_one:
                await sort.keep(address, name, raw)
        except ValueError as error:
            raise Refused(415, sort.not_it) from error
        except OperatorError as error:
            raise _later(error) from error

    # ---- to the page ----

    async def _show(self, request: web.Request) -> web.Response:
        """To the page that it is meant for, while it is being told of it; then it is here no more."""
        try:
            shown = self._pages.beside(who(request), int(request.match_info["n"]))
        except Refused:
            shown = None
        if not shown:
            return web.Response(status=404, headers=UNKEPT)
        return web.Response(body=shown.content, content_type=shown.mime, headers=UNKEPT | SAVED)


UNKEPT = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
SAVED = {"Content-Disposition": "attachment", "Content-Security-Policy": "sandbox; default-src 'none'"}
"""Whoever should get a browser to open it sees nothing of it; the page takes it as it is."""


def who(request: web.Request) -> str:
    """The address of the page that asks."""
    token = request.headers.get("Authorization", "").removeprefix(BEARER)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or not TOKEN.fullmatch(token):
        raise Refused(403, NOT_UNDERSTOOD)
    return fingerprint(token)


async def read(request: web.Request, sort: Sort) -> bytes:
    raw = bytearray()
    async for part in request.content.iter_any():
        raw += part
        if len(raw) > sort.largest:
            raise Refused(413, sort.too_large)
    return bytes(raw)


def _later(error: OperatorError) -> Refused:
    log.error("Web chat: what was sent could not be stored, the page will repeat it: %s", error)
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
