"""Where somebody is signed in, and ending that."""

from __future__ import annotations

from aiohttp import web

from bot.core.phrases import text as _
from bot.web.admin.ask import Ask
from bot.web.admin.section import SOMEWHERE, Section
from bot.web.admin.way_in import forget_cookie

PATH = "/phien-dang-nhap"
pages = Section(PATH, where=SOMEWHERE)


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    return await ask.render("admin/browsers.html", browsers=await ask.office.browsers(ask.visitor))


@pages.post(f"{PATH}/{{session}}/dang-xuat")
async def end_one(ask: Ask) -> web.StreamResponse:
    session = ask.number("session")
    if session == ask.visitor.session:
        return await sign_out(ask)
    if not await ask.office.end(ask.visitor, session):
        raise web.HTTPNotFound
    return await ask.back(PATH, _("That browser is signed out."))


@pages.post(f"{PATH}/tat-ca")
async def end_all(ask: Ask) -> web.Response:
    await ask.office.end_all(ask.visitor)
    return _gone(ask)


@pages.post("/dang-xuat")
async def sign_out(ask: Ask) -> web.Response:
    await ask.office.end(ask.visitor, ask.visitor.session)
    return _gone(ask)


def _gone(ask: Ask) -> web.Response:
    page = ask.layout.bare("admin/signed_out.html", ask.lang, 200)
    forget_cookie(page)
    return page
