"""Meeting a person: who can help here is asked to; where nobody is linked to the bot, that is said honestly."""

from collections.abc import Mapping

from bot.content.model import Guide, Step
from bot.core.events import PersonAsked
from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import help_form, help_routing, my_request, place, whereabouts
from handlers.resident.buttons import MENU, go_on
from handlers.resident.direct_way import centres, counter
from handlers.resident.language import NATIVE
from handlers.resident.request_words import place_of

router = Router()

PLACE = "help.place"
Notes = Mapping[str, str]


@router.action("help.start")
@router.on("human")
async def lead_to_a_person(turn: Turn) -> None:
    lang = turn.arg(0) if turn.arg(0) in NATIVE else ""
    note(turn, lang)
    if waiting := await turn.ports.requests.of_person(turn.person.id):
        await my_request.show_waiting(turn, waiting)
    else:
        await lead(turn, help_form.beginning(turn, lang=lang))


@router.action("help.more")
async def ask_for_another(turn: Turn) -> None:
    note(turn)
    await lead(turn, help_form.beginning(turn))


@router.action("help.urgent")
async def lead_at_once(turn: Turn) -> None:
    """From an emergency: nothing is asked but where, if that is not known."""
    note(turn)
    guide = turn.content.guide(turn.arg(0))
    await lead(turn, help_form.beginning(turn, urgent=guide.id) if guide else help_form.beginning(turn))


def note(turn: Turn, lang: str = "") -> None:
    at = whereabouts.current(turn)
    guide, step = (at[0].id, at[1].id) if at else ("", "")
    turn.emit(PersonAsked(guide, step, lang))


async def lead(turn: Turn, notes: Notes) -> None:
    served = await turn.ports.requests.served()
    if turn.person.place in served:
        await begin(turn, notes)
    elif served and not turn.person.place:
        ask_place(turn, notes, _("Which commune or ward do {you} live in? Then {me} see who can help there."))
    else:
        say_where_to_go(turn, notes)


async def begin(turn: Turn, notes: Notes) -> None:
    """Where there is no team yet, nobody has promised to come."""
    if not await help_routing.staffed(turn, turn.person.place):
        say_where_to_go(turn, notes)
        turn.say(_("{Me} can also note it for whoever looks after {place}.", place=place_of(turn, turn.person.place)))
    await help_form.ask_next(turn, dict(notes))


# ---- where ----


def ask_place(turn: Turn, notes: Notes, words: Phrase) -> None:
    here = Button(_("📍 Send my location"), "help.locate", wants="location")
    turn.ask(words, PLACE, here, Button(_("Later"), "help.place:0"), **notes)


@router.action("help.locate")
async def ask_for_name(turn: Turn) -> None:
    """Pressed where the button itself could not send the position."""
    ask_place(turn, noted(turn), _("Please type the commune or ward, old or new."))


def noted(turn: Turn) -> Notes:
    return turn.talk.notes if turn.talk.awaiting == PLACE else help_form.beginning(turn)


@router.action("help.place")
async def take_place(turn: Turn) -> None:
    unit, notes = turn.world.places.units.get(turn.arg(0)), noted(turn)
    if unit:
        place.note(turn, unit, "pressed")
        await lead(turn, notes)
    else:
        say_where_to_go(turn, notes)


@router.answer(PLACE)
async def take_told_place(turn: Turn) -> bool:
    if turn.inbound.kind is Kind.LOCATION:
        near = turn.world.places.nearest(*(turn.inbound.location or (0.0, 0.0)))
        offer(turn, {unit.code: unit.name for unit, km in near if km <= place.FAR_KM})
        return True
    return turn.inbound.kind is Kind.SAY and await take_typed_place(turn)


async def take_typed_place(turn: Turn) -> bool:
    found = turn.world.places.find(turn.text)
    if turn.world.understanding.command(turn.text) == "later":
        say_where_to_go(turn, noted(turn))
    elif found.only:
        place.note(turn, found.only, "typed")
        await lead(turn, noted(turn))
    elif found.units or turn.meaning.kind == "unknown":
        offer(turn, {unit.code: unit.name for unit in found.units[: place.MOST]})
    else:
        return False
    return True


def offer(turn: Turn, named: Mapping[str, str]) -> None:
    buttons = [Button(name, f"help.place:{code}") for code, name in named.items()]
    words = _("Are {you} in one of these communes?")
    none = _("{Me} cannot find that place. Please type the commune or ward, old or new.")
    turn.ask(words if buttons else none, PLACE, *buttons, Button(_("Later"), "help.place:0"), **noted(turn))


# ---- where nobody is linked to the bot ----


def say_where_to_go(turn: Turn, notes: Notes) -> None:
    """Nobody has said that they will call, so it is not promised."""
    at = whereabouts.current(turn)
    turn.talk.expect("guide.beside" if at else "")
    here = at_the_step(turn, *at) if at else [centres(turn.world)]
    turn.say(paragraphs(counter(turn.world, turn.person.place), speaker(notes), *here),
             *([go_on(*at)] if at else []), MENU)  # fmt: skip


def speaker(notes: Notes) -> Phrase | None:
    language = NATIVE.get(notes.get("lang", ""))
    return _("Say that {you} would like somebody who speaks {language}.", language=language) if language else None


def at_the_step(turn: Turn, guide: Guide, step: Step) -> list[Phrase]:
    return [guide.in_person, _("Show them this: {where}.", where=whereabouts.in_words(turn, guide, step))]
