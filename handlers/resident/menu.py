"""The menu: what the bot can lead through, in three short levels: a group, a service, a guide."""

from bot.content.model import Group, Guide, Step
from bot.core.events import TalkStopped
from bot.core.messages import Button
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import whereabouts
from handlers.resident.buttons import MENU, PERSON, go_on, open_guide

router = Router()


@router.on("menu")
@router.action("menu")
async def menu(turn: Turn) -> None:
    show_menu(turn)


def show_menu(turn: Turn) -> None:
    turn.talk.expect("")
    unfinished = whereabouts.current(turn)
    resume = [go_on_with(*unfinished)] if unfinished else []
    groups = [button for id_, group in turn.content.menu.items() for button in group_button(turn, id_, group)]
    settings = Button(_("Settings"), "settings")
    turn.say(_("What do {you} need? Choose below, or type it."), *resume, *groups, PERSON, settings)


def group_button(turn: Turn, id_: str, group: Group) -> list[Button]:
    """A group with nothing published in it is not shown; with one guide only, its button opens that."""
    inside = [guide for code in group.services for guide in turn.content.of_service(code)]
    if len(inside) == 1:
        return [open_guide(inside[0])]
    return [Button(group.title, f"menu.group:{id_}")] if inside else []


def go_on_with(guide: Guide, step: Step) -> Button:
    return Button(_("Go on: {title}", title=guide.title), go_on(guide, step).action)


@router.action("menu.group")
async def show_group(turn: Turn) -> None:
    group = turn.content.menu.get(turn.arg(0))
    services = [code for code in group.services if turn.content.of_service(code)] if group else []
    if group and len(services) > 1:
        turn.show(group.title, *(service_button(turn, code) for code in services), MENU)
    else:
        show_guides(turn, services[0] if services else "")


def service_button(turn: Turn, code: str) -> Button:
    inside = turn.content.of_service(code)
    return (
        open_guide(inside[0]) if len(inside) == 1 else Button(turn.content.services[code].title, f"menu.service:{code}")
    )


@router.action("menu.service")
async def show_service(turn: Turn) -> None:
    show_guides(turn, turn.arg(0))


def show_guides(turn: Turn, code: str) -> None:
    inside = turn.content.of_service(code)
    if inside:
        turn.show(turn.content.services[code].title, *map(open_guide, inside), MENU, PERSON)
    else:
        show_menu(turn)


@router.on("stop")
async def stop(turn: Turn) -> None:
    turn.talk.leave()
    turn.emit(TalkStopped())
    turn.say(_("All right, {me} stop here. When {you} need something, just write."), MENU)


@router.on("thanks")
async def answer_thanks(turn: Turn) -> None:
    turn.say(_("{You} are welcome. When {you} need something, just write."), MENU)
