"""Whose reports somebody may see, how actions name them, and how they are made."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.core.clock import VIETNAM
from bot.core.errors import Answerable
from bot.core.facts import Scope
from bot.core.messages import Button
from bot.core.phrases import Joined, Phrase
from bot.core.phrases import text as _
from bot.core.ports import Ports
from bot.core.roles import Post, Role, Standing
from bot.engine.turn import Turn, World
from bot.reports.figures import Known, make
from bot.reports.names import Names
from bot.reports.period import Period, read_period
from bot.reports.report import Place, Report
from bot.reports.where import PROVINCE, unknown
from bot.reports.withhold import withhold
from handlers.resident.buttons import BOOK, MENU, MY_TEAM, REPORT
from handlers.team.words import number

SEE = "report.see"
WHOLE = "0"
"""The province, in actions."""


def today(turn: Turn) -> date:
    return turn.now.astimezone(VIETNAM).date()


async def report_of(
    ports: Ports, world: World, standing: Standing, period: Period, place: Place, now: datetime
) -> Report:  # fmt: skip
    """As every screen and file has it: only the team's own people see its small counts."""
    inside = bool(place.team) and place.team in standing.teams
    communes = {code: unit.name for code, unit in world.places.units.items()}
    rows = await ports.figures.rows(Scope(period.first, period.last, place.code, place.team), members=inside)
    report = make(period, place, rows, Known(communes, now, members=inside))
    return report if inside else withhold(report)


# ---- whose ----


async def own_places(ports: Ports, world: World, standing: Standing) -> list[Place]:
    """Those that they look after, the widest first."""
    may = [post for post in standing.posts if standing.may(SEE, commune=post.commune, team=post.team)]
    places = [await place_of(ports, world, post) for post in may]
    return sorted(dict.fromkeys(places), key=lambda place: (bool(place.code), place.team))


async def place_of(ports: Ports, world: World, post: Post) -> Place:
    if post.role is Role.PROVINCE_ADMIN:
        return PROVINCE
    unit = world.places.units.get(post.commune)
    team = await ports.teams.find(post.team) if post.team else None
    name = unit.name if unit else post.commune
    return Place(post.commune, name, team.id, team.name) if team else Place(post.commune, name)


async def must_see(turn: Turn, place: Place) -> Standing:
    standing = await turn.ports.teams.standing(turn.person.id)
    if not standing.may(SEE, commune=place.code, team=place.team):
        raise await not_theirs(turn, standing)
    return standing


async def not_theirs(turn: Turn, standing: Standing) -> Answerable:
    """In words that say whose they may see instead."""
    own = await own_places(turn.ports, turn.world, standing)
    if own:
        called = Joined(tuple(named(turn, place) for place in own), "; ")
        words = _("{You} see the reports of: {places}. Others are seen by those who look after them.", places=called)
        return Answerable(words, *(now_of(turn, place) for place in own), MENU)
    if standing.posts:
        return Answerable(_("The team's leader sees its reports. What {you} did is in “My log”."), BOOK, MENU)
    return Answerable(_("Reports are for team leaders and administrators."), MENU)


# ---- in actions ----


def code(place: Place) -> str:
    return f"{place.code or WHOLE}.{place.team}" if place.team else place.code or WHOLE


def named(turn: Turn, place: Place) -> Phrase:
    return Names(turn.content).place(place)


def now_of(turn: Turn, place: Place) -> Button:
    """Its report of this month, whenever it is pressed."""
    return Button(named(turn, place), f"report.now:{code(place)}")


def showing(period: Period, place: Place, label: Phrase) -> Button:
    return Button(label, f"report.show:{period.code}.{code(place)}")


async def read_place(turn: Turn, commune: str, team: str) -> Place:
    """The place that an action names, if they may see its reports."""
    found = await find_place(turn, commune, number(team))
    await must_see(turn, found or Place(commune))
    if not found:
        raise answered(unknown(commune) if not number(team) else Answerable(_("This team is no longer there.")))
    return found


async def find_place(turn: Turn, commune: str, team_id: int) -> Place | None:
    if team_id:
        team = await turn.ports.teams.find(team_id)
        unit = turn.world.places.units.get(team.commune) if team else None
        return Place(team.commune, unit.name if unit else team.commune, team.id, team.name) if team else None
    if commune in ("", WHOLE):
        return PROVINCE
    unit = turn.world.places.units.get(commune)
    return Place(unit.code, unit.name) if unit else None


async def asked_for(turn: Turn) -> tuple[Period, Place]:
    """The time and the place that the pressed button names."""
    place = await read_place(turn, turn.arg(1), turn.arg(2))
    return read_time(turn, turn.arg(0)), place


def read_time(turn: Turn, written: str) -> Period:
    try:
        return read_period(written, today(turn))
    except Answerable as error:
        raise answered(error) from error


def answered(error: Answerable, buttons: Sequence[Button] = (REPORT, MY_TEAM, MENU)) -> Answerable:
    """With a way on."""
    return Answerable(error.words, *buttons)
