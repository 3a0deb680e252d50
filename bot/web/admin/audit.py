"""The audit log: who did what to teams, posts, sessions and requests, in the chosen time and place."""

from __future__ import annotations

from aiohttp import web

from bot.core.facts import Scope
from bot.core.phrases import text as _
from bot.storage import audit_list
from bot.storage.audit_list import Noted
from bot.web.admin.ask import Ask
from bot.web.admin.audit_words import ACTS, Wording
from bot.web.admin.section import Section

PATH, ACT = "/nhat-ky", "viec"
pages = Section(PATH, _("Audit log"), act="audit.see")


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    scope = Scope(ask.period.first, ask.period.last, ask.place.code, ask.place.team)
    act, page = ask.query.get(ACT, ""), ask.page
    act = act if act in ACTS else ""
    async with ask.office.reading() as ports:
        found, more = await audit_list.listed(ports.connection, scope, act=act, page=page)
        there = await audit_list.acts(ports.connection, scope)
        teams = await audit_list.teams(ports.connection, {one.team for one in found})
    acts = {code: words for code, words in ACTS.items() if code in there or code == act}
    wording = Wording(ask.office.world().content)
    return await ask.render(
        "admin/audit.html", rows=[(one, _place(ask, one, teams)) for one in found], wording=wording, acts=acts, act=act,
        page=page, more=more,
    )  # fmt: skip


def _place(ask: Ask, one: Noted, teams: dict[int, str]) -> str:
    """As far as it is not said above already."""
    unit = ask.office.world().places.units.get(one.commune)
    commune = "" if ask.place.code or not one.commune else unit.name if unit else one.commune
    team = "" if ask.place.team or not one.team else teams.get(one.team, str(one.team))
    return ", ".join(filter(None, (team, commune)))
