"""Once a guide is done: whether it helped."""

from bot.core.events import GuideRated
from bot.core.phrases import paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import consents
from handlers.resident.buttons import MENU, PERSON

router = Router()


@router.action("guide.rate")
async def take_rating(turn: Turn) -> None:
    guide, helped = turn.content.guide(turn.arg(0)), turn.arg(1) == "yes"
    if guide:
        turn.emit(GuideRated(guide.id, helped))
    if helped or not guide:
        turn.show(_("Thank {you}! When {you} need something, just write."), MENU)
        if guide:
            await consents.invite(turn)
    else:
        turn.show(paragraphs(_("{Me} am sorry it did not work."), guide.in_person), PERSON, MENU)
