"""The resident's own requests: how they stand, cancelling one, and once it is closed, whether it is done."""

from collections.abc import Sequence

from bot.core.clock import VIETNAM
from bot.core.codes import as_code
from bot.core.errors import Answerable
from bot.core.messages import Button
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.request_events import HelpRated, RequestCancelled, RequestReopened
from bot.core.requests import MOST_WAITING, Request, State, only
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import consents, help_routing, whereabouts
from handlers.resident.buttons import MENU, PERSON, go_on
from handlers.resident.request_words import cancelled, details, helper

router = Router()


# ---- how it stands ----


async def show_by_code(turn: Turn, code: str) -> bool:
    """Whoever has the code may know how it stands; what it is about only the resident is shown. False: it is none."""
    request = await turn.ports.requests.by_code(as_code(code))
    if request:
        await show(turn, request)
    return request is not None


@router.action("request.show")
async def show_chosen(turn: Turn) -> None:
    if not await show_by_code(turn, turn.arg(0)):
        raise gone()


def gone() -> Answerable:
    return Answerable(_("This request is no longer there."), PERSON, MENU)


async def show(turn: Turn, request: Request) -> None:
    is_mine = request.person == turn.person.id
    words = await state_in_words(turn, request)
    turn.say(
        paragraphs(words, lines(*details(turn, request))) if is_mine and request.state.is_waiting else words,
        *(await buttons(turn, request) if is_mine else ()),
        way_on(turn),
    )


def way_on(turn: Turn) -> Button:
    at = whereabouts.current(turn)
    return go_on(*at) if at else MENU


async def state_in_words(turn: Turn, request: Request) -> Phrase:
    match request.state:
        case State.OPEN:
            return _(
                "Request *{code}*: nobody has taken it yet. {Me} tell {you} when somebody does.", code=request.code
            )
        case State.TAKEN:
            return _("Request *{code}*: {name} has taken it.", code=request.code, name=await helper(turn, request))
        case State.CANCELLED:
            return _("Request *{code}* is cancelled.", code=request.code)
    on = request.closed_at.astimezone(VIETNAM).strftime("%d/%m/%Y") if request.closed_at else ""
    return _("Request *{code}*: closed on {date}.", code=request.code, date=on)


async def buttons(turn: Turn, request: Request) -> list[Button]:
    if request.state is State.CLOSED:
        return [not_done(request)]
    if request.state is State.CANCELLED:
        return [PERSON]
    call = [] if request.phone else [Button(_("Let them call me"), f"help.call_ask:{request.code}")]
    more = [Button(_("Ask about something else"), "help.more")] if await may_ask_more(turn) else []
    return [*call, Button(_("Cancel the request"), f"request.cancel:{request.code}"), *more]


def not_done(request: Request) -> Button:
    return Button(_("Not done yet"), f"request.rate:{request.code}.no")


async def may_ask_more(turn: Turn) -> bool:
    return len(await turn.ports.requests.of_person(turn.person.id)) < MOST_WAITING


async def show_waiting(turn: Turn, waiting: Sequence[Request]) -> None:
    for request in waiting:
        await show(turn, request)


async def show_mine(turn: Turn, waiting: Sequence[Request]) -> None:
    await show_waiting(turn, waiting)
    if not waiting:
        turn.say(_("{You} have no request waiting."), PERSON, way_on(turn))


# ---- the resident's own ----


async def mine(turn: Turn) -> Request:
    """The request that the action names. Ends the turn with words when it is not theirs."""
    request = await turn.ports.requests.by_code(turn.arg(0))
    if not request or request.person != turn.person.id:
        raise gone()
    return request


@router.action("request.cancel")
async def ask_to_cancel(turn: Turn) -> None:
    request = await mine(turn)
    if not request.state.is_waiting:
        await show(turn, request)
        return
    yes = Button(_("Yes, cancel it"), f"request.cancel_yes:{request.code}")
    turn.say(
        _("Cancel request *{code}*?", code=request.code),
        yes,
        Button(_("No, do not cancel"), f"request.show:{request.code}"),
    )


@router.action("request.cancel_yes")
async def cancel(turn: Turn) -> None:
    request = await mine(turn)
    changed = await turn.ports.requests.cancel(request)
    if changed:
        turn.emit(RequestCancelled(request.id, request.commune))
        if request.state is State.TAKEN and request.taken_by:
            turn.tell(request.taken_by, cancelled(request))
    await show(turn, changed or request)


# ---- once it is closed ----


def ask_if_done(turn: Turn, request: Request, who: Phrase) -> None:
    words = _(
        "{name} says that request *{code}* is done. Is it done, and are {you} content?", name=who, code=request.code
    )
    yes = Button(_("Yes, thank you"), f"request.rate:{request.code}.yes")
    help_routing.tell_resident(turn, request, words, yes, not_done(request))


@router.action("request.rate")
async def take_rating(turn: Turn) -> None:
    request = await mine(turn)
    if turn.arg(1) == "yes":
        await thank(turn, request)
    else:
        await open_again(turn, request)


async def thank(turn: Turn, request: Request) -> None:
    if await turn.ports.requests.rate(request, satisfied=True):
        turn.emit(HelpRated(request.id, request.commune, satisfied=True))
    turn.show(_("Thank {you}! When {you} need something, just write."), way_on(turn))
    await consents.invite(turn)


async def open_again(turn: Turn, request: Request) -> None:
    teams = await help_routing.teams_of(turn, request.commune, request.village)
    opened = await turn.ports.requests.reopen(request, only(teams))
    if not opened:
        await show(turn, await turn.ports.requests.find(request.id) or request)
        return
    turn.emit(HelpRated(request.id, request.commune, satisfied=False))
    turn.emit(RequestReopened(request.id, request.commune, opened.team))
    await help_routing.tell_asked(turn, opened, _("The resident says that it is not done yet."))
    turn.show(
        _("{Me} am sorry. Request *{code}* is open again, and the team has been told.", code=request.code),
        help_routing.see(opened), way_on(turn),
    )  # fmt: skip
