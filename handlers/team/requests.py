"""Requests of residents, as members see them: the list, one of them, and the first tap takes it."""

from collections.abc import Sequence

from bot.core.codes import as_code
from bot.core.errors import Answerable
from bot.core.messages import Button
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.core.request_events import RequestDeclined, RequestTaken
from bot.core.requests import Request, State, has_it, may_see, nobody_left, team_to_take
from bot.core.roles import Standing
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import help_routing, my_request
from handlers.resident.buttons import MENU, MY_TEAM, REQUESTS
from handlers.resident.request_words import card, helper, in_short, place_of
from handlers.team import relay
from handlers.team.relay_line import pause_button
from handlers.team.words import number, require

router = Router()

MOST = 8  # shown at once; the urgent and the oldest first


# ---- the list ----


@router.on("requests")
@router.action("requests")
async def show_all(turn: Turn) -> None:
    """A resident sees their own; a member the team's as well."""
    standing = await turn.ports.teams.standing(turn.person.id)
    waiting = await turn.ports.requests.of_person(turn.person.id)
    if waiting or not standing.posts:
        await my_request.show_mine(turn, waiting)
    if standing.posts:
        await show_list(turn, standing)


async def show_list(turn: Turn, standing: Standing) -> None:
    communes = dict.fromkeys(post.commune for post in standing.posts if post.commune)
    there = [one for commune in communes for one in await turn.ports.requests.open_in(commune)]
    waiting = [one for one in there if may_see(one, standing)]
    mine = await turn.ports.requests.taken_by(turn.person.id)
    turn.talk.expect("")
    words = _("Requests of residents: {open} wait, {mine} are with {you}.", open=str(len(waiting)), mine=str(len(mine)))
    turn.say(words, *listed(turn, [*mine, *waiting]), MY_TEAM, MENU)


def listed(turn: Turn, found: Sequence[Request]) -> list[Button]:
    return [Button(in_short(turn, one), f"request.open:{one.id}") for one in found[:MOST]]


# ---- one of them ----


async def request_of(turn: Turn) -> Request:
    """The one that the action names, if they may see it."""
    request = await turn.ports.requests.find(number(turn.arg(0)))
    if not request:
        raise Answerable(_("This request is no longer there."), REQUESTS, MENU)
    if not may_see(request, await turn.ports.teams.standing(turn.person.id)):
        await require(turn, "request.see", commune=request.commune, team=request.team)
    return request


@router.action("request.open")
async def show_chosen(turn: Turn) -> None:
    await show(turn, await request_of(turn))


async def show_by_code(turn: Turn, code: str) -> bool:
    """A member sees what it is about, anybody else how it stands. False: there is none."""
    request = await turn.ports.requests.by_code(as_code(code))
    standing = await turn.ports.teams.standing(turn.person.id)
    if request and request.person != turn.person.id and may_see(request, standing):
        await show(turn, request)
        return True
    return await my_request.show_by_code(turn, code)


async def show(turn: Turn, request: Request, first: Phrase | None = None) -> None:
    if has_it(request, turn.person.id):
        words = paragraphs(first, card(turn, request, phone=True))
        turn.show(words, relay.button(turn, request), *ways_on(request), REQUESTS)
    elif request.state is State.OPEN:
        mine = team_to_take(request, await turn.ports.teams.standing(turn.person.id)) is not None
        turn.show(paragraphs(first, card(turn, request)), *(help_routing.answers(request) if mine else ()), REQUESTS)
    else:
        turn.show(paragraphs(first, await my_request.state_in_words(turn, request)), REQUESTS, MENU)


def ways_on(request: Request) -> list[Button]:
    return [
        Button(_("It is done"), f"request.done:{request.id}"),
        Button(_("Hand it over"), f"request.hand:{request.id}"),
        Button(_("Give it back"), f"request.back:{request.id}"),
    ]


# ---- taking it ----


@router.action("request.take")
async def take(turn: Turn) -> None:
    request = await request_of(turn)
    taken = await turn.ports.requests.take(turn.person.id, request, await team_for(turn, request))
    if not taken:
        await say_who_was_quicker(turn, await request_of(turn))
        return
    turn.emit(RequestTaken(taken.id, taken.commune, taken.team))
    await relay.begin(turn, taken)
    await show(turn, taken, _("{You} have it now. Thank {you}!"))
    help_routing.tell_resident(turn, taken, await introduced(turn, taken), pause_button(taken))


async def team_for(turn: Turn, request: Request) -> int:
    """For which they take it. Ends the turn with kind words when they may not."""
    team = team_to_take(request, await turn.ports.teams.standing(turn.person.id))
    if team is None:
        await require(turn, "request.take", commune=request.commune, team=request.team)
    return team or 0


async def say_who_was_quicker(turn: Turn, request: Request) -> None:
    name = await helper(turn, request)
    quicker = request.state is State.TAKEN and request.taken_by != turn.person.id
    await show(turn, request, _("{name} was quicker.", name=name) if quicker else None)


async def introduced(turn: Turn, request: Request) -> Phrase:
    """Who helps, as the resident is told."""
    name, team = await helper(turn, request), await turn.ports.teams.find(request.team)
    whence: Phrase = team.name if team else place_of(turn, request.commune)
    return _(
        "{name} of “{team}” has taken request *{code}*. What {you} type here now goes to them.",
        name=name, team=whence, code=request.code,
    )  # fmt: skip


# ---- or not ----


@router.action("request.decline")
async def decline(turn: Turn) -> None:
    request = await request_of(turn)
    await team_for(turn, request)
    if request.state is not State.OPEN:
        await show(turn, request)
        return
    declined = await turn.ports.requests.decline(turn.person.id, request)
    turn.show(_("All right. {You} can still take it as long as nobody else has."), help_routing.take(request), REQUESTS)
    if declined is None:
        return
    turn.emit(RequestDeclined(request.id, request.commune))
    everybody = {member.person for member in await help_routing.asked(turn, request)}
    if nobody_left(declined, everybody):
        await tell_above(turn, request)


async def tell_above(turn: Turn, request: Request) -> None:
    words = paragraphs(_("Everybody in the team says that they cannot take this request."), card(turn, request))
    for member in await help_routing.above(turn, request):
        if member.person != turn.person.id:
            turn.tell(member.person, words, help_routing.take(request), REQUESTS)
