"""The time and the place that the address of a page names: ``?ky=2026-10&xa=23941&to=3``.

What cannot be read costs nobody the page: it is shown for the usual time and place, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.core.errors import Answerable
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import ACTS, EVERYWHERE, Post, Role, Standing
from bot.core.teams import Team
from bot.reports.period import Period, Span, around, read_period
from bot.reports.report import Place
from bot.reports.where import PROVINCE, read_place
from bot.storage.turns import TurnPorts
from bot.understanding.places import Places

PERIOD, PLACE, TEAM = "ky", "xa", "to"
LONGEST = 60
"""Of what somebody typed into the address, the rest is not read."""


@dataclass
class Choice:
    """``said``: what could not be read, in words. ``kept``: what links go on saying of it. ``teams``: those of the
    chosen commune that one may choose from."""

    period: Period
    place: Place
    kept: dict[str, str] = field(default_factory=dict)
    said: list[Phrase] = field(default_factory=list)
    teams: Sequence[Team] = ()


async def read_choice(
    query: Mapping[str, str], standing: Standing, act: str, today: date, places: Places, ports: TurnPorts
) -> Choice:
    """The place may still be one where they may not do the act: that is asked by who shows the page."""
    choice = Choice(around(Span.MONTH, today), PROVINCE)
    _read_period(choice, query.get(PERIOD, "")[:LONGEST], today)
    if not await _read_place(choice, query.get(PLACE), query.get(TEAM, ""), places, ports):
        choice.place = await usual_place(standing, act, places, ports)
    if choice.place.code:
        there = await ports.teams.of_commune(choice.place.code)
        choice.teams = [team for team in there if standing.may(act, commune=team.commune, team=team.id)]
    return choice


def _read_period(choice: Choice, written: str, today: date) -> None:
    if not written.strip():
        return
    try:
        choice.period = read_period(written, today)
        choice.kept[PERIOD] = choice.period.code
    except Answerable as error:
        choice.said.append(error.words)


async def _read_place(choice: Choice, written: str | None, team: str, places: Places, ports: TurnPorts) -> bool:
    """False: nothing was chosen, or it is not there."""
    try:
        place = read_place(written[:LONGEST], places) if written is not None else None
    except Answerable as error:
        choice.said.append(error.words)
        return False
    if team.strip():
        return await _read_team(choice, place, team[:LONGEST], places, ports)
    if place is None:
        return False
    choice.place, choice.kept[PLACE] = place, place.code
    return True


async def _read_team(choice: Choice, place: Place | None, written: str, places: Places, ports: TurnPorts) -> bool:
    """Of another commune than the chosen one: it was left over from before, and the commune counts."""
    team = await ports.teams.find(int(written)) if written.isdecimal() and len(written) < 10 else None
    if not team:
        choice.said.append(_("There is no such team."))
    elif place is None or place.code == team.commune:
        choice.place = of_team(team, places)
        choice.kept |= {PLACE: team.commune, TEAM: str(team.id)}
        return True
    if place is not None:
        choice.place, choice.kept[PLACE] = place, place.code
    return place is not None


def of_team(team: Team, places: Places) -> Place:
    return Place(team.commune, _name(team.commune, places), team.id, team.name)


def _name(commune: str, places: Places) -> str:
    unit = places.units.get(commune)
    return unit.name if unit else commune


async def usual_place(standing: Standing, act: str, places: Places, ports: TurnPorts) -> Place:
    """The largest of those where they may do it."""
    able = [post for post in standing.posts if standing_of(post).may_somewhere(act)]
    if not able:
        return PROVINCE
    post = max(able, key=lambda one: (one.role is Role.PROVINCE_ADMIN, one.role is Role.COMMUNE_ADMIN))
    team = await ports.teams.find(post.team) if post.team else None
    if team:
        return of_team(team, places)
    return Place(post.commune, _name(post.commune, places)) if post.commune else PROVINCE


def standing_of(post: Post) -> Standing:
    return Standing((post,))


def choosable(standing: Standing, act: str, places: Places) -> list[Place]:
    """The province and the communes to choose from, as far as they may do it there; teams stand beside them."""
    if any(ACTS.get(act, {}).get(post.role) == EVERYWHERE for post in standing.posts):
        return [PROVINCE, *(Place(unit.code, unit.name) for unit in places.units.values())]
    codes = dict.fromkeys(post.commune for post in standing.posts if standing_of(post).may_somewhere(act))
    return [Place(code, _name(code, places)) for code in codes]
