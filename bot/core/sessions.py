"""Sessions of help, as members log them: what is written down, what holds for it, and when two are the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from bot.core.roles import Standing

NOT_DONE = "not_done"
"""An outcome that every service has: it did not come to anything yet."""
NOTHING_TO_SEE = frozenset({"", NOT_DONE, "guided_only", "info_only"})
"""Outcomes that nobody can see on a screen."""

MOST_PEOPLE = 500
LONGEST_MINUTES = 24 * 60
OLDEST_DAYS = 62
NEARLY = 1  # so many people more or fewer may still be the same session


class Evidence(StrEnum):
    """How the member knows the outcome."""

    SEEN = "E2"  # saw the screen or the code of the file
    TOLD = "E1"  # was told so
    GUIDED = "E0"  # only showed how


class Had(StrEnum):
    """Whether they had it before the session."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Work:
    """What was done for one service, with one outcome of it ("" = not said), for how many of the people."""

    service: str
    outcome: str
    people: int
    evidence: Evidence = Evidence.GUIDED
    had_before: Had = Had.UNKNOWN


@dataclass(frozen=True, slots=True)
class Session:
    """As a member logs it.

    ``key`` is made by whoever logs it: the same key is the same session, however often it comes. ``commune``: the code
    of the team's. ``village``: as typed, one line. ``started``: in Vietnam. ``elders``: of 60 or more; None: not
    counted. ``phoneless``: residents without a phone, who are never counted as unconfirmed. ``difficulty``: masked.
    ``members``: those who helped, whoever logs it among them. ``request``: the one it closes, 0 for none.
    """

    key: str
    team: int
    commune: str
    held_on: date
    works: tuple[Work, ...]
    people: int
    village: str = ""
    started: time | None = None
    minutes: int | None = None
    elders: int | None = None
    women: int | None = None
    phoneless: int = 0
    difficulty: str = ""
    members: tuple[int, ...] = ()
    request: int = 0

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(work.service for work in self.works))


@dataclass(frozen=True, slots=True)
class KeptSession:
    """``entered_by`` None: whoever logged it erased their data. ``version`` grows with every change."""

    id: int
    session: Session
    entered_by: int | None
    entered_at: datetime
    withdrawn: bool = False
    confirmed: int = 0
    thanks: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Saved:
    """``fresh`` False: a session with that key was kept before, and this is it; nothing was written."""

    kept: KeptSession
    fresh: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A session that waits to be saved, and may still lack things (``team`` 0, no ``works``). It survives a restart;
    once saved, dropped or old it is gone. ``corrects``: the kept session that it changes, in that ``version``."""

    id: int
    session: Session
    corrects: int = 0
    version: int = 0


def draft_key(id_: int) -> str:
    """The key of the session that a draft becomes. The notebook's keys begin otherwise: "page."."""
    return f"draft.{id_}"


# ---- what holds ----


class Fault(StrEnum):
    """Why a session cannot be saved as it is."""

    TEAM = "team"
    NO_WORK = "no_work"
    SERVICE = "service"  # not one of ours
    OUTCOME = "outcome"  # not one of that service's
    TWICE = "twice"  # the same outcome of a service, with the same evidence
    PEOPLE = "people"  # none, or too many
    WORK_PEOPLE = "work_people"  # more than there were
    PARTS = "parts"  # elders, women or phoneless: more than there were, or less than none
    MINUTES = "minutes"
    COMING = "coming"  # the day is still to come
    OLD = "old"


