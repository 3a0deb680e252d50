"""One turn, from what came in to what happened. It works on copies: a turn that raises has changed nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import Answerable
from bot.core.events import Event
from bot.core.messages import Inbound, Kind, Reply
from bot.core.ports import Ports
from bot.core.talk import Person, Talk
from bot.engine.router import Handler, Router
from bot.engine.turn import Turn, World

ALWAYS = frozenset({"menu", "back", "human", "stop", "erase", "vietnamese", "english", "settings", "place"})
"""Meanings that are followed even while an answer is awaited. They count only as the whole of a text."""


@dataclass(frozen=True, slots=True)
class Outcome:
    talk: Talk
    person: Person
    replies: list[Reply]
    events: list[Event]
    erased: bool


async def run_turn(
    inbound: Inbound, person: Person, talk: Talk, *, world: World, router: Router, ports: Ports, now: datetime
) -> Outcome:
    """Run one turn. Whatever a handler raises, other than ``Answerable``, comes out."""
    turn = Turn(inbound, person.copy(), talk.copy(), world, ports, now)
    try:
        if not turn.talk.greeted and inbound.kind is not Kind.LEFT:
            await router.meanings["first_contact"](turn)
        await _handle(turn, router)
    except Answerable as error:
        turn.say(error.words)
    return Outcome(turn.talk, turn.person, turn.replies, turn.events, turn.erased)


async def _handle(turn: Turn, router: Router) -> None:
    """A pressed button, else an awaited answer, else the meaning."""
    if turn.inbound.kind is Kind.PRESS:
        await _pressed(turn, router)(turn)
        return
    command = turn.world.understanding.command(turn.text) if turn.inbound.kind is Kind.SAY else None
    awaited = router.answers.get(turn.talk.awaiting)
    expected = command not in ALWAYS and turn.inbound.kind not in {Kind.START, Kind.LEFT, Kind.RETURNED}
    if not (awaited and expected and await awaited(turn)):
        await choose(turn, router)(turn)


def _pressed(turn: Turn, router: Router) -> Handler:
    name, _, args = turn.inbound.action.partition(":")
    turn.args = tuple(args.split(".")) if args else ()
    return router.actions.get(name) or router.meanings["old_button"]


def choose(turn: Turn, router: Router) -> Handler:
    """The handler for what is meant."""
    if turn.inbound.kind is not Kind.SAY:
        return router.meanings[turn.inbound.kind.value]
    turn.meaning = turn.world.meaning(turn.text)
    return router.meanings[turn.meaning.kind]
