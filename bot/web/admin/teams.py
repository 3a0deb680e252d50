"""Teams and their members: who is there, what they did, who may join, and who leads."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.core.teams import ROLES, Team
from bot.reports.names import share
from bot.reports.report import Place, Report
from bot.web.admin.ask import Ask
from bot.web.admin.section import Section
from bot.web.admin.team_acts import (
    appoint,
    cover,
    invite,
    invite_admin,
    make,
    move,
    of_team,
    remove,
    uninvite,
    uninvite_admin,
)

PATH = "/to"
pages = Section(PATH, _("Teams and members"), act="team.see")


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    """The communes of the province, or the teams of the commune; of one team alone, its own page."""
    if ask.place.team:
        raise web.HTTPSeeOther(ask.url(f"{PATH}/{ask.place.team}"))
    report = await ask.office.report(ask.period, ask.place)
    if not ask.place.code:
        return await ask.render("admin/communes.html", rows=_communes(ask, report))
    async with ask.office.reading() as ports:
        teams = await ports.teams.of_commune(ask.place.code)
        members = {team.id: await ports.teams.members(team.id) for team in teams}
        admins = await ports.teams.admins(ask.place.code)
        open_invites = await ports.invites.open(ask.place.code, 0)
    return await ask.render(
        "admin/teams.html", rows=[_row(ask, report, team, members[team.id]) for team in teams], admins=admins,
        invites=open_invites, roles=ROLES, may_make=ask.may("team.make"), may_invite=ask.may("commune_admin.invite"),
    )  # fmt: skip


def _communes(ask: Ask, report: Report) -> list[list[Any]]:
    return [
        [(line.name, ask.url(PATH, xa=line.code)), share(line.teams) if line.teams else "—", line.work.sessions,
         line.work.visits]
        for line in report.by_place
    ]  # fmt: skip


def _row(ask: Ask, report: Report, team: Team, members: Any) -> list[Any]:
    work = next((line.work for line in report.by_team if line.team == team.id), None)
    leads = ", ".join(one.name for one in members if one.role is Role.LEADER) or ask.say(_("nobody leads it"))
    covers = ", ".join(team.villages) or ask.say(_("the whole commune"))
    link = ask.url(f"{PATH}/{team.id}", to=team.id)
    return [(team.name, link), covers, leads, str(len(members)), work.sessions if work else None,
            work.visits if work else None]  # fmt: skip


@pages.get(PATH + "/{team}", where=of_team)
async def one(ask: Ask) -> web.Response:
    async with ask.office.reading() as ports:
        team = await ports.teams.find(ask.number("team"))
        if not team:
            raise web.HTTPNotFound
        members = await ports.teams.members(team.id)
        beside = [one for one in await ports.teams.of_commune(team.commune) if one.id != team.id]
        invites = await ports.invites.open(team.commune, team.id)
    here = Place(team.commune, ask.place.name, team.id, team.name)
    inside = team.id in ask.visitor.standing.teams and ask.may("report.see", here)
    report = await ask.office.report(ask.period, here, inside=inside)
    did = {line.person: line for line in report.by_member or ()}
    may = {act: ask.may(act, here) for act in MAY}
    return await ask.render(
        "admin/team.html", team=team, members=members, did=did, inside=inside, report=report, beside=beside,
        invites=invites, may=may, roles=ROLES, Role=Role,
    )  # fmt: skip


MAY = ("member.invite", "leader.invite", "member.remove", "leader.remove", "leader.change", "team.villages")

pages.post(PATH, act="team.make")(make)
pages.post(PATH + "/quan-tri-xa", act="commune_admin.invite")(invite_admin)
pages.post(PATH + "/quan-tri-xa/{invite}/thu-hoi", act="commune_admin.invite")(uninvite_admin)
pages.post(PATH + "/{team}/moi", act="member.invite", where=of_team)(invite)
pages.post(PATH + "/{team}/moi/{invite}/thu-hoi", act="member.invite", where=of_team)(uninvite)
pages.post(PATH + "/{team}/thon", act="team.villages", where=of_team)(cover)
pages.post(PATH + "/{team}/{post}/go", act="member.remove", where=of_team)(remove)
pages.post(PATH + "/{team}/{post}/to-truong", act="leader.change", where=of_team)(appoint)
pages.post(PATH + "/{team}/{post}/chuyen", act="member.remove", where=of_team)(move)
