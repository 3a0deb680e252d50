"""What is to be invented: from when until when, how much, and from which seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import exp
from random import Random

from bot.core.clock import VIETNAM

MORNING = time(8)
"""When the last day is told from: what would come later on it has not happened yet."""


@dataclass(frozen=True, slots=True)
class Month:
    """The days of one month that are asked for."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def day(self, number: int) -> date:
        return self.first + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class Plan:
    """``scale``: 1 is what a province of this size may log; less is quicker."""

    seed: int
    first: date
    last: date
    scale: float = 1.0

    @property
    def begin(self) -> datetime:
        return moment(self.first, time())

    @property
    def now(self) -> datetime:
        return moment(self.last, MORNING)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def dice(self, *names: object) -> Random:
        """Each thing has its own, so that a change of one leaves the others as they were."""
        return Random("/".join(map(str, (self.seed, *names))))  # noqa: S311

    def months(self) -> Iterator[Month]:
        first = self.first
        while first <= self.last:
            following = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
            yield Month(first, min(following - timedelta(days=1), self.last))
            first = following


def moment(day: date, at: time) -> datetime:
    """That time of the day in Vietnam."""
    return datetime.combine(day, at, VIETNAM).astimezone(UTC)


def poisson(dice: Random, mean: float) -> int:
    """How often something happens that happens so often on the average."""
    if mean > 30:
        return max(round(dice.gauss(mean, mean**0.5)), 0)
    limit, product, count = exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count


def some(dice: Random, number: int, share: float) -> int:
    """How many of so many, each with that chance."""
    return sum(dice.random() < share for _ in range(number))


def daytime(dice: Random, first: int = 7, last: int = 20) -> time:
    """From one hour until the end of another; mostly before noon or in the evening."""
    hour = dice.choice([h for h in range(first, last + 1) for _ in range(2 if h in {8, 9, 10, 14, 19} else 1)])
    return time(hour, dice.randrange(60))
