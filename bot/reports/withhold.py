"""What may leave the team: without members, and without counts of so few residents that one might be known.

Where one figure of a column or row that is added up is withheld, another goes with it, or the sum would tell it. Who
holds several reports against each other may still learn something; that is why no report is of a village and a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.reports.report import (
    BESIDE,
    FEW,
    Bot,
    Figure,
    GuideLine,
    Guides,
    OutcomeLine,
    Report,
    Requests,
    ServiceLine,
    Withheld,
    Work,
)

FEWEST = 5
T = TypeVar("T")

_NO_RESIDENTS = frozenset({"sessions", "members", "teams", "team", "person", "minutes_to_take", "minutes_to_close"})
"""Numbers that count something else, or nothing."""
_ADDED_UP = ("done", "new", "told", "guided", "not_done")
"""Of a service: what its outcomes add up to."""
_IN_A_ROW: Mapping[type, tuple[str, ...]] = {
    Work: ("phoneless", "confirmable", "visits"),
    OutcomeLine: ("done", "told", "guided", "not_done", "visits"),
    Requests: ("closed", "cancelled", "waiting", "asked"),
}
"""Of one line: figures that add up to the last of them."""


def withhold(report: Report) -> Report:
    if report.withheld:
        return report
    activity = report.activity
    return replace(
        report,
        withheld=True,
        activity=_few(replace(activity, work=row_wise(activity.work))),
        services=tuple(_agreeing(line) for line in column_wise([_with_outcomes(one) for one in report.services])),
        by_place=column_wise(report.by_place),
        by_team=column_wise(report.by_team),
        by_member=None,
        by_day=column_wise(report.by_day),
        by_month=column_wise(report.by_month),
        requests=_requests(report.requests),
        guides=_guides(report.guides),
        bot=_bot(report.bot),
    )


def figure(value: Figure) -> Figure:
    return FEW if isinstance(value, int) and 0 < value < FEWEST else value


# ---- one line ----


def figures_of(line: Any) -> dict[str, Figure]:
    """The counts of residents in it, those of its work too, by name."""
    own = {one.name: getattr(line, one.name) for one in fields(line) if one.name not in _NO_RESIDENTS}
    counts = {name: value for name, value in own.items() if isinstance(value, int | Withheld)}
    return counts | (figures_of(line.work) if hasattr(line, "work") else {})


def changed(line: T, new: Mapping[str, Figure]) -> T:
    """``line``: one of the report's dataclasses."""
    one: Any = line
    own = {own.name for own in fields(one)}
    more = {"work": changed(one.work, new)} if "work" in own else {}
    made: T = replace(one, **{name: value for name, value in new.items() if name in own}, **more)
    return made


def _few(line: T) -> T:
    few = {name: FEW for name, value in figures_of(line).items() if figure(value) is FEW}
    return changed(line, few) if few else line


# ---- lines that add up ----


def row_wise(line: T) -> T:
    """One line alone."""
    new = {name: figure(value) for name, value in figures_of(line).items()}
    _hide_in_row(line, new)
    return changed(line, new)


def column_wise(lines: Sequence[T]) -> tuple[T, ...]:
    return _agreed(lines, [{name: figure(value) for name, value in figures_of(line).items()} for line in lines])


def _agreed(lines: Sequence[T], new: Sequence[dict[str, Figure]]) -> tuple[T, ...]:
    """Each withheld one may need another: beside it, below it, and beside that."""
    names = dict.fromkeys(name for one in new for name in one)
    while any([_hide_in_row(line, one) for line, one in zip(lines, new, strict=True)]
              + [_hide_a_second([one for one in new if name in one], name) for name in names]):  # fmt: skip
        pass
    return tuple(changed(line, one) for line, one in zip(lines, new, strict=True))


def _hide_in_row(line: Any, new: dict[str, Figure]) -> bool:
    """True: another is withheld now."""
    parts = [name for name in _IN_A_ROW.get(type(getattr(line, "work", line)), ()) if name in new]
    shown = [name for name in parts if isinstance(value := new[name], int) and value > 0]
    hidden = sum(isinstance(new[name], Withheld) for name in parts)
    if hidden != 1 or not shown:
        return False
    new[min(shown, key=lambda name: (name == parts[-1], new[name]))] = BESIDE
    return True


def _hide_a_second(lines: Sequence[dict[str, Figure]], name: str) -> bool:
    """True: another is withheld now."""
    hidden = sum(isinstance(line[name], Withheld) for line in lines)
    if hidden == 1 and (smallest := _smallest(lines, name)):
        smallest[name] = BESIDE
        return True
    return False


def _smallest(lines: Sequence[dict[str, Figure]], name: str) -> dict[str, Figure] | None:
    shown = [(value, at) for at, line in enumerate(lines) if isinstance(value := line[name], int) and value > 0]
    return lines[min(shown)[1]] if shown else None


def _with_outcomes(line: ServiceLine) -> ServiceLine:
    return replace(line, outcomes=column_wise(line.outcomes))


def _agreeing(line: ServiceLine) -> ServiceLine:
    """Where the sum of its outcomes is withheld, one of them is, too."""
    outcomes = [figures_of(one) for one in line.outcomes]
    for name in _ADDED_UP:
        shown = not any(isinstance(one[name], Withheld) for one in outcomes)
        if isinstance(getattr(line, name), Withheld) and shown and (smallest := _smallest(outcomes, name)):
            smallest[name] = BESIDE
    return replace(line, outcomes=_agreed(line.outcomes, outcomes))


# ---- the rest ----


def _requests(asked: Requests) -> Requests:
    few = row_wise(asked)
    return replace(
        few,
        minutes_to_take=None if few.taken is FEW else asked.minutes_to_take,
        minutes_to_close=None if few.closed is FEW else asked.minutes_to_close,
    )


def _guides(guides: Guides) -> Guides:
    return replace(_few(guides), guides=column_wise([_guide(line) for line in guides.guides]))


def _guide(line: GuideLine) -> GuideLine:
    steps = (replace(_few(one), troubles=_each(one.troubles), why=_parts(one.why)) for one in line.steps)
    return replace(line, steps=tuple(steps))


def _parts(counts: Mapping[str, Figure]) -> dict[str, Figure]:
    """Of a sum that is shown."""
    found = [{"count": value} for value in _each(counts).values()]
    _hide_a_second(found, "count")
    return {name: one["count"] for name, one in zip(counts, found, strict=True)}


def _bot(bot: Bot) -> Bot:
    return replace(_few(bot), channels=_parts(bot.channels), languages=_parts(bot.languages))


def _each(counts: Mapping[str, Figure]) -> dict[str, Figure]:
    return {name: figure(value) for name, value in counts.items()}
