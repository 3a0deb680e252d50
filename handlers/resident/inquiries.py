"""Short questions about the thing just talked of: how much, where, with which papers, how long, for whom."""

from bot.content.model import Guide
from bot.core.events import InquiryAnswered
from bot.core.messages import Button
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import whereabouts
from handlers.resident.buttons import MENU, PERSON, go_on, open_guide

router = Router()


@router.on("inquiry")
async def answer(turn: Turn) -> None:
    guide = turn.content.guide(turn.talk.about)
    inquiry = turn.meaning.topic
    if not guide:
        turn.say(_("What is it about? Please write the thing {you} want to do in a few words."), MENU, PERSON)
    elif words := guide.answers.get(inquiry):
        turn.emit(InquiryAnswered(guide.id, inquiry))
        turn.say(words, *ways_on(turn, guide))
    else:
        turn.say(
            _("{Me} do not know that for “{title}”. A person can tell {you}.", title=guide.title),
            PERSON,
            *ways_on(turn, guide),
        )


def ways_on(turn: Turn, guide: Guide) -> list[Button]:
    at = whereabouts.current(turn)
    if at:
        turn.talk.expect("guide.beside")
    return [go_on(*at) if at and at[0] is guide else open_guide(guide), MENU]
