"""The notebook page itself, the way in, and what lets a browser keep the page for when there is no network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from aiohttp import web

from bot.core.phrases import Phrase, Text
from bot.core.phrases import text as _
from bot.core.talk import SPOKEN
from bot.web.assets import FOLDER, Assets
from bot.web.notebook.desk import Desk
from bot.web.origin import is_https, is_ours
from bot.web.pages import Say, language, security, templates

PAGE = "/so-tay"
COOKIE = "toso_so_tay"
COOKIE_DAYS = 400  # the longest that browsers keep one; when it ends is decided here, not there
LONGEST_SECRET = 100
NAME: Phrase = _("Tổ Số: notebook")
SHORT_NAME: Phrase = _("Notebook")

WORKER = Path(FOLDER) / "notebook" / "worker.js"
KEPT = (
    "page.js", "speech.js", "store.js", "chat.css", "band.svg", "icon.svg",
    "fonts/be-vietnam-pro-regular.woff2", "fonts/be-vietnam-pro-bold.woff2",
)  # fmt: skip
"""What the page shares with the chat; its own files are all those of the folder ``notebook``."""


class NotebookPages:
    def __init__(
        self, assets: Assets, say: Say, desk: Desk, public_url: str, is_demo: Callable[[], bool]
    ) -> None:  # fmt: skip
        self._assets, self._say, self._desk, self._public_url = assets, say, desk, public_url
        self._templates, self._is_demo = templates(assets), is_demo

    @cached_property
    def _pages(self) -> Mapping[str, str]:
        return {lang: self._render("notebook.html", lang) for lang in SPOKEN}

    @cached_property
    def _worker(self) -> str:
        pages = {f"{PAGE}?lang={lang}": text for lang, text in self._pages.items()}
        version = hashlib.sha256("".join(pages.values()).encode()).hexdigest()[:10]
        kept = {"version": version, "page": PAGE, "languages": SPOKEN, "files": self.files}
        return f"const KEPT = {json.dumps(kept)};\n" + WORKER.read_text("utf-8")

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(PAGE, self._page), web.get(f"{PAGE}/", self._without_slash), web.post(f"{PAGE}/vao", self._sign_in),
            web.get(f"{PAGE}/worker.js", self._serve_worker), web.get(f"{PAGE}/app.webmanifest", self._manifest),
        ]  # fmt: skip

    @property
    def files(self) -> list[str]:
        """The addresses of all that is kept for when there is no network."""
        own = [name for name in self._assets.names if name.startswith("notebook/") and name.endswith((".js", ".css"))]
        kept = [*KEPT, *(name for name in own if name != "notebook/worker.js")]
        return [self._assets.url(name) for name in kept]

    # ---- the page ----

    async def _page(self, request: web.Request) -> web.Response:
        """Looking at the link does not use it up: programs that preview links look at it too."""
        lang = language(request)
        if "v" not in request.query:
            return self._html(self._pages[lang], forms="'none'")
        secret = request.query["v"][:LONGEST_SECRET]
        return self._way_in(lang, secret if await self._desk.link_is_open(secret) else "")

    def _way_in(self, lang: str, secret: str) -> web.Response:
        """``secret`` empty: the link is void."""
        text = self._render("notebook_way_in.html", lang, secret=secret)
        response = self._html(text, forms="'self'", status=200 if secret else 410)
        response.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "same-origin"})
        return response

    async def _sign_in(self, request: web.Request) -> web.StreamResponse:
        lang = language(request)
        if not is_ours(request, self._public_url):
            raise web.HTTPForbidden(text=self._say(_("Please open the link from the chat again."), lang))
        written = (await request.post()).get("v", "")
        cookie = await self._desk.sign_in(written[:LONGEST_SECRET]) if isinstance(written, str) else None
        if not cookie:
            return self._way_in(lang, "")
        response = web.Response(status=303, headers={"Location": PAGE, "Cache-Control": "no-store"})
        response.set_cookie(
            COOKIE, cookie, path=PAGE, max_age=COOKIE_DAYS * 86400, httponly=True, samesite="Lax",
            secure=is_https(request, self._public_url),
        )  # fmt: skip
        return response

    async def _without_slash(self, _request: web.Request) -> web.StreamResponse:
        raise web.HTTPMovedPermanently(PAGE)

    def _render(self, name: str, lang: str, **more: str) -> str:
        def t(msgid: str) -> str:
            return self._say(Text(msgid), lang)

        return self._templates.get_template(name).render(lang=lang, t=t, demo=self._is_demo(), **more)

    def _html(self, text: str, *, forms: str, status: int = 200) -> web.Response:
        response = web.Response(
            text=text, status=status, content_type="text/html", headers=security("'none'", forms)
        )  # fmt: skip
        response.enable_compression()
        return response

    # ---- what is kept ----

    async def _serve_worker(self, _request: web.Request) -> web.Response:
        """It asks for itself again at every visit, and so learns of a new page."""
        headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": PAGE, "X-Content-Type-Options": "nosniff"}
        return web.Response(text=self._worker, content_type="text/javascript", headers=headers)

    async def _manifest(self, request: web.Request) -> web.Response:
        lang = language(request)
        manifest = {
            "id": PAGE, "start_url": PAGE if lang == SPOKEN[0] else f"{PAGE}?lang={lang}", "scope": PAGE,
            "display": "standalone", "lang": lang,
            "name": self._say(NAME, lang), "short_name": self._say(SHORT_NAME, lang),
            "background_color": "#f6f0e6", "theme_color": "#6e2719",
            "icons": [
                {"src": self._assets.url("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                self._icon("icon-192.png", "192x192", "any"), self._icon("icon-512.png", "512x512", "any"),
                self._icon("icon-maskable.png", "512x512", "maskable"),
            ],
        }  # fmt: skip
        return web.json_response(manifest, content_type="application/manifest+json", headers=_FRESH)

    def _icon(self, name: str, sizes: str, purpose: str) -> dict[str, str]:
        return {"src": self._assets.url(f"notebook/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}


_FRESH = {"Cache-Control": "no-cache"}
