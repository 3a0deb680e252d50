"""The overview: what the teams did in the chosen time at the chosen place."""

from __future__ import annotations

from aiohttp import web

from bot.core.phrases import text as _
from bot.web.admin.ask import Ask
from bot.web.admin.section import Section

pages = Section("", _("Overview"), act="report.see")


@pages.get("")
async def show(ask: Ask) -> web.Response:
    return await ask.render("admin/overview.html")
