"""What of the teams' work bears on each indicator, beside its target and the official figure. The three are never
divided by each other: a log counts help given, not a population."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.content.indicators import Contribution, Counts, Indicator, Indicators, Target
from bot.core.official import PROVINCE, KeptFigure, latest
from bot.core.phrases import Phrase
from bot.reports.report import BESIDE, Figure, OutcomeLine, Report, Withheld


@dataclass(frozen=True, slots=True)
class Contributed:
    """``figure`` None: nothing was reported, or no report counts it so. ``bears``: directly, partly, input, related."""

    column: Phrase
    figure: Figure
    counts: Counts
    bears: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """``targets``: those that nobody has to check any more. ``official``: of the place itself if there is one, else of
    the whole province."""

    indicator: Indicator
    targets: tuple[Target, ...]
    official: KeptFigure | None
    contributed: tuple[Contributed, ...]


def indicator_lines(report: Report, indicators: Indicators, entered: Sequence[KeptFigure]) -> tuple[IndicatorLine, ...]:
    """The published ones, in their order."""
    return tuple(
        IndicatorLine(one, one.shown_targets, _official(report, one, entered), contributions(report, one))
        for one in indicators.published
    )


def _official(report: Report, indicator: Indicator, entered: Iterable[KeptFigure]) -> KeptFigure | None:
    kept, day = list(entered), report.period.last
    own = latest(kept, indicator.id, report.place.code, day)
    return own or latest(kept, indicator.id, PROVINCE, day)


def contributions(report: Report, indicator: Indicator) -> tuple[Contributed, ...]:
    """One for each column, in the order in which they are written down."""
    columns: dict[str, list[Contribution]] = {}
    for one in indicator.contributes:
        columns.setdefault(one.column.by_lang["vi"], []).append(one)
    return tuple(
        Contributed(these[0].column, added([_figure(report, one) for one in these]), these[0].counts, these[0].bears)
        for these in columns.values()
    )


def _figure(report: Report, one: Contribution) -> Figure:
    if report.is_empty:
        return None
    if one.counts == "members":
        return report.activity.members
    found = _outcome(report, one.service, one.outcome)
    match one.evidence, one.had_before:
        case "E2", "no":
            return found.new if found else 0
        case "E2", "any":
            return found.done if found else 0
        case "any", "any":
            return found.visits if found else 0
    return None


def _outcome(report: Report, service: str, outcome: str) -> OutcomeLine | None:
    lines = (line for one in report.services if one.service == service for line in one.outcomes)
    return next((line for line in lines if line.outcome == outcome), None)


def added(figures: Sequence[Figure]) -> Figure:
    """One withheld figure alone stays what it is; of several the sum would tell it."""
    if len(figures) == 1:
        return figures[0]
    if any(isinstance(one, Withheld) for one in figures):
        return BESIDE
    known = [one for one in figures if isinstance(one, int)]
    return sum(known) if known else None
