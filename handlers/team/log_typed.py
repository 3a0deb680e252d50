"""What a member types when a field of the session is asked for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.core.messages import Kind
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.sessions import LONGEST_MINUTES, MOST_PEOPLE, Session
from bot.engine.router import Router
from bot.engine.run import SURE_OF_ANOTHER
from bot.engine.turn import Turn
from bot.understanding.amounts import read_count, read_minutes, read_time
from bot.understanding.numbers import MASK
from bot.understanding.session_note.days import Days
from bot.understanding.session_note.line import Line
from bot.understanding.session_note.names import NameGuard
from handlers.team.card import show_card
from handlers.team.drafts import awaited, change
from handlers.team.edits import with_people
from handlers.team.log_fields import TYPED, ask, go_on
from handlers.team.session_words import today
from handlers.team.words import one_line

router = Router()

LONGEST_VILLAGE = 40
LONGEST_DIFFICULTY = 300
_PHONE = re.compile(r"\d(?:[ .-]?\d){8,}")

Read = Callable[[Turn, Session], Session | None]
"""The session with what was typed; None: it cannot be read as that."""


def read_people(turn: Turn, session: Session) -> Session | None:
    count = read_count(turn.text)
    return with_people(session, count) if count and count <= MOST_PEOPLE else None


def part(turn: Turn, session: Session) -> int | None:
    count = read_count(turn.text)
    return count if count is not None and count <= session.people else None


def read_elders(turn: Turn, session: Session) -> Session | None:
    count = part(turn, session)
    return None if count is None else replace(session, elders=count)


def read_women(turn: Turn, session: Session) -> Session | None:
    count = part(turn, session)
    return None if count is None else replace(session, women=count)


def read_phoneless(turn: Turn, session: Session) -> Session | None:
    count = part(turn, session)
    return None if count is None else replace(session, phoneless=count)


def read_day(turn: Turn, session: Session) -> Session | None:
    named, at = Days(turn.content.session_words.days, ()).find(Line(turn.text), today(turn))
    return replace(session, held_on=named) if at else None


def read_started(turn: Turn, session: Session) -> Session | None:
    found = read_time(turn.text)
    return replace(session, started=found) if found else None


def read_length(turn: Turn, session: Session) -> Session | None:
    found = read_minutes(turn.text)
    return replace(session, minutes=found) if found and found <= LONGEST_MINUTES else None


def read_village(turn: Turn, session: Session) -> Session | None:
    name = one_line(name_guard(turn).place(turn.text), LONGEST_VILLAGE)
    return replace(session, village=name) if name and not _PHONE.search(name) else None


def read_difficulty(turn: Turn, session: Session) -> Session | None:
    words = masked(turn, " ".join(turn.text.split()))
    return replace(session, difficulty=words) if 1 < len(words) <= LONGEST_DIFFICULTY else None


def masked(turn: Turn, words: str) -> str:
    """Secrets were masked when they came in; here a name and a telephone's number are too: they lead to somebody."""
    return _PHONE.sub(MASK, name_guard(turn).masked(words.replace("*", " ")))


def name_guard(turn: Turn) -> NameGuard:
    return NameGuard(turn.content.session_words, turn.world.places)


READ: Mapping[str, Read] = {
    "people": read_people, "elders": read_elders, "women": read_women, "phoneless": read_phoneless, "day": read_day,
    "started": read_started, "minutes": read_length, "village": read_village, "difficulty": read_difficulty,
}  # fmt: skip


@router.answer(TYPED)
async def take(turn: Turn) -> bool:
    field = turn.talk.notes.get("field", "")
    draft = await awaited(turn)
    if turn.inbound.kind is not Kind.SAY or field not in READ or not draft:
        return False
    session = READ[field](turn, draft.session)
    if wants_something_else(turn, field, readable=session is not None):
        return False
    if session and field == "people":
        await go_on(turn, await change(turn, draft, session))
    elif session:
        await show_card(turn, await change(turn, draft, session), told_of_mask(field, session.difficulty, turn.text))
    else:
        turn.say(_("{Me} could not read that."))
        await ask(turn, draft, field)
    return True


def wants_something_else(turn: Turn, field: str, *, readable: bool) -> bool:
    """Any words may be a place or a difficulty; a question about something of ours is no place."""
    if readable and field != "village":
        return False
    return turn.meaning.kind not in {"unknown", "guesses"} and turn.meaning.score >= SURE_OF_ANOTHER


def told_of_mask(field: str, kept: str, typed: str) -> Phrase | None:
    hidden = field == "difficulty" and kept.count(MASK) > typed.count(MASK)
    return _("Names and phone numbers are masked: the log names nobody.") if hidden else None
