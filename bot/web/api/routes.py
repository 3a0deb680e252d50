"""``/api/v1``: reports for other programs. The figures are those of ``bot.reports``; nothing is counted here.

Sessions one by one are not to be had: each is of few people at one place on one day, and together they would tell what
a report withholds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot.content.load import Content
from bot.core.clock import VIETNAM, Clock
from bot.core.official import PROVINCE
from bot.reports.contribution import indicator_lines
from bot.reports.names import Names
from bot.reports.period import Period
from bot.reports.plain import Say, to_json
from bot.reports.report import FOOTNOTE, Place
from bot.reports.reporting import Reports
from bot.storage import official
from bot.storage.database import Database
from bot.storage.tokens import Token
from bot.web.api.asked import check_names, language, read_time, read_where
from bot.web.api.gate import Gate
from bot.web.api.indicators import shape
from bot.web.api.openapi import description
from bot.web.api.refusals import TITLES, Refusal, answer
from bot.web.api.shapes import Indicators, PlaceName, Places, plain
from bot.web.pages import Say as SayIn

ROOT = "/api/v1"
Body = dict[str, Any]
Read = Callable[[web.Request, Token], Awaitable[Body]]
Handler = Callable[[web.Request], Awaitable[web.Response]]


class Api:
    """``reports``, ``content``: of the moment."""

    def __init__(
        self, gate: Gate, database: Database, reports: Callable[[], Reports], content: Callable[[], Content],
        speak: SayIn, clock: Clock,
    ) -> None:  # fmt: skip
        self._gate, self._database, self._reports, self._content = gate, database, reports, content
        self._speak, self._clock = speak, clock

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{ROOT}/openapi.json", describe),
            web.get(f"{ROOT}/report", self._answering(self._report, "period", "place", "lang")),
            web.get(f"{ROOT}/indicators", self._answering(self._indicators, "period", "place", "lang")),
            web.get(f"{ROOT}/places", self._answering(self._places, "lang")),
        ]

    def _answering(self, read: Read, *known: str) -> Handler:
        async def handle(request: web.Request) -> web.Response:
            try:
                token = await self._gate.enter(request)
                check_names(request, known)
                return respond(request, await read(request, token))
            except Refusal as refusal:
                say = self._words(request)
                return answer(refusal, say(TITLES[refusal.status]), say(refusal.detail))

        return handle

    async def _report(self, request: web.Request, token: Token) -> Body:
        period, place = self._asked(request, token)
        report = await self._reports().report(period, place)
        return to_json(report, Names(self._content()), self._words(request))

    async def _indicators(self, request: web.Request, token: Token) -> Body:
        period, place = self._asked(request, token)
        report = await self._reports().report(period, place)
        async with self._database.read() as connection:
            entered = await official.entered(connection, *{place.code, PROVINCE})
        say = self._words(request)
        found = indicator_lines(report, self._content().indicators, entered)
        here = PlaceName(place.code, say(Names(self._content()).place(place)))
        return _plain(Indicators(period.code, here, tuple(shape(one, say) for one in found), say(FOOTNOTE)))

    async def _places(self, request: web.Request, token: Token) -> Body:
        say = self._words(request)
        province = PlaceName("", say(Names(self._content()).place(Place())))
        all_ = [province, *(PlaceName(code, name) for code, name in self._communes().items())]
        return _plain(Places(tuple(one for one in all_ if token.may_see(one.code))))

    def _words(self, request: web.Request) -> Say:
        lang = language(request)
        return lambda phrase: self._speak(phrase, lang)

    def _asked(self, request: web.Request, token: Token) -> tuple[Period, Place]:
        today = self._clock().astimezone(VIETNAM).date()
        return read_time(request, today), read_where(request, token, self._communes())

    def _communes(self) -> Mapping[str, str]:
        return {code: unit.name for code, unit in self._content().places.units.items()}


def _plain(value: Places | Indicators) -> Body:
    body: Body = plain(value)
    return body


def respond(request: web.Request, body: Body) -> web.Response:
    """The tag is of the figures: when they were read is not in it."""
    told = json.dumps({name: value for name, value in body.items() if name != "made_at"}, sort_keys=True)
    tag = hashlib.sha256(told.encode()).hexdigest()[:32]
    same = any(one.value in (tag, "*") for one in request.if_none_match or ())
    text = None if same else json.dumps(body, ensure_ascii=False)
    response = web.Response(status=304) if same else web.Response(text=text, content_type="application/json")
    response.headers.update({"Cache-Control": "private, no-cache", "Vary": "Authorization"})
    response.headers["ETag"] = f'W/"{tag}"'
    return response


async def describe(_request: web.Request) -> web.Response:
    return web.json_response(description(), headers={"Cache-Control": "public, max-age=3600"})
