"""A report: every figure in it. Screens, files, the API and the chat show this and count nothing themselves.

None is "not known", and never nought: a place that reported nothing has no figures. Nothing here is divided by
anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TypeAlias

from bot.core.facts import Scope
from bot.core.phrases import text as _
from bot.reports.period import Period

FOOTNOTE = _(
    "Figures noted by the community digital teams themselves while helping people; they show the help given, are no "
    "rate of the population, and do not replace statistics or the results of the DTI."
)
"""Stands on every page and in every file."""


class Withheld(Enum):
    """What is not told outside of the team."""

    FEW = "<5"  # fewer than five residents
    BESIDE = "…"  # any number, withheld so that the one beside it cannot be worked out


FEW, BESIDE = Withheld.FEW, Withheld.BESIDE
Figure: TypeAlias = int | Withheld | None


@dataclass(frozen=True, slots=True)
class Place:
    """``code``: of a commune, "" for the province. ``team``: its number, where the report is of one team alone."""

    code: str = ""
    name: str = ""
    team: int = 0
    team_name: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of all reported. ``all`` None: nobody said how many there are."""

    reported: int
    all: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """What was done. ``visits``: lượt, who came twice counts twice. ``elders``, ``women``: as far as they were counted.
    ``done``: results that a member saw; ``new``: of these what they did not have before; ``told``: what residents said;
    ``guided``: shown how. Of results one person may have several."""

    sessions: Figure = None
    visits: Figure = None
    elders: Figure = None
    women: Figure = None
    phoneless: Figure = None
    confirmable: Figure = None
    confirmed: Figure = None
    thanks: Figure = None
    done: Figure = None
    new: Figure = None
    told: Figure = None
    guided: Figure = None
    not_done: Figure = None


@dataclass(frozen=True, slots=True)
class Activity:
    """``residents``: how many different ones confirmed, at least. ``members``, ``teams``: with a session."""

    work: Work
    residents: Figure = None
    members: Figure = None
    teams: Figure = None


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """``visits``: of how many people it is said."""

    outcome: str
    visits: Figure
    done: Figure
    new: Figure
    told: Figure
    guided: Figure
    not_done: Figure


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """``visits``: in one session never more than there were people. The others are what the outcomes add up to."""

    service: str
    sessions: Figure
    visits: Figure
    done: Figure
    new: Figure
    told: Figure
    guided: Figure
    not_done: Figure
    outcomes: tuple[OutcomeLine, ...]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A commune of the province, or a village of the commune (``code``: its key, "" where it was not said)."""

    code: str
    name: str
    work: Work
    teams: Share | None = None


@dataclass(frozen=True, slots=True)
class TeamLine:
    team: int
    name: str
    work: Work


@dataclass(frozen=True, slots=True)
class MemberLine:
    person: int
    name: str
    sessions: Figure
    visits: Figure


@dataclass(frozen=True, slots=True)
class DayLine:
    """``day``: of a month its first."""

    day: date
    work: Work


@dataclass(frozen=True, slots=True)
class Requests:
    """Those asked in the period, and what became of them until now. ``escalated``: nobody had taken it when the team's
    leader was to be told. Minutes are medians."""

    asked: Figure = None
    taken: Figure = None
    closed: Figure = None
    cancelled: Figure = None
    waiting: Figure = None
    escalated: Figure = None
    satisfied: Figure = None
    unhappy: Figure = None
    minutes_to_take: Figure = None
    minutes_to_close: Figure = None


@dataclass(frozen=True, slots=True)
class StepLine:
    """``stopped``: people who did not finish, and were heard of last here ("": before the first step was done);
    ``why``: how many of them told what, by ``bot.core.readings.REASONS``."""

    step: str
    done: Figure
    stuck: Figure
    stopped: Figure
    troubles: Mapping[str, Figure] = field(default_factory=dict)
    why: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GuideLine:
    guide: str
    opened: Figure
    finished: Figure
    helped: Figure
    not_helped: Figure
    steps: tuple[StepLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Guides:
    opened: Figure = None
    finished: Figure = None
    helped: Figure = None
    not_helped: Figure = None
    not_understood: Figure = None
    guides: tuple[GuideLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Bot:
    people: Figure = None
    channels: Mapping[str, Figure] = field(default_factory=dict)
    languages: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """``withheld``: small counts are not in it. ``by_member`` None: not for who sees this. ``begun``, ``latest``: the
    first and last day with a session, whichever the period."""

    period: Period
    place: Place
    made_at: datetime
    communes: Share
    teams: Share
    villages: Share
    activity: Activity
    services: tuple[ServiceLine, ...]
    by_place: tuple[PlaceLine, ...]
    by_team: tuple[TeamLine, ...]
    by_member: tuple[MemberLine, ...] | None
    by_day: tuple[DayLine, ...]
    by_month: tuple[DayLine, ...]
    requests: Requests
    guides: Guides
    bot: Bot
    begun: date | None = None
    latest: date | None = None
    withheld: bool = False

    @property
    def is_empty(self) -> bool:
        return self.activity.work.sessions is None

    @property
    def scope(self) -> Scope:
        return Scope(self.period.first, self.period.last, self.place.code, self.place.team)
