"""When something bad is happening now: what to do, all at once, and nothing asked first."""

from collections.abc import Sequence

from bot.content.model import Emergency, Guide
from bot.core.events import EmergencyAnswered
from bot.core.messages import Button
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import menu, whereabouts
from handlers.resident.buttons import MENU, PERSON, go_on

router = Router()


@router.on("emergency")
async def say_what_to_do_at_once(turn: Turn) -> None:
    show(turn, turn.meaning.topic)


@router.action("emergency.show")
async def show_chosen(turn: Turn) -> None:
    show(turn, turn.arg(0)) if turn.arg(0) in turn.content.emergencies else menu.show_menu(turn)


def show(turn: Turn, id_: str) -> None:
    emergency = turn.content.emergencies[id_]
    turn.emit(EmergencyAnswered(id_))
    turn.talk.expect("guide.beside" if whereabouts.current(turn) else "")
    turn.say(paragraphs(emergency.opening, things_to_do(emergency), numbers(turn, emergency.contacts)),
             *ways_on(turn, emergency))  # fmt: skip


def things_to_do(emergency: Emergency) -> Phrase:
    return lines(*(_("{number}. {words}", number=str(n), words=words) for n, words in enumerate(emergency.does, 1)))


def numbers(turn: Turn, ids: Sequence[str]) -> Phrase | None:
    """The contacts that may be shown now, each on its line."""
    contacts = [turn.content.contacts[id_] for id_ in ids if id_ in turn.content.contacts]
    shown = [_("{name}: *{value}*", name=c.name, value=c.value or "") for c in contacts if c.usable]
    return lines(*shown) if shown else None


def person_at_once(guide: Guide) -> Button:
    return Button(PERSON.label, f"help.urgent:{guide.id}")


def ways_on(turn: Turn, emergency: Emergency) -> list[Button]:
    guide, at = turn.content.guide(emergency.guide), whereabouts.current(turn)
    by_steps = [Button(_("Show me one by one"), f"guide.open:{guide.id}"), person_at_once(guide)] if guide else []
    return [*by_steps, go_on(*at) if at else MENU]  # fire and flood are for 114 and 112, not for a counter
