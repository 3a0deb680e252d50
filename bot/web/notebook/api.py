"""What the scripts of the notebook page ask the server, as JSON."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web
from pydantic import ValidationError

from bot.core.errors import TosoError, where
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.storage.notebook import Reader
from bot.web.notebook import words
from bot.web.notebook.desk import Desk
from bot.web.notebook.guides import Books
from bot.web.notebook.pages import COOKIE, PAGE
from bot.web.notebook.taking import FAULT, LATER, Answer
from bot.web.notebook.wire import Entry, keys
from bot.web.origin import is_ours
from bot.web.pages import Say, language

API = f"{PAGE}/api"
HEADER = "X-Toso-Notebook"
"""Only a script of our own page can send it. With entries it says whose they are: on a device that several members use,
those of one must not be logged as another's."""
LARGEST = 128 * 1024  # bytes

log = logging.getLogger(__name__)

Answers = Callable[[web.Request, Reader], Awaitable[web.Response]]


class NotebookApi:
    def __init__(self, say: Say, desk: Desk, books: Books, public_url: str) -> None:
        self._say, self._desk, self._books, self._public_url = say, desk, books, public_url

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{API}/guides", self._guides),
            web.get(f"{API}/me", self._me),
            web.get(f"{API}/sessions", self._for_reader(self._log)),
            web.post(f"{API}/sessions", self._for_reader(self._take)),
            web.post(f"{API}/sign-out", self._sign_out),
        ]

    # ---- who asks ----

    def _for_reader(self, answers: Answers) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            if request.method == "POST" and not self._may_post(request):
                return self._refuse(request, 403, words.FOREIGN)
            reader = await self._desk.reader(request.cookies.get(COOKIE, ""))
            return await answers(request, reader) if reader else self._refuse(request, 401, words.SIGNED_OUT)

        return handler

    def _may_post(self, request: web.Request) -> bool:
        return HEADER in request.headers and is_ours(request, self._public_url)

    def _refuse(self, request: web.Request, status: int, why: Phrase) -> web.Response:
        return _json({"words": self._say(why, language(request))}, status)

    # ---- what is asked ----

    async def _guides(self, request: web.Request) -> web.Response:
        """They are no secret: anybody is told them in the chat."""
        book = self._books.book(language(request))
        headers = {"ETag": book.etag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match", "").removeprefix("W/") == book.etag:
            return web.Response(status=304, headers=headers)
        response = web.Response(body=book.body, content_type="application/json", headers=headers)
        response.enable_compression()
        return response

    async def _me(self, request: web.Request) -> web.Response:
        """Nobody in particular is an answer too: the page cannot see its cookie."""
        reader = await self._desk.reader(request.cookies.get(COOKIE, ""))
        return _json(await self._desk.me(reader) if reader else {"who": ""})

    async def _log(self, _request: web.Request, reader: Reader) -> web.Response:
        return _json({"sessions": await self._desk.log(reader)})

    async def _take(self, request: web.Request, reader: Reader) -> web.Response:
        if (request.content_length or LARGEST + 1) > LARGEST:
            return self._refuse(request, 413, words.TOO_MUCH)
        try:
            entries = orjson.loads(await request.read())["entries"]
            named = keys(entries)
        except (ValueError, TypeError, KeyError):
            return self._refuse(request, 400, words.UNREADABLE)
        if request.headers[HEADER] != self._desk.who(reader):
            return self._refuse(request, 409, words.SOMEBODY_ELSE)
        lang = language(request)
        answers = [await self._answer(reader, key, body, lang) for key, body in zip(named, entries, strict=True)]
        return _json({"answers": answers})

    async def _answer(self, reader: Reader, key: str, body: Any, lang: str) -> dict[str, Any]:
        """One that cannot be read, or fails, costs no other."""
        kept: dict[str, Any] | None = None
        try:
            answer, kept = await self._desk.take(reader, Entry.model_validate_json(orjson.dumps(body)))
        except ValidationError:
            answer = Answer(FAULT, words.UNREADABLE)
        except Exception as error:
            why = error if isinstance(error, TosoError) else where(error)
            log.error("Notebook: an entry could not be stored, the page will send it again: %s", why)
            answer = Answer(LATER, _("This could not be stored just now. It will be sent again by itself."))
        told = {"key": key, "state": answer.state, "words": self._say(answer.words, lang), "kept": kept}
        return told | ({"masked": self._say(words.MASKED, lang)} if answer.masked else {})

    async def _sign_out(self, request: web.Request) -> web.Response:
        if not self._may_post(request):
            return self._refuse(request, 403, words.FOREIGN)
        await self._desk.sign_out(request.cookies.get(COOKIE, ""))
        response = _json({})
        response.del_cookie(COOKIE, path=PAGE)
        return response


def _json(value: dict[str, Any], status: int = 200) -> web.Response:
    response = web.Response(
        body=orjson.dumps(value), status=status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )
    response.enable_compression()
    return response
