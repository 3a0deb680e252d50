"""Whom a request for a person goes to, and telling them."""

from collections.abc import Collection, Iterable, Sequence

from bot.core.messages import Button
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.requests import Request, State, teams_for
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


async def in_the_hands_of(turn: Turn, person_id: int, team: int) -> list[Request]:
    """What they have now for that team; 0: for any."""
    return [one for one in await turn.ports.requests.taken_by(person_id) if team in {0, one.team}]


async def ask_the_others(turn: Turn, had: Sequence[Request], name: str, but: int) -> None:
    """``had``: what somebody had who is not there any more. It is open again, and neither side is left in silence."""
    for request in had:
        opened = await turn.ports.requests.find(request.id)
        if opened and opened.state is State.OPEN:
            await tell_asked(turn, opened, _("{name} cannot go on with this request. Who can?", name=name), but={but})
            tell_resident(turn, opened, asked_again(opened, name))


def asked_again(request: Request, name: Phrase) -> Phrase:
    return _("{name} cannot go on with request *{code}*. {Me} ask the others again.", name=name, code=request.code)


def tell_resident(turn: Turn, request: Request, words: Phrase, *buttons: Button) -> None:
    """Nobody, if they erased their data."""
    if request.person:
        turn.tell(request.person, words, *buttons, see(request))


def see(request: Request) -> Button:
    return Button(_("See the request"), f"request.show:{request.code}")
