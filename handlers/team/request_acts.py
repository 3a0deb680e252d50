"""What who has a request does with it: give it back, hand it over, or close it, and then into the log."""

from bot.core.errors import Answerable
from bot.core.messages import Button
from bot.core.phrases import paragraphs
from bot.core.phrases import text as _
from bot.core.request_events import RequestClosed, RequestHandedOver, RequestReturned
from bot.core.requests import Request, has_it, only
from bot.core.sessions import Session
from bot.core.teams import Member
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import help_routing, my_request
from handlers.resident.buttons import REQUESTS
from handlers.resident.request_words import card, helper
from handlers.team import log_buttons, relay
from handlers.team.relay_line import pause_button
from handlers.team.requests import request_of, show, ways_on
from handlers.team.session_words import today
from handlers.team.words import number

router = Router()


async def in_hand(turn: Turn) -> Request:
    """The request that the action names, if they have it now; else how it stands."""
    request = await request_of(turn)
    if not has_it(request, turn.person.id):
        raise Answerable(await my_request.state_in_words(turn, request), REQUESTS)
    return request


# ---- giving it back ----


@router.action("request.back")
async def give_back(turn: Turn) -> None:
    request = await in_hand(turn)
    name = await helper(turn, request)
    teams = await help_routing.teams_of(turn, request.commune, request.village)
    opened = await turn.ports.requests.give_back(turn.person.id, request, only(teams))
    if not opened:
        await show(turn, await request_of(turn))
        return
    turn.emit(RequestReturned(opened.id, opened.commune, opened.team))
    first = _("{name} cannot go on with this request. Who can?", name=name)
    await help_routing.tell_asked(turn, opened, first, but={turn.person.id})
    help_routing.tell_resident(turn, opened, help_routing.asked_again(opened, name))
    turn.show(_("Given back: the others are asked again."), REQUESTS)


# ---- handing it over ----


@router.action("request.hand")
async def ask_to_whom(turn: Turn) -> None:
    request = await in_hand(turn)
    others = [Button(one.name, f"request.give:{request.id}.{one.post}") for one in await colleagues(turn, request)]
    if others:
        turn.say(_("To whom do {you} hand it over?"), *others, REQUESTS)
    else:
        turn.say(_("There is nobody else in the team. {You} can give it back."), *ways_on(request), REQUESTS)


async def colleagues(turn: Turn, request: Request) -> list[Member]:
    """The others of its team; where the commune itself has it, of all its teams."""
    own = await turn.ports.teams.find(request.team)
    teams = [own] if own else await help_routing.staffed(turn, request.commune)
    members = [one for team in teams for one in await turn.ports.teams.members(team.id)]
    return [one for one in help_routing.once_each(request, members) if one.person != turn.person.id]


@router.action("request.give")
async def hand_over(turn: Turn) -> None:
    request = await in_hand(turn)
    to = next((one for one in await colleagues(turn, request) if one.post == number(turn.arg(1))), None)
    if not to:
        raise Answerable(_("This person is no longer in the team."), *ways_on(request), REQUESTS)
    name = await helper(turn, request)
    handed = await turn.ports.requests.hand_over(turn.person.id, request, to)
    if not handed:
        await show(turn, await request_of(turn))
        return
    turn.emit(RequestHandedOver(handed.id, handed.commune, handed.team))
    writing = await relay.begin(turn, handed)
    first = _("{name} hands this request over to {you}.", name=name)
    turn.tell(
        to.person, paragraphs(first, card(turn, handed, phone=True)), *([writing] if writing else []), *ways_on(handed)
    )
    words = _("{name} helps {you} from now on. What {you} type here goes to them.", name=to.name)
    help_routing.tell_resident(turn, handed, words, pause_button(handed))
    turn.show(_("{name} has it now.", name=to.name), REQUESTS)


# ---- closing it ----


@router.action("request.done")
async def close(turn: Turn) -> None:
    request = await in_hand(turn)
    name = await helper(turn, request)
    closed = await turn.ports.requests.close(turn.person.id, request)
    if not closed:
        await show(turn, await request_of(turn))
        return
    turn.emit(RequestClosed(closed.id, closed.commune, closed.team))
    my_request.ask_if_done(turn, closed, name)
    turn.show(_("Closed; the resident is asked whether it is done. Thank {you}!"), REQUESTS)
    await log_it(turn, closed)


async def log_it(turn: Turn, request: Request) -> None:
    """The session is begun with all that is known, so that one or two taps log it. Who looks after the commune keeps
    no log."""
    standing = await turn.ports.teams.standing(turn.person.id)
    if not standing.may("session.log", commune=request.commune, team=request.team):
        return
    mine = (turn.person.id,)
    begun = Session(
        "", request.team, request.commune, today(turn), (), 1, request.village, members=mine, request=request.id
    )
    draft = await turn.ports.drafts.keep(turn.person.id, begun)
    guide = turn.content.guide(request.guide) if request.guide else None
    if guide:
        log_buttons.ask_outcome(turn, draft, guide.service)
    else:
        await log_buttons.ask_what(turn, draft)
