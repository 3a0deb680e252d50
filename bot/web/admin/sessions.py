"""Sessions: the rows behind every figure, each with all that was done to it, and its correction by the leader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.core.facts import Ended, Scope
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.sessions import Evidence, Had, KeptSession, load_session, may_change
from bot.reports.names import EVIDENCE, HAD, HEADINGS, Names, village, written
from bot.reports.report import Place
from bot.reports.session_cells import size
from bot.reports.withhold import FEWEST
from bot.storage import session_list, sessions
from bot.storage.session_list import CONFIRMED, NEW, Found, Wanted
from bot.web.admin.ask import Ask
from bot.web.admin.section import Section
from bot.web.admin.session_form import correct, withdraw
from bot.web.admin.session_words import work_words

PATH = "/phien"
SERVICE, OUTCOME, VILLAGE, END = "dv", "kq", "thon", "loai"
pages = Section(PATH, _("Sessions of help"), act="session.see")

ENDS: Mapping[str, Phrase] = {
    "": _("all"),
    str(Ended.DONE): HEADINGS["done"],
    NEW: HEADINGS["new"],
    str(Ended.TOLD): HEADINGS["told"],
    str(Ended.GUIDED): HEADINGS["guided"],
    str(Ended.NOT_DONE): HEADINGS["not_done"],
    CONFIRMED: HEADINGS["confirmed"],
}
ACTS: Mapping[str, Phrase] = {
    "session.corrected": _("Corrected; before that it said:"),
    "session.withdrawn": _("Withdrawn; before that it said:"),
}


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    wanted, page = _wanted(ask), ask.page
    async with ask.office.reading() as ports:
        found = await session_list.find(ports.connection, wanted, page)
        names = {one.id: one.name for code in {row.session.commune for row in found.rows}
                 for one in await ports.teams.of_commune(code)}  # fmt: skip
    services = ask.office.world().content.services
    return await ask.render(
        "admin/sessions.html", rows=[_row(ask, one, names) for one in found.rows], wanted=wanted, page=page,
        more=found.is_more(page), summed=_summed(ask, wanted, found), ends=ENDS, services=services,
        outcomes=services[wanted.service].outcomes if wanted.service in services else {},
    )  # fmt: skip


def _wanted(ask: Ask) -> Wanted:
    """What is none of ours is not asked for."""
    scope = Scope(ask.period.first, ask.period.last, ask.place.code, ask.place.team)
    service, end = ask.query.get(SERVICE, ""), ask.query.get(END, "")
    known = ask.office.world().content.services
    return Wanted(
        scope, service if service in known else "", ask.query.get(OUTCOME, "")[:32],
        ask.query[VILLAGE][:60] if VILLAGE in ask.query else None, end if end in ENDS else "",
    )  # fmt: skip


def _summed(ask: Ask, wanted: Wanted, found: Found) -> str:
    """Of all together as the report has it. Of a part only its size leaves the team: the rest could be worked out."""
    whole = wanted == Wanted(wanted.scope) and found.people >= FEWEST
    people = written(found.people) if ask.inside or whole else str(size(found.people))
    return ask.say(
        _("{sessions} sessions, {people} people helped (visits).", sessions=written(found.sessions), people=people)
    )


def _row(ask: Ask, kept: KeptSession, teams: Mapping[int, str]) -> list[Any]:
    one, names = kept.session, Names(ask.office.world().content)
    place = names.content.places.units.get(one.commune)
    where = (
        ask.say(village(one.village))
        if ask.place.code
        else f"{place.name if place else one.commune}, " + ask.say(village(one.village))
    )
    services = ", ".join(ask.say(names.service(code)) for code in one.services)
    confirmed = kept.confirmed if ask.inside else size(kept.confirmed)
    people = one.people if ask.inside else size(one.people)
    return [(f"{one.held_on:%d/%m/%Y}", ask.url(f"{PATH}/{kept.id}")), where, teams.get(one.team, str(one.team)),
            services, str(people), str(confirmed)]  # fmt: skip


# ---- one of them ----


async def of_session(ask: Ask) -> Place | None:
    async with ask.office.reading() as ports:
        kept = await sessions.find(ports.connection, ask.number("id"))
    return Place(kept.session.commune, team=kept.session.team) if kept else None


@pages.get(PATH + "/{id}", where=of_session)
async def one(ask: Ask) -> web.Response:
    async with ask.office.reading() as ports:
        kept = await sessions.find(ports.connection, ask.number("id"))
        if not kept:
            raise web.HTTPNotFound
        changes = await session_list.changes(ports.connection, kept.id)
        members = {one.person: one.name for one in await ports.teams.members(kept.session.team)}
        team = await ports.teams.find(kept.session.team)
    content = ask.office.world().content
    unit = content.places.units.get(kept.session.commune)
    inside = kept.session.team in ask.visitor.standing.teams
    return await ask.render(
        "admin/session.html", kept=kept, session=kept.session, inside=inside, team=team,
        commune=unit.name if unit else kept.session.commune,
        counted=(lambda count: written(count) if inside else str(size(count or 0))),
        members=members, changes=[(one, load_session(one.before, "")) for one in changes], acts=ACTS,
        may=may_change(kept, ask.person, ask.visitor.standing, ask.office.today()), content=content,
        work_words=lambda one: ask.say(work_words(Names(content), one, inside=inside)), evidence=EVIDENCE, had=HAD,
        evidences=list(Evidence), hads=list(Had),
    )  # fmt: skip


pages.post(PATH + "/{id}/sua", act="session.correct", where=of_session)(correct)
pages.post(PATH + "/{id}/rut", act="session.correct", where=of_session)(withdraw)
