"""The menu: what the bot can lead through."""

from bot.content.model import Guide, Step
from bot.core.events import TalkStopped
from bot.core.messages import Button
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import guides
from handlers.resident.buttons import MENU, PERSON, go_on, open_guide

router = Router()


@router.on("menu")
@router.action("menu")
async def menu(turn: Turn) -> None:
    show_menu(turn)


def show_menu(turn: Turn) -> None:
    turn.talk.expect("")
    unfinished = guides.current(turn)
    resume = [go_on_with(*unfinished)] if unfinished else []
    others = [open_guide(guide) for guide in turn.content.published if not unfinished or guide is not unfinished[0]]
    settings = Button(_("Settings"), "settings")
    turn.say(_("What do {you} need? Choose below, or type it."), *resume, *others, PERSON, settings)


def go_on_with(guide: Guide, step: Step) -> Button:
    return Button(_("Go on: {title}", title=guide.title), go_on(guide, step).action)


@router.on("stop")
async def stop(turn: Turn) -> None:
    turn.talk.leave()
    turn.emit(TalkStopped())
    turn.say(_("All right, {me} stop here. When {you} need something, just write."), MENU)


@router.on("thanks")
async def answer_thanks(turn: Turn) -> None:
    turn.say(_("{You} are welcome. When {you} need something, just write."), MENU)
