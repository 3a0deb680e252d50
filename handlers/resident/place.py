"""Where the person lives: asked once, changeable at any time, never needed to be helped."""

from bot.content.places import Unit
from bot.core.events import PlaceChosen
from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.understanding.places import PlaceFound
from handlers.resident import menu
from handlers.resident.buttons import LATER, NATIVE

router = Router()

MOST = 8  # places offered at once; more is no choice on a small screen
HOW = frozenset({"typed", "location"})
MOST_BESIDE = 3  # words: "tôi ở xã", "nhà mình bên"
FAR_KM = 40.0  # farther from every centre than this, the person is not in the province


@router.action("place.ask")
@router.on("place")
async def ask_again(turn: Turn) -> None:
    ask_place(turn)


def ask_place(turn: Turn) -> None:
    here = Button(_("📍 Send my location"), "place.locate", wants="location")
    turn.ask(_("Which commune or ward do {you} live in?"), "place", here, LATER, language_button(turn), NATIVE)


def language_button(turn: Turn) -> Button:
    return Button("Tiếng Việt", "language:vi") if turn.person.lang == "en" else Button("English", "language:en")


@router.answer("place")
async def take_typed_place(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    if turn.world.understanding.command(turn.text) == "later":
        await skip(turn)
        return True
    meaning = turn.meaning
    if meaning.kind == "emergency":
        return False
    found = turn.world.places.find(turn.text)
    if found.rest and meaning.kind == "guide":
        keep(turn, found)
        return False
    if take_if_named(turn):
        return True
    if meaning.kind != "unknown":
        return False
    turn.ask(_("{Me} cannot find that place. Please type the commune or ward, old or new."), "place", LATER)
    return True


def take_if_named(turn: Turn) -> bool:
    """Whether the text names a place: one is noted, several are offered."""
    found = turn.world.places.find(turn.text)
    if asks_about_it(turn, found):
        return False
    if found.only:
        save(turn, found.only, "typed")
    elif found.units:
        offer(turn, list(found.units), _("There are several communes there now. Which one is it?"))
    return bool(found.units)


def asks_about_it(turn: Turn, found: PlaceFound) -> bool:
    """ "giá tiêu ở Chư Sê bao nhiêu" names a place, but is no answer to where one lives."""
    return turn.talk.awaiting != "place" and len(found.rest.split()) > MOST_BESIDE


def keep(turn: Turn, found: PlaceFound) -> None:
    """The question comes first: the place said beside it is noted without a word, if it is clear."""
    if found.only:
        note(turn, found.only, "typed")


@router.action("place.locate")
async def ask_for_name(turn: Turn) -> None:
    """Pressed where the button itself could not send the position: another way to send it, and the name."""
    here = Button(_("📍 Send my location"), "place.other", wants="location")
    turn.ask(_("Press the button below to send where {you} are, or type the name of the commune."), "place", here)


@router.on("location")
async def take_position(turn: Turn) -> None:
    near = turn.world.places.nearest(*(turn.inbound.location or (0.0, 0.0)))
    if near[0][1] > FAR_KM:
        turn.ask(_("That is far from Gia Lai. Which commune or ward do {you} live in?"), "place", LATER)
    else:
        offer(turn, [unit for unit, _km in near], _("Are {you} in one of these communes?"))


def offer(turn: Turn, units: list[Unit], question: Phrase) -> None:
    how = "location" if turn.inbound.kind is Kind.LOCATION else "typed"
    buttons = [Button(unit.name, f"place.pick:{unit.code}.{how}") for unit in units[:MOST]]
    turn.ask(question, "place", *buttons, Button(_("Another place"), "place.other"), LATER)


@router.action("place.other")
async def ask_for_another(turn: Turn) -> None:
    turn.ask(_("Please type the commune or ward, old or new."), "place", LATER)


@router.action("place.pick")
async def pick(turn: Turn) -> None:
    unit = turn.world.places.units.get(turn.arg(0))
    save(turn, unit, turn.arg(1) if turn.arg(1) in HOW else "pressed") if unit else ask_place(turn)


@router.action("place.later")
async def skip(turn: Turn) -> None:
    menu.show_menu(turn)


def note(turn: Turn, unit: Unit, how: str) -> None:
    """A village is one of its commune."""
    if unit.code != turn.person.place:
        turn.person.place, turn.person.village = unit.code, ""
    turn.emit(PlaceChosen(unit.code, how))


def save(turn: Turn, unit: Unit, how: str) -> None:
    note(turn, unit, how)
    turn.show(_("Noted: {place}.", place=unit.name))
    menu.show_menu(turn)


@router.on("later")
async def later(turn: Turn) -> None:
    menu.show_menu(turn)
