"""A report as plain values: what the command line, the API and other programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from bot.core.phrases import Phrase
from bot.reports.names import Names, village
from bot.reports.report import FOOTNOTE, Figure, PlaceLine, Report, Withheld

Say = Callable[[Phrase], str]


def to_json(report: Report, names: Names, say: Say) -> dict[str, Any]:
    """Plain JSON values. A figure is a number, null where it is not known, "<5" or "…" where it is withheld."""
    body: dict[str, Any] = _plain(report)
    body["period"] = {
        "code": report.period.code, "title": say(report.period.title), "first": report.period.first.isoformat(),
        "last": report.period.last.isoformat(),
    }  # fmt: skip
    for line in body["services"]:
        line["name"] = say(names.service(line["service"]))
        for outcome in line["outcomes"]:
            outcome["name"] = say(names.outcome(line["service"], outcome["outcome"]))
    for guide in body["guides"]["guides"]:
        guide["name"] = say(names.guide(guide["guide"]))
    body["place"]["title"] = say(names.place(report.place))
    return {**body, "footnote": say(FOOTNOTE)}


def _plain(value: Any) -> Any:
    """The figures of a ``Work`` stand beside what they are of."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if names := _names_in(kind):
        own = {name: getattr(value, name) for name in names}
        work = own.pop("work", None)
        return {name: _plain(one) for name, one in own.items()} | (_plain(work) if work else {})
    match value:
        case Enum():
            return value.value
        case date() | datetime():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(one) for key, one in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
    return value


_PLAIN = frozenset({int, str, bool, float, type(None)})
"""Most of a report, and nothing to be done."""


@cache
def _names_in(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()


# ---- line by line ----


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: in which part of the report, of what (``code`` and how it is called), which, and how many."""

    part: str
    code: str
    of: Phrase
    figure: str
    value: Figure


def lines(report: Report, names: Names) -> Iterator[Line]:
    """All figures of a report, in its order. Tables and CSV files are made of these."""
    yield from _figures("activity", "", "", report.activity.work)
    yield from _figures("activity", "", "", report.activity)
    yield from _of_services(report, names)
    yield from _of_places(report)
    yield from _figures("requests", "", "", report.requests)
    yield from _of_guides(report, names)
    yield from _of_the_bot(report)


def _of_services(report: Report, names: Names) -> Iterator[Line]:
    for service in report.services:
        yield from _figures("services", service.service, names.service(service.service), service)
        for one in service.outcomes:
            code = f"{service.service}.{one.outcome}"
            yield from _figures("outcomes", code, names.outcome(service.service, one.outcome), one)


def _of_places(report: Report) -> Iterator[Line]:
    for place in report.by_place:
        yield from _figures("by_place", place.code, _called(report, place), place.work)
    for team in report.by_team:
        yield from _figures("by_team", str(team.team), team.name, team.work)
    for member in report.by_member or ():
        yield from _figures("by_member", str(member.person), member.name, member)
    for day in report.by_day:
        yield from _figures("by_day", day.day.isoformat(), f"{day.day:%d/%m/%Y}", day.work)
    for month in report.by_month:
        yield from _figures("by_month", f"{month.day:%Y-%m}", f"{month.day:%m/%Y}", month.work)


def _of_guides(report: Report, names: Names) -> Iterator[Line]:
    yield from _figures("guides", "", "", report.guides)
    for guide in report.guides.guides:
        yield from _figures("guide", guide.guide, names.guide(guide.guide), guide)
        for step in guide.steps:
            yield from _figures("step", f"{guide.guide}.{step.step}", step.step, step)


def _of_the_bot(report: Report) -> Iterator[Line]:
    yield from _figures("bot", "", "", report.bot)
    yield from (Line("channels", name, name, "people", value) for name, value in report.bot.channels.items())
    yield from (Line("languages", name, name, "people", value) for name, value in report.bot.languages.items())


def _called(report: Report, place: PlaceLine) -> Phrase:
    return village(place.name) if report.place.code else place.name


def _figures(part: str, code: str, of: Phrase, line: Any) -> Iterator[Line]:
    for one in fields(line):
        value = getattr(line, one.name)
        if one.name not in _KEYS and (value is None or isinstance(value, int | Withheld)):
            yield Line(part, code, of, one.name, value)


_KEYS = frozenset({"team", "person"})
"""Numbers that are names."""
