"""Why the API does not answer, in words."""

from __future__ import annotations

import json

from aiohttp import web

from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.web.api.shapes import Problem, plain

KIND = "application/problem+json"
TITLES = {
    401: _("No valid token"), 403: _("Not for this token"), 404: _("Not found"), 422: _("Not understood"),
    429: _("Too many requests"),
}  # fmt: skip


class Refusal(Exception):
    def __init__(self, status: int, detail: Phrase, retry_after_s: int = 0) -> None:
        super().__init__(status)
        self.status, self.detail, self.retry_after_s = status, detail, retry_after_s

    def headers(self) -> dict[str, str]:
        more = {"Cache-Control": "no-store"}
        if self.status == 401:
            more["WWW-Authenticate"] = "Bearer"
        return more | ({"Retry-After": str(self.retry_after_s)} if self.retry_after_s else {})


def answer(refusal: Refusal, title: str, detail: str) -> web.Response:
    body = plain(Problem("about:blank", title, refusal.status, detail))
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=refusal.status, content_type=KIND, headers=refusal.headers())
