"""What is done to teams here: by the same rules, and into the same audit log, as in the chat."""

from __future__ import annotations

import re

import segno
from aiohttp import web

from bot.core.errors import Answerable
from bot.core.messages import Reply
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.core.teams import ROLES, Member, Team
from bot.reports.report import Place
from bot.storage import audit, outbox, teams
from bot.storage.notices import Notice, addressed
from bot.storage.turns import TurnPorts
from bot.understanding.guard import guard
from bot.understanding.numbers import one_line
from bot.web.admin.ask import Ask

PATH = "/to"
DAYS, MOST_USES = 7, 50
LONGEST_NAME, LONGEST_VILLAGE, MOST_VILLAGES = 60, 40, 30
MOVED = "member.moved"
NAME: Phrase = _("Please write a short name of letters and numbers, on one line.")
GONE: Phrase = _("This person is no longer in the team.")


async def of_team(ask: Ask) -> Place | None:
    async with ask.office.reading() as ports:
        team = await ports.teams.find(ask.number("team"))
    return Place(team.commune, team=team.id, team_name=team.name) if team else None


async def _team(ask: Ask, ports: TurnPorts) -> Team:
    team = await ports.teams.find(ask.number("team"))
    if not team:
        raise web.HTTPNotFound
    return team


async def make(ask: Ask) -> web.Response:
    if not ask.place.code:
        raise Answerable(_("A team belongs to a commune: choose one first."))
    name = _name(_typed(ask, "name"), LONGEST_NAME)
    async with ask.office.writing() as ports:
        team = await ports.teams.make(ask.person, ask.place.code, name)
    return await ask.back(
        f"{PATH}/{team.id}", _("“{team}” is there now. Next: invite its leader.", team=name), to=team.id
    )


async def cover(ask: Ask) -> web.Response:
    typed = [part for part in re.split(r"[,;\n]+", _typed(ask, "villages")) if part.strip()]
    names = [_name(part, LONGEST_VILLAGE) for part in typed]
    if len(names) > MOST_VILLAGES:
        raise Answerable(_("That is too many villages for one team: at most {most}.", most=str(MOST_VILLAGES)))
    async with ask.office.writing() as ports:
        team = await _team(ask, ports)
        await ports.teams.set_villages(ask.person, team, list(dict.fromkeys(names)))
    return await ask.back(f"{PATH}/{team.id}", _("Noted."))


# ---- inviting ----


async def invite(ask: Ask) -> web.Response:
    role = Role.LEADER if _typed(ask, "role") == Role.LEADER else Role.MEMBER
    async with ask.office.reading() as ports:
        team = await _team(ask, ports)
    if role is Role.LEADER and not ask.may("leader.invite", Place(team.commune, team=team.id)):
        raise web.HTTPForbidden
    return await _invited(ask, Post(role, team.commune, team.id), f"{PATH}/{team.id}")


async def invite_admin(ask: Ask) -> web.Response:
    if not ask.place.code:
        raise Answerable(_("Choose a commune first."))
    return await _invited(ask, Post(Role.COMMUNE_ADMIN, ask.place.code), PATH)


async def _invited(ask: Ask, post: Post, back: str) -> web.Response:
    """The code is shown once, on this very page: only what was made of it is kept."""
    uses = min(max(_count(_typed(ask, "uses")), 1), MOST_USES)
    async with ask.office.writing() as ports:
        made, code = await ports.invites.make(
            ask.person, post, uses=uses if post.role is Role.MEMBER else 1, days=DAYS
        )  # fmt: skip
        base = ports.url or f"{ask.request.scheme}://{ask.request.host}"
    link = f"{base}/?start=j_{code}"
    return await ask.render(
        "admin/invited.html", invite=made, code=code, link=link, back=back, role=ROLES[post.role],
        qr=segno.make(link, error="m").png_data_uri(scale=6, border=4),
    )  # fmt: skip


async def uninvite(ask: Ask) -> web.Response:
    async with ask.office.writing() as ports:
        team = await _team(ask, ports)
        await _withdraw(ask, ports, team.commune, team.id)
    return await ask.back(f"{PATH}/{team.id}", _("This code is no longer valid."))


