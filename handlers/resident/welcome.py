"""First contact, a deep link, and coming back after a while."""

from bot.content.model import Guide, Step
from bot.core.events import GuideResumed, PersonLeft, TalkStarted
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import guides, menu, place, whereabouts
from handlers.resident.buttons import MENU, go_on
from handlers.team import join

router = Router()

GUIDE_LINK = "g_"
"""A deep link ``g_<guide>`` opens that guide, on every channel."""


@router.on("first_contact")
async def introduce(turn: Turn) -> None:
    turn.talk.greeted = True
    linked = linked_guide(turn)
    payload = join.JOIN_LINK if join.linked_code(turn) else ""  # the code itself is a key, and kept nowhere
    turn.emit(TalkStarted(f"{GUIDE_LINK}{linked.id}" if linked else payload))
    turn.say(_("Hello {you}! I am Tổ Số, an automatic assistant, not an official."))


@router.on("start", "greeting", "returned")
async def start(turn: Turn) -> None:
    linked = linked_guide(turn)
    unfinished = whereabouts.current(turn)
    if code := join.linked_code(turn):
        await join.open_code(turn, code)
    elif linked:
        guides.open_guide(turn, linked)
    elif unfinished:
        offer_to_resume(turn, *unfinished)
    elif not turn.person.place and (is_first(turn) or turn.talk.awaiting == "place"):
        place.ask_place(turn)
    else:
        menu.show_menu(turn)


def linked_guide(turn: Turn) -> Guide | None:
    """The guide of a deep link. Anything else behind /start is not heeded, and not kept either."""
    named = turn.inbound.kind == "start" and turn.text.startswith(GUIDE_LINK)
    return turn.content.guide(turn.text.removeprefix(GUIDE_LINK)) if named else None


def is_first(turn: Turn) -> bool:
    return any(event.type == "TalkStarted" for event in turn.events)


def offer_to_resume(turn: Turn, guide: Guide, step: Step) -> None:
    turn.emit(GuideResumed(guide.id, step.id))
    where = whereabouts.in_words(turn, guide, step)
    turn.say(_("Last time {you} were at {where}. Shall we go on?", where=where), go_on(guide, step), MENU)


@router.on("left")
async def note_that_they_left(turn: Turn) -> None:
    """They blocked the bot: nothing is said, for nothing can be heard."""
    turn.emit(PersonLeft())
