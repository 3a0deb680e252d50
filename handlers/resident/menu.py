"""The menu: what the bot can lead through, in three short levels: a group, a service, a guide."""

from bot.content.model import Group
from bot.core.events import TalkStopped
from bot.core.messages import Button
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.core.session_ports import LOG as ABOUT_LOG
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import whereabouts
from handlers.resident.agreement import NEWS, agreed
from handlers.resident.buttons import ANNOUNCEMENTS, LOG, MENU, MY_TEAM, NO_NEWS, PERSON, SCAM, go_on_with, open_guide

router = Router()

SCAMS = "lua_dao"


@router.on("menu")
@router.action("menu")
async def menu(turn: Turn) -> None:
    show_menu(turn)


def show_menu(turn: Turn) -> None:
    turn.talk.expect("")
    unfinished = whereabouts.current(turn) or whereabouts.left(turn)
    resume = [go_on_with(*unfinished)] if unfinished else []
    groups = [button for id_, group in turn.content.menu.items() for button in group_button(turn, id_, group)]
    settings = Button(_("Settings"), "settings")
    log = [LOG] if turn.person.role in {Role.MEMBER, Role.LEADER} else []
    announce = [ANNOUNCEMENTS] if turn.person.role in {Role.COMMUNE_ADMIN, Role.PROVINCE_ADMIN} else []
    own = [*log, *announce, MY_TEAM] if turn.person.role is not Role.RESIDENT else []
    turn.say(_("What do {you} need? Choose below, or type it."), *own, *resume, *groups, PERSON, settings)


def group_button(turn: Turn, id_: str, group: Group) -> list[Button]:
    """A group with nothing published in it is not shown; with one guide only, its button opens that."""
    inside = [guide for code in group.services for guide in turn.content.of_service(code)]
    if len(inside) == 1:
        return [open_guide(inside[0])]
    return [Button(group.title, f"menu.group:{id_}")] if inside else []


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
        check = [SCAM] if code == SCAMS else []
        turn.show(turn.content.services[code].title, *check, *map(open_guide, inside), MENU, PERSON)
    else:
        show_menu(turn)


@router.on("stop")
async def stop(turn: Turn) -> None:
    turn.talk.look_away()
    turn.talk.leave()
    turn.emit(TalkStopped())
    unfinished = whereabouts.left(turn)
    resume = [go_on_with(*unfinished)] if unfinished else []
    words = _("All right, {me} stop here. When {you} need something, just write.")
    no_news = [NO_NEWS] if await agreed(turn, NEWS) else []
    turn.say(paragraphs(words, quiet) if (quiet := await be_quiet(turn)) else words, *resume, *no_news, MENU)


async def be_quiet(turn: Turn) -> Phrase | None:
    """Nothing comes by itself any more. Gives back what to say of it."""
    reminders = turn.ports.reminders
    log, reports = await reminders.stop(turn.person.id, ABOUT_LOG), await reminders.stop(turn.person.id)
    if reports:
        return _("{Me} send {you} nothing by itself any more.")
    return _("{Me} do not remind {you} to log any more.") if log else None


@router.on("thanks")
async def answer_thanks(turn: Turn) -> None:
    turn.say(_("{You} are welcome. When {you} need something, just write."), MENU)