def faults(session: Session, outcomes: Mapping[str, Collection[str]], today: date) -> list[Fault]:
    """``outcomes``: the known services, each with the codes of its outcomes. ``today``: in Vietnam. None: it holds."""
    parts = (session.elders, session.women, session.phoneless)
    broken = {
        Fault.TEAM: not (session.team and session.commune),
        Fault.NO_WORK: not session.works,
        Fault.SERVICE: any(work.service not in outcomes for work in session.works),
        Fault.OUTCOME: any(not _is_known(work, outcomes) for work in session.works),
        Fault.TWICE: len({_told(work) for work in session.works}) < len(session.works),
        Fault.PEOPLE: not 1 <= session.people <= MOST_PEOPLE,
        Fault.WORK_PEOPLE: any(not 1 <= work.people <= session.people for work in session.works),
        Fault.PARTS: any(part is not None and not 0 <= part <= session.people for part in parts),
        Fault.MINUTES: session.minutes is not None and not 1 <= session.minutes <= LONGEST_MINUTES,
        Fault.COMING: session.held_on > today,
        Fault.OLD: session.held_on < today - timedelta(days=OLDEST_DAYS),
    }
    return [fault for fault, found in broken.items() if found]


def _is_known(work: Work, outcomes: Mapping[str, Collection[str]]) -> bool:
    known = outcomes.get(work.service)
    return known is None or work.outcome in ("", NOT_DONE) or work.outcome in known


def _told(work: Work) -> tuple[str, ...]:
    return work.service, work.outcome, work.evidence, work.had_before


def may_change(kept: KeptSession, person_id: int, standing: Standing, today: date) -> bool:
    """Correct or withdraw it: whoever logged it until the last day of the month it was held in, the team's leader at
    any time. ``today``: in Vietnam."""
    commune, team, held = kept.session.commune, kept.session.team, kept.session.held_on
    if kept.withdrawn:
        return False
    if standing.may("session.correct", commune=commune, team=team):
        return True
    same_month = (held.year, held.month) == (today.year, today.month)
    return kept.entered_by == person_id and same_month and standing.may("session.log", commune=commune, team=team)


def near(new: Session, by: int, kept: KeptSession) -> bool:
    """Whether what ``by`` logs now may be the session that is kept already: both would count the same help."""
    old = kept.session
    same_helpers = old.team == new.team or by == kept.entered_by or bool({by, *new.members} & set(old.members))
    return (
        not kept.withdrawn
        and old.key != new.key
        and same_helpers
        and old.commune == new.commune
        and _same_village(old.village, new.village)
        and old.held_on == new.held_on
        and bool(set(old.services) & set(new.services))
        and abs(old.people - new.people) <= NEARLY
    )


def _same_village(one: str, other: str) -> bool:
    """Where nobody said the village, it may be any."""
    return not one or not other or one.casefold() == other.casefold()


# ---- as JSON ----


def dump_session(session: Session) -> dict[str, Any]:
    """As plain JSON values, without the key. What was not said is left out."""
    body: dict[str, Any] = {
        "team": session.team, "commune": session.commune, "held_on": session.held_on.isoformat(),
        "works": [[w.service, w.outcome, w.people, str(w.evidence), str(w.had_before)] for w in session.works],
        "people": session.people, "village": session.village,
        "started": session.started.strftime("%H:%M") if session.started else None, "minutes": session.minutes,
        "elders": session.elders, "women": session.women, "phoneless": session.phoneless,
        "difficulty": session.difficulty, "members": list(session.members), "request": session.request,
    }  # fmt: skip
    return {name: value for name, value in body.items() if value not in (None, "", [], 0) or name in _COUNTED}


_COUNTED = ("elders", "women")  # 0 was counted, None was not


def load_session(body: Mapping[str, Any], key: str) -> Session:
    started = body.get("started")
    session = Session(
        key, body.get("team", 0), body.get("commune", ""), date.fromisoformat(body["held_on"]),
        tuple(Work(s, o, n, Evidence(e), Had(h)) for s, o, n, e, h in body.get("works", ())), body.get("people", 0),
    )  # fmt: skip
    return replace(
        session, village=body.get("village", ""), started=time.fromisoformat(started) if started else None,
        minutes=body.get("minutes"), elders=body.get("elders"), women=body.get("women"),
        phoneless=body.get("phoneless", 0), difficulty=body.get("difficulty", ""),
        members=tuple(body.get("members", ())), request=body.get("request", 0),
    )  # fmt: skip
