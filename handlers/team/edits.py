"""What a button or a typed word changes in a session. Pure: the session before in, the session after out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from zlib import crc32

from bot.core.sessions import NOTHING_TO_SEE, Evidence, Had, Session, Work


def mark(*parts: str) -> str:
    """Stands in an action for words too long for it: it never means anything else."""
    return f"{crc32('.'.join(parts).encode()):08x}"


def mark_of(work: Work) -> str:
    return mark(work.service, work.outcome, work.evidence, work.had_before)


def with_people(session: Session, people: int) -> Session:
    """Works that were for everybody still are; no part is more than the whole."""
    works = tuple(replace(work, people=_part(work.people, session.people, people)) for work in session.works)
    elders, women = _at_most(session.elders, people), _at_most(session.women, people)
    phoneless = min(session.phoneless, people)
    return replace(session, people=people, works=works, elders=elders, women=women, phoneless=phoneless)


def _part(part: int, before: int, after: int) -> int:
    return after if part in (0, before) else min(part, after)


def _at_most(count: int | None, most: int) -> int | None:
    return None if count is None else min(count, most)


# ---- works ----


def with_more(session: Session, new: Work) -> Session:
    """The same service and outcome again is the same work. Before anybody was counted, another answer takes the place
    of the first: somebody changed their mind."""
    if not session.people:
        return replace(session, works=(new,))
    if any((work.service, work.outcome) == (new.service, new.outcome) for work in session.works):
        return session
    return replace(session, works=(*session.works, new))


def find_work(session: Session, marked: str) -> Work | None:
    return next((work for work in session.works if mark_of(work) == marked), None)


def with_work(session: Session, old: Work, new: Work) -> Session:
    """Put ``new`` in its place; where it is told already, the two become one."""
    works: list[Work] = []
    for work in session.works:
        put = new if work is old else work
        if mark_of(put) not in map(mark_of, works):
            works.append(put)
    return replace(session, works=tuple(works))


def without_work(session: Session, old: Work) -> Session:
    return replace(session, works=tuple(work for work in session.works if work is not old))


def can_be_seen(work: Work) -> bool:
    """It has an outcome, and nobody said how that is known."""
    return work.outcome not in NOTHING_TO_SEE and work.evidence is Evidence.GUIDED


def known_by(session: Session, evidence: Evidence) -> Session:
    """What can be seen was: so the member says when they save it."""
    works = (replace(work, evidence=evidence) if can_be_seen(work) else work for work in session.works)
    return replace(session, works=tuple(works))


# ---- fields with a value that fits in an action ----

Set = Callable[[Session, str], Session]
"""Raises ValueError for a value that is none."""


def _count(value: str) -> int | None:
    return None if value == "none" else _whole(value)


def _whole(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 5):
        raise ValueError("not a number")
    return int(value)


def _time(value: str) -> time | None:
    return None if value == "none" else time(int(value[:2]), int(value[2:]))


SETS: dict[str, Set] = {
    "people": lambda session, value: with_people(session, max(_whole(value), 1)),
    "elders": lambda session, value: replace(session, elders=_at_most(_count(value), session.people)),
    "women": lambda session, value: replace(session, women=_at_most(_count(value), session.people)),
    "phoneless": lambda session, value: replace(session, phoneless=min(_whole(value), session.people)),
    "day": lambda session, value: replace(session, held_on=date.fromisoformat(value)),
    "minutes": lambda session, value: replace(session, minutes=_count(value) or None),
    "started": lambda session, value: replace(session, started=_time(value)),
    "difficulty": lambda session, _value: replace(session, difficulty=""),
}
"""By the name in the action."""

SETS_OF_WORK: dict[str, Callable[[Work, str], Work]] = {
    "evidence": lambda work, value: replace(work, evidence=Evidence(value)),
    "had": lambda work, value: replace(work, had_before=Had(value)),
    "people": lambda work, value: replace(work, people=max(_whole(value), 1)),
    "outcome": lambda work, value: replace(work, outcome=value),
}
