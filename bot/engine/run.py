"""One turn, from what came in to what happened. It works on copies: a turn that raises has changed nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.errors import Answerable
from bot.core.events import Event
from bot.core.messages import Inbound, Kind, Reply
from bot.core.ports import Ports
from bot.core.talk import Person, Talk
from bot.engine.router import Handler, Router
from bot.engine.turn import Turn, World
from bot.understanding.weigh import CERTAIN, Meaning

ALWAYS = frozenset(
    {"menu", "back", "human", "stop", "quiet", "erase", "vietnamese", "english", "settings", "place", "my_data",
     "privacy", "team", "log", "book", "requests", "link"}
)  # fmt: skip
"""Meanings that are followed even while an answer is awaited. They count only as the whole of a text."""

SURE_OF_ANOTHER = 0.8
"""Below it, a short question asked in a guide is about that guide."""


@dataclass(frozen=True, slots=True)
class Outcome:
    talk: Talk
    person: Person
    replies: list[Reply]
    events: list[Event]
    erased: bool
    notices: Sequence[tuple[int, Reply]] = ()
    gone: int = 0
    posted: Sequence[tuple[int, Reply]] = ()


async def run_turn(
    inbound: Inbound, person: Person, talk: Talk, *, world: World, router: Router, ports: Ports, now: datetime
) -> Outcome:
    """Run one turn. Whatever a handler raises, other than ``Answerable``, comes out."""
    turn = Turn(inbound, person.copy(), talk.copy(), world, ports, now)
    try:
        if not turn.talk.greeted and inbound.kind is not Kind.LEFT and not inbound.group:
            await router.meanings["first_contact"](turn)
        if not (inbound.masked and await router.answers["masked"](turn)):
            await _handle(turn, router)
    except Answerable as error:
        turn.say(error.words, *error.buttons)
    return Outcome(turn.talk, turn.person, turn.replies, turn.events, turn.erased, turn.notices, turn.gone, turn.posted)


async def _handle(turn: Turn, router: Router) -> None:
    """A pressed button, else somebody who is talked with, else an awaited answer or a note, else the meaning."""
    if turn.inbound.kind is Kind.PRESS:
        await _pressed(turn, router)(turn)
        return
    if turn.inbound.kind is Kind.SAY:
        turn.meaning = in_context(turn.world.meaning(turn.text), turn.talk)
    if is_talking(turn) and await router.answers["talk"](turn):
        return
    if not await _taken(turn, router):
        await choose(turn, router)(turn)
        if beside := router.answers.get("note.beside"):
            await beside(turn)


async def _taken(turn: Turn, router: Router) -> bool:
    """As the awaited answer, as a report that is asked for, or as a member's note of help given: these first, where a
    button would be an answer too."""
    awaited, noted = router.answers.get(turn.talk.awaiting), router.answers.get("note")
    is_free = turn.talk.awaiting in {"", "place"} or turn.talk.awaiting.startswith("guide.")
    reported = router.answers.get("report")
    if is_free and reported and await reported(turn):
        return True
    if is_free and noted and await noted(turn):
        return True
    if awaited and _may_be_an_answer(turn) and await awaited(turn):
        return True
    return bool(not is_free and noted and await noted(turn))


def is_talking(turn: Turn) -> bool:
    """Whether what they send goes to another person: unless the bot has just asked them for something outright."""
    asked = turn.talk.awaiting not in {"", "relayed"} and not turn.talk.awaiting.startswith("guide.")
    heard = turn.inbound.kind not in {Kind.PRESS, Kind.START, Kind.LEFT, Kind.RETURNED}
    return bool(turn.person.talking) and heard and not asked


def _may_be_an_answer(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return turn.inbound.kind not in {Kind.START, Kind.LEFT, Kind.RETURNED}
    if turn.meaning.kind == "code":
        return False
    command = turn.world.understanding.command(turn.text)
    back_in_a_guide = command == "back" and turn.talk.awaiting.startswith("guide.")
    urgent = turn.meaning.kind == "emergency" and (turn.meaning.score >= CERTAIN and not _tells_of_one(turn.talk))
    return back_in_a_guide or (not urgent and command not in ALWAYS)


def _tells_of_one(talk: Talk) -> bool:
    """What is asked for may tell of an emergency that is none now: a message to be looked at, or what is announced."""
    return talk.awaiting == "scam.text" or talk.awaiting.startswith("announcement.")


def in_context(meaning: Meaning, talk: Talk) -> Meaning:
    """A question that names nothing ("how much is it?") is about the thing just talked of."""
    vague = meaning.kind in {"unknown", "guesses"} or (meaning.kind == "guide" and meaning.score < SURE_OF_ANOTHER)
    if meaning.inquiry and talk.about and vague and meaning.guide != talk.about:
        return replace(meaning, kind="inquiry", topic=meaning.inquiry)
    return meaning


def _pressed(turn: Turn, router: Router) -> Handler:
    name, _, args = turn.inbound.action.partition(":")
    turn.args = tuple(args.split(".")) if args else ()
    if turn.inbound.group:
        return router.meanings["in_group"]
    return router.actions.get(name) or router.meanings["old_button"]


def choose(turn: Turn, router: Router) -> Handler:
    """The handler for what is meant."""
    if turn.inbound.kind is not Kind.SAY:
        return router.meanings[turn.inbound.kind.value]
    return router.meanings["suspicious" if _is_suspicious(turn) else turn.meaning.kind]


def _is_suspicious(turn: Turn) -> bool:
    """A link that is nobody's we know, or somebody else's message: it is looked at before it is followed."""
    kind, scams = turn.meaning.kind, turn.world.scams
    if kind == "emergency":
        return False
    return scams.has_strange_link(turn.text) or (kind in {"unknown", "guesses"} and scams.looks_forwarded(turn.text))
