"""An indicator as the API tells it."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.official import KeptFigure
from bot.core.phrases import Phrase
from bot.reports.contribution import IndicatorLine
from bot.web.api.shapes import ContributionShape, IndicatorShape, OfficialShape, TargetShape

Say = Callable[[Phrase], str]


def shape(line: IndicatorLine, say: Say) -> IndicatorShape:
    one = line.indicator
    return IndicatorShape(
        one.id, one.programme, say(one.name), say(one.unit),
        tuple(TargetShape(t.year, t.value, t.over, say(t.says) if t.says else None) for t in line.targets),
        _official(line.official),
        tuple(ContributionShape(say(c.column), c.figure, c.counts, c.bears) for c in line.contributed),
        say(one.may_not_say) if one.may_not_say else None,
    )  # fmt: skip


def _official(kept: KeptFigure | None) -> OfficialShape | None:
    if not kept:
        return None
    one = kept.figure
    return OfficialShape(one.value, one.place, one.as_of, one.source, one.url)
