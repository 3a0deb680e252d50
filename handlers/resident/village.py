"""The village somebody lives in: told where it comes up or in the settings, and changeable at any time."""

import hashlib

from bot.core.messages import Button, Kind
from bot.core.phrases import paragraphs
from bot.core.phrases import text as _
from bot.core.requests import same_village
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.understanding.fold import fold
from bot.understanding.guard import guard
from bot.understanding.numbers import one_line
from handlers.resident import help_routing, place, whereabouts
from handlers.resident.privacy import way_on

router = Router()

LONGEST = 40
MOST_DIGITS = 3
"""“thôn 12” has some; a telephone number is no village."""
MOST = 8  # offered at once; any other can be typed
ANOTHER = 0.8
"""So surely meant, a guide is asked for in place of an answer."""


async def known(turn: Turn) -> list[str]:
    """Theirs, then those that the teams of the commune cover."""
    teams = await help_routing.staffed(turn, turn.person.place)
    told = [turn.person.village] if turn.person.village else []
    return list(dict.fromkeys([*told, *(name for team in teams for name in team.villages)]))


async def choices(turn: Turn, action: str) -> list[Button]:
    return [Button(name, f"{action}:{fingerprint(name)}") for name in (await known(turn))[:MOST]]


def fingerprint(name: str) -> str:
    """A button must go on meaning this village, however the list changes."""
    return hashlib.sha256(name.encode()).hexdigest()[:8]


async def pressed(turn: Turn) -> str:
    """ "" where nobody covers it any more."""
    return next((name for name in await known(turn) if fingerprint(name) == turn.arg(0)), "")


async def as_known(turn: Turn, typed: str) -> str:
    """As the teams write it, where they cover it; "" for what is no name of a village."""
    name = one_line(guard(typed).text, LONGEST)
    if sum(map(str.isdigit, name)) > MOST_DIGITS:
        return ""
    names = await known(turn)
    same = [one for one in names if same_village(one, name)]
    return next(iter(same + [one for one in names if fold(one) == fold(name)]), name)


async def remember(turn: Turn, named: str) -> None:
    turn.person.village = await as_known(turn, named) or turn.person.village


# ---- in the settings ----


@router.action("village.ask")
async def ask(turn: Turn) -> None:
    if not turn.person.place:
        place.ask_place(turn)
        return
    told = turn.person.village
    offered = [choice for choice in await choices(turn, "village.pick") if choice.label != told]
    now = _("Now: *{village}*.", village=told) if told else None
    words = _("Which village do {you} live in? Press it, or type its name.")
    typed = _("Which village do {you} live in? Please type its name.")
    drop = [Button(_("Do not keep the village"), "village.drop")] if told else []
    turn.ask(paragraphs(now, words if offered else typed), "village", *offered, *drop, way_on(turn))


@router.action("village.pick")
async def take_pressed(turn: Turn) -> None:
    name = await pressed(turn)
    save(turn, name) if name else await ask(turn)


@router.answer("village")
async def take_typed(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY or turn.world.understanding.command(turn.text) == "later":
        return False
    if turn.meaning.kind == "guide" and turn.meaning.score >= ANOTHER:
        return False
    name = await as_known(turn, turn.text)
    if name:
        save(turn, name)
    else:
        turn.say(_("Please type nothing but the name of the village."), way_on(turn))
    return True


def save(turn: Turn, name: str) -> None:
    turn.person.village = name
    leave(turn)
    turn.show(_("Noted: {place}.", place=name), way_on(turn))


@router.action("village.drop")
async def drop(turn: Turn) -> None:
    turn.person.village = ""
    leave(turn)
    turn.show(_("{Me} do not keep the village any more."), way_on(turn))


def leave(turn: Turn) -> None:
    turn.talk.expect("guide.beside" if whereabouts.current(turn) else "")
