"""What becomes of a person's data: told in words, and forgotten at once when they say so."""

from dataclasses import replace

from bot.core.events import DataErased
from bot.core.messages import Button, Reply
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import guides, help_routing, menu, whereabouts
from handlers.resident.buttons import CONSENTS, MENU, MY_DATA, go_on
from handlers.resident.request_words import cancelled, helper

router = Router()


@router.on("privacy")
@router.action("privacy")
async def tell(turn: Turn) -> None:
    consents = turn.content.consents
    controller: Phrase = consents.controller or _("the operator of this service")
    turn.say(replace(consents.notice, args={"controller": controller}), MY_DATA, CONSENTS, way_on(turn))


def way_on(turn: Turn) -> Button:
    """Back to what was being done, if anything was."""
    at = whereabouts.current(turn)
    return go_on(*at) if at else MENU


@router.on("erase")
@router.action("erase.ask")
async def ask_to_be_sure(turn: Turn) -> None:
    words = _(
        "{Me} will erase everything kept about {you}: the commune, the settings, the guides, what {you} agreed to and "
        "the questions {you} let us keep. Erase it?"
    )
    posts = _("{You} will no longer be in any team either.") if turn.person.role is not Role.RESIDENT else None
    turn.say(paragraphs(words, posts), Button(_("Yes, erase it"), "erase.yes"), Button(_("No, keep it"), "erase.no"))


@router.action("erase.yes")
async def erase(turn: Turn) -> None:
    await tell_who_is_left(turn)
    receipt = await turn.erase()
    turn.emit(DataErased())
    words = _("Everything kept about {you} here is erased. Receipt code: *{receipt}*.", receipt=receipt)
    turn.replies.append(Reply(words, forgets=True))


async def tell_who_is_left(turn: Turn) -> None:
    """Whoever was helping them, and whom they were helping, must not wait for nothing."""
    for request in await turn.ports.requests.of_person(turn.person.id):
        if request.taken_by:
            turn.tell(request.taken_by, cancelled(request))
    for request in await help_routing.in_the_hands_of(turn, turn.person.id, 0):
        help_routing.tell_resident(turn, request, help_routing.asked_again(request, await helper(turn, request)))


@router.action("erase.no")
async def keep(turn: Turn) -> None:
    at = whereabouts.current(turn)
    turn.show(_("All right, nothing was erased."))
    guides.show_step(turn, *at) if at else menu.show_menu(turn)
