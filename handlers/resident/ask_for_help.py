"""Meeting a person: said honestly, with what the person can do today and what to tell whoever helps."""

from bot.content.model import Guide, Step
from bot.core.events import PersonAsked
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import whereabouts
from handlers.resident.buttons import MENU, go_on
from handlers.resident.language import NATIVE

router = Router()

CENTRES = ("pvhcc_pleiku", "pvhcc_quy_nhon")


@router.action("help.start")
@router.on("human")
async def lead_to_a_person(turn: Turn) -> None:
    at = whereabouts.current(turn)
    turn.talk.expect("guide.beside" if at else "")
    guide, step = (at[0].id, at[1].id) if at else ("", "")
    turn.emit(PersonAsked(guide, step, turn.arg(0) if turn.arg(0) in NATIVE else ""))
    turn.say(paragraphs(where_to_go(turn), speaker(turn), *(at_the_step(turn, *at) if at else [centres(turn)])),
             *([go_on(*at)] if at else []), MENU)  # fmt: skip


def where_to_go(turn: Turn) -> Phrase:
    """No team is linked to the bot yet, so it does not promise that anybody will call."""
    unit = turn.world.places.units.get(turn.person.place)
    place: Phrase = unit.name if unit else _("the commune")
    return _("Please go to the one-stop counter of {place}, or ask the village head for the digital team.", place=place)


def speaker(turn: Turn) -> Phrase | None:
    language = NATIVE.get(turn.arg(0))
    return _("Say that {you} would like somebody who speaks {language}.", language=language) if language else None


def at_the_step(turn: Turn, guide: Guide, step: Step) -> list[Phrase]:
    return [guide.in_person, _("Show them this: {where}.", where=whereabouts.in_words(turn, guide, step))]


def centres(turn: Turn) -> Phrase:
    """The province's own one-stop centres, for whoever lives near."""
    shown = [turn.content.contacts[id_] for id_ in CENTRES if id_ in turn.content.contacts]
    return lines(*(_("{name}: *{value}*", name=c.name, value=c.value or "") for c in shown if c.usable))
