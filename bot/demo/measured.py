"""Official figures, as an administrator would enter them: invented too, and their source says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from random import Random

from bot.content.indicators import Indicator
from bot.core.official import PROVINCE, WHOLE, KeptFigure, OfficialFigure
from bot.demo.cast import Cast
from bot.demo.plan import Plan, moment

SOURCE = "Số bịa để dùng thử, không của cơ quan nào"
IN_PROVINCE, IN_COMMUNE = 0.6, 0.25  # of the indicators so many have a figure
COMMUNES = 0.15  # of them so many enter any


def figures(plan: Plan, cast: Cast, indicators: Sequence[Indicator]) -> Iterator[KeptFigure]:
    """Shares alone, as what is counted otherwise has no bounds that are known."""
    dice = plan.dice("official")
    shares = [one for one in indicators if one.is_share]
    number = 0
    for place, by, share in _places(dice, cast):
        for indicator in shares:
            if dice.random() < share:
                number += 1
                yield _figure(dice, plan, indicator, place, number, by)


def _places(dice: Random, cast: Cast) -> Iterator[tuple[str, int, float]]:
    yield PROVINCE, cast.admins[0].who.id, IN_PROVINCE
    for commune in cast.communes:
        if dice.random() < COMMUNES:
            yield commune.code, commune.admin.who.id, IN_COMMUNE


def _figure(dice: Random, plan: Plan, indicator: Indicator, place: str, number: int, by: int) -> KeptFigure:
    aims = [target.value for target in indicator.shown_targets if target.value]
    value = min((aims[0] if aims else 60.0) * dice.uniform(0.7, 1.08), WHOLE)
    as_of = plan.first + timedelta(days=dice.randrange(plan.days * 9 // 10))
    figure = OfficialFigure(indicator.id, place, round(value, 1), as_of, SOURCE)
    entered_at = moment(as_of + timedelta(days=dice.randrange(1, 20)), time(10))
    return KeptFigure(number, figure, by, min(entered_at, plan.now))
