"""The person's own data: erased at once when they say so."""

from bot.core.events import DataErased
from bot.core.messages import Button, Reply
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import guides, menu, whereabouts

router = Router()


@router.on("erase")
@router.action("erase.ask")
async def ask_to_be_sure(turn: Turn) -> None:
    turn.say(
        _("{Me} will erase everything kept about {you}: the commune, the settings and the guides. Erase it?"),
        Button(_("Yes, erase it"), "erase.yes"),
        Button(_("No, keep it"), "erase.no"),
    )


@router.action("erase.yes")
async def erase(turn: Turn) -> None:
    receipt = await turn.erase()
    turn.emit(DataErased())
    words = _("Everything kept about {you} here is erased. Receipt code: *{receipt}*.", receipt=receipt)
    turn.replies.append(Reply(words, forgets=True))


@router.action("erase.no")
async def keep(turn: Turn) -> None:
    at = whereabouts.current(turn)
    turn.show(_("All right, nothing was erased."))
    guides.show_step(turn, *at) if at else menu.show_menu(turn)