async def uninvite_admin(ask: Ask) -> web.Response:
    async with ask.office.writing() as ports:
        await _withdraw(ask, ports, ask.place.code, 0)
    return await ask.back(PATH, _("This code is no longer valid."))


async def _withdraw(ask: Ask, ports: TurnPorts, commune: str, team: int) -> None:
    """Only one that is open there; another's is not found."""
    for one in await ports.invites.open(commune, team):
        if one.id == ask.number("invite") and ask.may(f"{one.purpose}.invite", Place(commune, team=team)):
            await ports.invites.withdraw(ask.person, one.id)


# ---- members ----


async def _member(ask: Ask, ports: TurnPorts, team: Team) -> Member:
    member = await ports.teams.member(ask.number("post"))
    if not member or member.team != team.id:
        raise Answerable(GONE)
    return member


def _may_remove(ask: Ask, member: Member) -> None:
    """A leader is removed by the commune only."""
    act = "leader.remove" if member.role is Role.LEADER else "member.remove"
    if not ask.may(act, Place(member.commune, team=member.team)):
        raise web.HTTPForbidden


async def remove(ask: Ask) -> web.Response:
    async with ask.office.writing() as ports:
        team = await _team(ask, ports)
        member = await _member(ask, ports, team)
        _may_remove(ask, member)
        await ports.teams.end(ask.person, member)
        await _tell(ask, ports, member, _("{You} are no longer in “{team}”. For questions ask the team leader.",
                                          team=team.name))  # fmt: skip
    return await ask.back(
        f"{PATH}/{team.id}", _("{name} is no longer in “{team}”.", name=member.name, team=team.name)
    )  # fmt: skip


async def appoint(ask: Ask) -> web.Response:
    async with ask.office.writing() as ports:
        team = await _team(ask, ports)
        member = await _member(ask, ports, team)
        await ports.teams.hand_over(ask.person, member)
        await _tell(ask, ports, member, _("{You} now lead “{team}”.", team=team.name))
    return await ask.back(f"{PATH}/{team.id}", _("{name} now leads “{team}”.", name=member.name, team=team.name))


async def move(ask: Ask) -> web.Response:
    """To a team beside it, as a member; what they did stays with the team for which they did it."""
    async with ask.office.writing() as ports:
        team = await _team(ask, ports)
        member = await _member(ask, ports, team)
        other = await ports.teams.find(_count(_typed(ask, "to_team")))
        if not other or other.commune != team.commune or other.id == team.id:
            raise Answerable(_("Choose another team of the same commune."))
        _may_remove(ask, member)
        if not ask.may("member.invite", Place(other.commune, team=other.id)):
            raise web.HTTPForbidden
        await ports.teams.end(ask.person, member)
        post = Post(Role.MEMBER, other.commune, other.id)
        given = await teams.give(ports.connection, member.person, post, member.name, ports.now)
        await audit.note(ports.connection, MOVED, ports.now, by=ask.person, commune=other.commune, team=other.id,
                         post=given.post if given else member.post)  # fmt: skip
        await _tell(ask, ports, member, _("{You} are in “{team}” from now on.", team=other.name))
    return await ask.back(
        f"{PATH}/{team.id}", _("{name} is in “{team}” from now on.", name=member.name, team=other.name)
    )


async def _tell(ask: Ask, ports: TurnPorts, member: Member, words: Phrase) -> None:
    if member.person != ask.person:
        said = await addressed(ports.connection, [Notice(member.person, Reply(words))])
        await outbox.add(ports.connection, said, ports.now)


# ---- what is typed ----


def _name(written: str, most: int) -> str:
    """Raises ``Answerable``: it is shown to others, so no number of anybody, and no mark-up."""
    name = one_line(guard(written).text, most)
    if not name:
        raise Answerable(NAME)
    return name


def _typed(ask: Ask, name: str) -> str:
    value = ask.form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _count(typed: str) -> int:
    """0 for whatever is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
