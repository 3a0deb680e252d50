"""Residents who ask for a person: what is asked, which team it goes to, and what may become of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.roles import Standing
from bot.core.teams import Team
from bot.core.waiting_clock import Alarm, WaitingClock

MOST_WAITING = 3
"""So many requests one person may have waiting at once; nobody needs more, and the teams are spared."""


class State(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"
    CANCELLED = "cancelled"  # by the resident

    @property
    def is_waiting(self) -> bool:
        return self in {State.OPEN, State.TAKEN}


class Suits(StrEnum):
    """When it suits the resident."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Wanted:
    """As a resident asks for it.

    ``guide``, ``step``: what they were doing, if anything. ``wish``: in their words, one line, masked. ``when``: one of
    ``Suits``, or their own few words, masked. ``phone``: only with their consent. ``lang``: "jra" or "bdq" where a
    speaker of it is wished for. ``team``: the only one it is for, 0 for the commune as a whole.
    """

    commune: str
    village: str = ""
    guide: str = ""
    step: str = ""
    wish: str = ""
    when: str = Suits.ANY
    phone: str = ""
    lang: str = ""
    urgent: bool = False
    team: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """``person`` None: they erased their data, or it was closed long ago. ``team``: whose it is, or who may take it; 0
    for the commune as a whole. ``taken_by``: the person who has it, or closed it. ``satisfied`` None: not answered.
    ``waits_since``: when it was asked, given back or opened again. ``alarm``: what rings next at ``alarm_at`` if nobody
    takes it."""

    id: int
    code: str
    person: int | None
    commune: str
    village: str
    guide: str
    step: str
    wish: str
    when: str
    phone: str
    lang: str
    urgent: bool
    state: State
    team: int
    asked_at: datetime
    waits_since: datetime
    taken_by: int | None = None
    taken_at: datetime | None = None
    closed_at: datetime | None = None
    satisfied: bool | None = None
    alarm: Alarm = Alarm.TEAM
    alarm_at: datetime | None = None


# ---- where it goes ----


def teams_for(village: str, staffed: Sequence[Team]) -> list[Team]:
    """Of the commune's teams that have members: those that cover the village, else those of the whole commune, else
    all."""
    covering = [team for team in staffed if village and any(same_village(village, one) for one in team.villages)]
    return covering or [team for team in staffed if not team.villages] or list(staffed)


def only(teams: Sequence[Team]) -> int:
    """The number of the team, if it is one; else 0."""
    return teams[0].id if len(teams) == 1 else 0


def same_village(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


# ---- who may see and take it ----


def may_see(request: Request, standing: Standing) -> bool:
    return _reaches(request, standing, "request.see")


def team_to_take(request: Request, standing: Standing) -> int | None:
    """The team for which they may take it: of several the one it is for. 0: for the commune itself. None: they may
    not."""
    if not _reaches(request, standing, "request.take"):
        return None
    mine = [post.team for post in standing.posts if post.commune == request.commune and post.team]
    return request.team if request.team in mine else next(iter(mine), 0)


def _reaches(request: Request, standing: Standing, act: str) -> bool:
    """What belongs to the commune as a whole is for each of its teams."""
    there = [post for post in standing.posts if request.team == 0 and post.commune == request.commune]
    teams = {request.team, *(post.team for post in there)}
    return any(standing.may(act, commune=request.commune, team=team) for team in teams)


def has_it(request: Request, person_id: int) -> bool:
    return request.state is State.TAKEN and request.taken_by == person_id


def nobody_left(declined: Collection[int], asked: Collection[int]) -> bool:
    """Whether all who were asked said that they cannot."""
    return bool(asked) and set(asked) <= set(declined)


# ---- when it rings ----


def first_alarm(clock: WaitingClock, since: datetime, *, urgent: bool) -> tuple[Alarm, datetime | None]:
    """For what begins to wait: newly asked, given back or opened again."""
    return Alarm.TEAM, clock.rings_at(Alarm.TEAM, since, urgent=urgent)
