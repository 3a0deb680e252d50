"""Who there is: the communes with their teams, members and residents, and how busy each of them is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from bot.content.places import Unit
from bot.core.roles import Role
from bot.demo import names
from bot.demo.plan import Plan, daytime, moment, poisson

RESIDENTS = 110  # of a commune, in a year, who write to the bot
STEADY, LATE = 0.55, 0.8  # of the communes so many report every month; up to LATE miss some; the others begin late
QUIET = 0.22  # of the months of those that miss some


@dataclass(frozen=True, slots=True)
class Someone:
    """A person, and when they were here first and last. ``name``: as their team calls them; "" for a resident."""

    id: int
    commune: str
    channel: str
    lang: str
    called: str
    begin: datetime
    seen: datetime
    name: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A post. ``until`` None: they hold it now."""

    id: int
    who: Someone
    role: Role
    commune: str
    team: int
    since: datetime
    until: datetime | None = None

    def on(self, day: date) -> bool:
        at = moment(day, time(12))
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Crew:
    """A team. ``zeal``: how much it does, 1 for what is usual; ``care``: how often it looks at the result itself."""

    id: int
    commune: str
    name: str
    villages: tuple[str, ...]
    zeal: float
    care: float
    made_at: datetime
    posts: tuple[Held, ...]

    @property
    def leader(self) -> Held:
        return self.posts[0]

    def helpers(self, day: date) -> list[Someone]:
        return [post.who for post in self.posts if post.on(day)]


@dataclass(frozen=True, slots=True)
class Commune:
    """``zeal``: how much is logged there, ``haste``: how soon requests are taken, 1 for what is usual. ``quiet``: the
    months of which it reports nothing, each (year, month)."""

    unit: Unit
    villages: tuple[str, ...]
    zeal: float
    haste: float
    quiet: frozenset[tuple[int, int]]
    admin: Held
    crews: tuple[Crew, ...]
    residents: tuple[Someone, ...]

    @property
    def code(self) -> str:
        return self.unit.code

    def reports(self, day: date) -> bool:
        return (day.year, day.month) not in self.quiet

    @property
    def posts(self) -> Iterator[Held]:
        yield self.admin
        for crew in self.crews:
            yield from crew.posts


@dataclass(frozen=True, slots=True)
class Cast:
    admins: tuple[Held, ...]
    communes: tuple[Commune, ...]

    @property
    def posts(self) -> Iterator[Held]:
        yield from self.admins
        for commune in self.communes:
            yield from commune.posts

    @property
    def people(self) -> Iterator[Someone]:
        yield from (post.who for post in self.posts)
        for commune in self.communes:
            yield from commune.residents


class Casting:
    """Gives out the numbers, as the database would."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._people, self._posts, self._teams = count(1), count(1), count(1)

    def cast(self, units: Mapping[str, Unit]) -> Cast:
        dice = self.plan.dice("province")
        admins = tuple(self._holder(dice, Role.PROVINCE_ADMIN, "", 0) for _ in range(2))
        return Cast(admins, tuple(self._commune(unit) for unit in units.values()))

    def _commune(self, unit: Unit) -> Commune:
        dice = self.plan.dice("commune", unit.code)
        villages = names.villages(dice, unit)
        return Commune(
            unit, villages, dice.lognormvariate(0, 0.4) * (1.35 if names.is_town(unit) else 1.0),
            dice.lognormvariate(0, 0.35), self._quiet(dice), self._holder(dice, Role.COMMUNE_ADMIN, unit.code, 0),
            tuple(self._crew(dice, unit, there) for there in _shared(villages, dice.randint(2, 4))),
            tuple(self._residents(dice, unit)),
        )  # fmt: skip

    def _quiet(self, dice: Random) -> frozenset[tuple[int, int]]:
        months = [(month.first.year, month.first.month) for month in self.plan.months()]
        kind, often = dice.random(), dice.randrange(len(months))
        if kind < STEADY:
            return frozenset()
        if kind < LATE:
            return frozenset(month for month in months if dice.random() < QUIET)
        return frozenset(months[: often * 2 // 3])

    def _crew(self, dice: Random, unit: Unit, villages: tuple[str, ...]) -> Crew:
        id_, zeal, care = next(self._teams), dice.lognormvariate(0, 0.45), dice.uniform(0.35, 0.9)
        roles = (Role.LEADER, *(Role.MEMBER for _ in range(dice.randint(3, 6))))
        posts = tuple(self._holder(dice, role, unit.code, id_) for role in roles)
        return Crew(id_, unit.code, f"Tổ {villages[0]}", villages, zeal, care, self.plan.begin, posts)

    def _holder(self, dice: Random, role: Role, commune: str, team: int) -> Held:
        """Most are there from the beginning; of the members some come later, and some leave."""
        begin, now, until = self.plan.begin + timedelta(hours=8), self.plan.now, None
        comes_later = role is Role.MEMBER and dice.random() < 0.2
        since = begin + timedelta(days=dice.randrange(self.plan.days) if comes_later else 0)
        if role is Role.MEMBER and dice.random() < 0.06 and now - since > timedelta(days=60):
            until = now - timedelta(days=dice.randrange(5, 50))
        seen = until or now - timedelta(hours=dice.randrange(1, 90))
        who = self._someone(dice, commune, min(since, now), seen, names.member(dice))
        return Held(next(self._posts), who, role, commune, team, min(since, now), until)

    def _residents(self, dice: Random, unit: Unit) -> Iterator[Someone]:
        for _ in range(max(poisson(dice, RESIDENTS * self.plan.scale * self.plan.days / 365), 3)):
            begin = moment(self.plan.first + timedelta(days=_later(dice, self.plan.days)), daytime(dice, 6, 21))
            again = timedelta(days=dice.expovariate(1 / 25) if dice.random() < 0.45 else 0)
            begin = min(begin, self.plan.now - timedelta(hours=2))
            yield self._someone(dice, unit.code, begin, min(begin + again, self.plan.now - timedelta(hours=1)))

    def _someone(self, dice: Random, commune: str, begin: datetime, seen: datetime, name: str = "") -> Someone:
        lang = "en" if not name and dice.random() < 0.012 else "vi"
        channel = "telegram" if dice.random() < (0.75 if name else 0.4) else "webchat"
        called = dice.choice(("", "", "", "", "bac", "chu", "co", "anh", "chi")) if not name and lang == "vi" else ""
        return Someone(next(self._people), commune, channel, lang, called, begin, max(seen, begin), name)


def _later(dice: Random, days: int) -> int:
    """A day; the later ones more often, for more and more people know of it."""
    return int(days * dice.random() ** 0.7)


def _shared(villages: tuple[str, ...], among: int) -> list[tuple[str, ...]]:
    return [villages[at::among] for at in range(min(among, len(villages)))]
