"""The chat page, in the language of the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jinja2
from aiohttp import web

from bot.core.phrases import Phrase, Text
from bot.core.talk import SPOKEN
from bot.web.assets import Assets

TEMPLATES = Path(__file__).parent / "templates"

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; media-src blob:; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action {forms}; frame-ancestors {frames}"
)

Say = Callable[[Phrase, str], str]


class Pages:
    """``frames``: the sites that may show the chat page inside theirs, as CSP writes them. ``is_demo``: whether all the
    data are invented; the page says so."""

    def __init__(self, assets: Assets, say: Say, frames: str, is_demo: Callable[[], bool]) -> None:
        self._say, self._frames, self._is_demo = say, frames, is_demo
        self._templates = templates(assets)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/", self._chat)]

    async def _chat(self, request: web.Request) -> web.Response:
        lang = language(request)
        page = self._templates.get_template("chat.html").render(
            lang=lang, embed="embed" in request.query, demo=self._is_demo(),
            t=lambda msgid: self._say(Text(msgid), lang),
        )  # fmt: skip
        response = web.Response(text=page, content_type="text/html", headers=security(self._frames))
        response.enable_compression()
        return response


def templates(assets: Assets) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals["asset"] = assets.url
    return made


def language(request: web.Request) -> str:
    """Vietnamese, unless another language is asked for: a telephone set to English is no wish to be answered in it."""
    wanted = request.query.get("lang", "")
    return wanted if wanted in SPOKEN else SPOKEN[0]


def security(frames: str, forms: str = "'none'") -> dict[str, str]:
    """``frames``: who may show the page inside theirs; ``forms``: where its forms may lead."""
    return {
        "Content-Security-Policy": CSP.format(frames=frames, forms=forms),
        "Cache-Control": "no-cache",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "geolocation=(self), microphone=(self), camera=()",
    }
