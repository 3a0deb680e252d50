"""Signing in by a link that works once, and signing out."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from bot.core.clean import clean
from bot.core.talk import SPOKEN
from bot.web.admin.layout import Layout
from bot.web.admin.office import Office
from bot.web.admin.section import ROOT
from bot.web.origin import is_https, is_ours
from bot.web.pages import language

COOKIE = "toso_quan_tri"
SECURE_COOKIE = f"__Host-{COOKIE}"
"""With this name a browser keeps it only from this very host, over https."""
LONGEST_SECRET, LONGEST_NAME = 100, 60
ENTRANCE = f"{ROOT}/vao"


class WayIn:
    def __init__(self, layout: Layout, office: Office, public_url: str) -> None:
        self._layout, self._office, self._public_url = layout, office, public_url

    def routes(self) -> list[web.RouteDef]:
        return [web.get(ENTRANCE, self._look), web.post(ENTRANCE, self._sign_in)]

    async def _look(self, request: web.Request) -> web.Response:
        """Looking at the link does not use it up: programs that preview links look at it too."""
        secret = request.query.get("v", "")[:LONGEST_SECRET]
        is_open, is_first = await self._office.link_is_open(secret)
        return self._way_in(request, secret if is_open else "", is_first=is_first)

    def _way_in(
        self, request: web.Request, secret: str, *, is_first: bool = False, unnamed: bool = False
    ) -> web.Response:  # fmt: skip
        """``secret`` empty: the link is void."""
        status = 422 if unnamed else 200 if secret else 410
        onto = f"{ENTRANCE}{_asked(request)}"
        return self._layout.bare("admin/way_in.html", language(request), status, secret=secret, first=is_first,
                                 unnamed=unnamed, onto=onto)  # fmt: skip

    async def _sign_in(self, request: web.Request) -> web.StreamResponse:
        if not is_ours(request, self._public_url):
            return self._way_in(request, "")
        form = await request.post()
        secret, name = _text(form.get("v"))[:LONGEST_SECRET], _name(form.get("ten"))
        is_open, is_first = await self._office.link_is_open(secret)
        if is_open and is_first and not name:
            return self._way_in(request, secret, is_first=True, unnamed=True)
        cookie = await self._office.sign_in(
            secret, browser=kind_of(request.headers.get("User-Agent", "")), name=name, before=cookie_of(request)
        )
        if not cookie:
            return self._way_in(request, "")
        headers = {"Location": f"{ROOT}{_asked(request)}", "Cache-Control": "no-store"}
        response = web.Response(status=303, headers=headers)
        self._keep(request, response, cookie)
        return response

    def _keep(self, request: web.Request, response: web.Response, cookie: str) -> None:
        """Until the browser is closed, or longer where it keeps its tabs; when it ends is decided here, not there."""
        secure = is_https(request, self._public_url)
        response.set_cookie(
            SECURE_COOKIE if secure else COOKIE, cookie, path="/" if secure else ROOT, httponly=True, samesite="Lax",
            secure=secure,
        )  # fmt: skip


def _asked(request: web.Request) -> str:
    """The language, where one was chosen; else it will be the person's own."""
    lang = request.query.get("lang", "")
    return f"?lang={lang}" if lang in SPOKEN else ""


def cookie_of(request: web.Request) -> str:
    return request.cookies.get(SECURE_COOKIE) or request.cookies.get(COOKIE, "")


def forget_cookie(response: web.Response) -> None:
    response.del_cookie(COOKIE, path=ROOT)
    response.del_cookie(SECURE_COOKIE, path="/", secure=True, httponly=True, samesite="Lax")


def _name(value: Any) -> str:
    return " ".join(clean(_text(value)).split())[:LONGEST_NAME]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


_BROWSERS = (("Edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("SamsungBrowser", "Samsung Internet"), ("OPR", "Opera"),
             ("Zalo", "Zalo"), ("Firefox", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
             ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


def kind_of(agent: str) -> str:
    """Enough for somebody to know their browsers apart, and no more: "Chrome, Android"."""
    found = [next((name for sign, name in signs if re.search(sign, agent)), "") for signs in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)
