"""What is counted of the sessions, and how: the one place where lượt, "done" and "new" are defined.

A session is a few rows of counts, which add up: over days, villages, communes and teams.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter

from bot.core.sessions import NOT_DONE, NOTHING_TO_SEE, Evidence, Had, KeptSession, Work
from bot.core.tally import confirmable
from bot.core.teams import Team


def village_key(typed: str) -> str:
    """Under which the sessions of one village stand together, however it was typed."""
    return " ".join(unicodedata.normalize("NFC", typed).casefold().split())


class Ended(StrEnum):
    DONE = "done"  # the member saw it
    TOLD = "told"  # the resident said so
    GUIDED = "guided"  # shown how; nothing is known of the end, or there is nothing to see
    NOT_DONE = "not_done"


_ENDED = {Evidence.SEEN: Ended.DONE, Evidence.TOLD: Ended.TOLD, Evidence.GUIDED: Ended.GUIDED}


def ended(outcome: str, evidence: Evidence) -> Ended:
    if outcome == NOT_DONE:
        return Ended.NOT_DONE
    return Ended.GUIDED if outcome in NOTHING_TO_SEE else _ENDED[evidence]


def is_new(outcome: str, evidence: Evidence, had_before: Had) -> bool:
    """Only what was seen, and what they are known not to have had before."""
    return ended(outcome, evidence) is Ended.DONE and had_before is Had.NO


@dataclass(frozen=True, slots=True)
class Counts:
    """What sessions add up to. ``people``: lượt; who comes twice counts twice. ``elders_counted``, ``women_counted``:
    in how many sessions somebody counted them. ``confirmable``: who has a phone to confirm with. ``done`` and what
    follows: results, of which one person may have several."""

    sessions: int = 0
    people: int = 0
    elders: int = 0
    elders_counted: int = 0
    women: int = 0
    women_counted: int = 0
    phoneless: int = 0
    confirmable: int = 0
    confirmed: int = 0
    thanks: int = 0
    done: int = 0
    told: int = 0
    guided: int = 0
    not_done: int = 0
    newly: int = 0


COUNTS = tuple(one.name for one in fields(Counts))
_values = attrgetter(*COUNTS)


def summed(parts: Iterable[Counts]) -> Counts:
    return Counts(*map(sum, zip(*map(_values, parts), strict=True)))


def counts_of(kept: KeptSession) -> Counts:
    one, able = kept.session, confirmable(kept)
    results = {
        str(end): sum(work.people for work in one.works if ended(work.outcome, work.evidence) is end) for end in Ended
    }
    return Counts(
        sessions=1, people=one.people, elders=one.elders or 0, elders_counted=int(one.elders is not None),
        women=one.women or 0, women_counted=int(one.women is not None), phoneless=one.phoneless, confirmable=able,
        confirmed=min(kept.confirmed, able), thanks=kept.thanks,
        newly=sum(work.people for work in one.works if is_new(work.outcome, work.evidence, work.had_before)),
        **results,
    )  # fmt: skip


Result = tuple[str, str, Evidence, Had]
"""Service, outcome, evidence, had before."""


def results_of(works: tuple[Work, ...]) -> Mapping[Result, int]:
    """Of how many people each result is said."""
    found: dict[Result, int] = {}
    for work in works:
        result = (work.service, work.outcome, work.evidence, work.had_before)
        found[result] = found.get(result, 0) + work.people
    return found


# ---- what the storage hands in for a report ----


@dataclass(frozen=True, slots=True)
class Scope:
    """The days from ``first`` to ``last``, in Vietnam; of one commune, of one team, or ("" and 0) of all."""

    first: date
    last: date
    commune: str = ""
    team: int = 0


@dataclass(frozen=True, slots=True)
class Served:
    """A service: in how many sessions, and how many people (in one session never more than there were)."""

    service: str
    sessions: int
    people: int


@dataclass(frozen=True, slots=True)
class Resulted:
    service: str
    outcome: str
    evidence: Evidence
    had_before: Had
    people: int


@dataclass(frozen=True, slots=True)
class Helper:
    """``name``: as the team calls them; "" for who is in no team any more."""

    person: int
    name: str
    sessions: int
    people: int


@dataclass(frozen=True, slots=True)
class Village:
    key: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Asked:
    """The requests for a person that were asked, and what became of them. ``taken``: by anybody, at any time.
    ``escalated``: nobody had taken it when the team's leader was to be told. ``taking``, ``closing``: by the minutes it
    took until the first took it, and until it was closed, how many."""

    asked: int = 0
    taken: int = 0
    closed: int = 0
    cancelled: int = 0
    waiting: int = 0
    escalated: int = 0
    satisfied: int = 0
    unhappy: int = 0
    taking: Mapping[int, int] = field(default_factory=dict)
    closing: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happened:
    """How often something happened in a guide. ``type``: the event's."""

    guide: str
    type: str
    step: str
    detail: str
    count: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """How many opened a guide, did not finish it, and stand at this step ("": not known which). ``why``: what they told
    there. See ``bot.core.readings`` for what counts."""

    guide: str
    step: str
    people: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Active:
    """People who wrote to the bot. ``people`` None: too long ago to know."""

    people: int | None = None
    by_channel: Mapping[str, int] = field(default_factory=dict)
    by_lang: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """All that a report is made of. ``reporting``: by commune, its teams with a session. ``reached``: the villages with
    one, each with its commune. ``residents``: of how many different ones the confirmations are, None where that
    is not known any more. ``happened`` and what follows None: not known of a single team. ``begun``, ``latest``:
    the first and last day with a session, whichever the period."""

    total: Counts
    days: Mapping[date, Counts] = field(default_factory=dict)
    communes: Mapping[str, Counts] = field(default_factory=dict)
    villages: tuple[Village, ...] = ()
    by_team: Mapping[int, Counts] = field(default_factory=dict)
    reporting: Mapping[str, frozenset[int]] = field(default_factory=dict)
    reached: frozenset[tuple[str, str]] = frozenset()
    served: tuple[Served, ...] = ()
    resulted: tuple[Resulted, ...] = ()
    helpers: tuple[Helper, ...] = ()
    active_members: int = 0
    residents: int | None = None
    teams: tuple[Team, ...] = ()
    asked: Asked = Asked()
    happened: tuple[Happened, ...] | None = None
    stopped: tuple[Stopped, ...] | None = None
    active: Active | None = None
    begun: date | None = None
    latest: date | None = None

    def listed(self) -> Iterator[tuple[str, str]]:
        """The villages that teams say they cover, each with its commune."""
        return ((team.commune, village_key(village)) for team in self.teams for village in team.villages)
