"""Whom a request for a person goes to, and telling them."""

from collections.abc import Collection, Iterable

from bot.core.messages import Button
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.requests import Request, teams_for
from bot.core.roles import Role
from bot.core.teams import Member, Team
from bot.engine.turn import Turn
from handlers.resident.request_words import card, details, title


async def staffed(turn: Turn, commune: str) -> list[Team]:
    """The teams of the commune that have members."""
    teams = await turn.ports.teams.of_commune(commune)
    return [team for team in teams if await turn.ports.teams.members(team.id)]


async def teams_of(turn: Turn, commune: str, village: str) -> list[Team]:
    return teams_for(village, await staffed(turn, commune))


async def asked(turn: Turn, request: Request) -> list[Member]:
    """Those who are told of it: each member of its teams, or, where there is no team, who looks after the commune."""
    teams = await teams_of(turn, request.commune, request.village)
    members = [member for team in teams for member in await turn.ports.teams.members(team.id)]
    return once_each(request, members) or once_each(request, await turn.ports.teams.admins(request.commune))


async def above(turn: Turn, request: Request) -> list[Member]:
    """Who is told when nobody can take it: the leaders of its teams, and who looks after the commune."""
    leaders = [member for member in await asked(turn, request) if member.role is Role.LEADER]
    return once_each(request, [*leaders, *await turn.ports.teams.admins(request.commune)])


def once_each(request: Request, members: Iterable[Member]) -> list[Member]:
    """Not the resident who asks, though they may be a member themselves."""
    people = {member.person: member for member in members if member.person != request.person}
    return list(people.values())


async def tell_asked(turn: Turn, request: Request, first: Phrase | None = None, but: Collection[int] = ()) -> None:
    """``but``: people who know already."""
    for member in await asked(turn, request):
        if member.person not in but:
            turn.tell(member.person, paragraphs(first, card(turn, request)), *answers(request))
    for team in await teams_of(turn, request.commune, request.village):
        turn.post(team.id, lines(first, title(turn, request), *details(turn, request, wish=False)), take(request))


def answers(request: Request) -> tuple[Button, Button]:
    return take(request), Button(_("I cannot take it"), f"request.decline:{request.id}")


def take(request: Request) -> Button:
    return Button(_("I take it"), f"request.take:{request.id}")


def tell_resident(turn: Turn, request: Request, words: Phrase, *buttons: Button) -> None:
    """Nobody, if they erased their data."""
    if request.person:
        turn.tell(request.person, words, *buttons, see(request))


def see(request: Request) -> Button:
    return Button(_("See the request"), f"request.show:{request.code}")
