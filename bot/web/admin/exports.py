"""Files of reports: a small one comes at once, a large one is made in the background and fetched later."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bot.core.errors import Answerable
from bot.core.exports import Export, Form, State
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.export_desk import SEE_REPORT, SEE_SESSIONS, may
from bot.reports.filing import MEDIA, Wanted
from bot.web.admin.ask import Ask
from bot.web.admin.section import SOMEWHERE, Section

PATH = "/xuat-bao-cao"
FORMS: tuple[tuple[Form, Phrase], ...] = (
    (Form.XLSX, _("Excel: the whole report, ready to print")),
    (Form.CSV, _("CSV: for other programs")),
    (Form.PNG, _("Picture: for a chat")),
)
STATES: dict[State, Phrase] = {
    State.WAITING: _("waits for its turn"),
    State.WORKING: _("is being made"),
    State.DONE: _("is ready"),
    State.FAILED: _("could not be made; please ask for it again"),
}
pages = Section(PATH, _("Export reports"), act=SEE_REPORT)


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    mine = await ask.office.files.of(ask.person)
    named = [(one, await ask.office.files.wanted(one.asked)) for one in mine]
    return await ask.render("admin/exports.html", forms=FORMS, states=STATES, files=named, sees=ask.may(SEE_SESSIONS),
                            making=any(one.state in {State.WAITING, State.WORKING} for one in mine))  # fmt: skip


@pages.post(PATH)
async def make(ask: Ask) -> web.Response:
    wanted = _wanted(ask)
    if not may(ask.visitor.standing, wanted):
        raise web.HTTPForbidden
    if await ask.office.files.is_small(wanted):
        return _file(await ask.office.files.at_once(wanted), wanted)
    if not await ask.office.files.ask(wanted, ask.person):
        raise Answerable(_("Several files are being made for you already. Please wait for them."))
    return await ask.back(
        PATH, _("The file is being made. It stands in the list below, and can be fetched when ready.")
    )


def _wanted(ask: Ask) -> Wanted:
    """Raises ``HTTPBadRequest`` for a form that is none of ours."""
    try:
        form = Form(str(ask.form.get("form", "")))
    except ValueError:
        raise web.HTTPBadRequest from None
    sessions = "sessions" in ask.form and form is not Form.PNG
    return Wanted(form, ask.period, ask.place, ask.lang, sessions, ask.inside)


@pages.get(f"{PATH}/{{id}}", where=SOMEWHERE)
async def fetch(ask: Ask) -> web.StreamResponse:
    export = await _own(ask)
    wanted = await ask.office.files.wanted(export.asked)
    if not wanted or (export.inside and not wanted.inside):  # whoever left the team has it made again
        raise web.HTTPForbidden
    path = ask.office.files.path(export)
    if export.state is not State.DONE or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers=_headers(wanted))


@pages.post(f"{PATH}/{{id}}/bo", where=SOMEWHERE)
async def drop(ask: Ask) -> web.Response:
    export = await _own(ask)
    await ask.office.files.drop(export.id, ask.person)
    return await ask.back(PATH, _("The file is removed."))


async def _own(ask: Ask) -> Export:
    """Another's is as if it were not there."""
    export = await ask.office.files.find(ask.number("id"), ask.person)
    if not export:
        raise web.HTTPNotFound
    return export


def _file(body: bytes, wanted: Wanted) -> web.Response:
    return web.Response(body=body, headers=_headers(wanted))


def _headers(wanted: Wanted) -> dict[str, str]:
    return {
        "Content-Type": MEDIA[wanted.form],
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(wanted.name)}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
