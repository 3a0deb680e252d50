"""A report as text, for a terminal: columns that stand under each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import fields

from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.names import HEADINGS, SECTIONS, Names, share, village, written
from bot.reports.plain import Say
from bot.reports.report import FOOTNOTE, Report

_OF_A_LINE = ("sessions", "visits", "done", "new", "told", "confirmed")
_OF_A_SERVICE = ("sessions", "visits", "done", "new", "told", "guided", "not_done")
WIDEST = 40  # letters of a name

Cells = Sequence[str]


def table(report: Report, names: Names, say: Say) -> str:
    parts = [_head(report, names, say), _listed("activity", [report.activity.work, report.activity], say)]
    if not report.is_empty:
        parts += [_services(report, names, say), _places(report, say)]
    parts += [_listed("requests", [report.requests], say), _listed("guides", [report.guides], say),
              _listed("bot", [report.bot], say), say(FOOTNOTE)]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _head(report: Report, names: Names, say: Say) -> str:
    title = say(_("Report: {place}, {period}", place=names.place(report.place), period=report.period.title))
    lines = [title, "=" * len(title)]
    if report.is_empty:
        lines.append(say(_("Nothing was reported for this time; that is not nought.")))
    communes, teams, villages = share(report.communes), share(report.teams), share(report.villages)
    reported = _("Reported: {communes} communes, {teams} teams, {villages} villages.", communes=communes, teams=teams,
                 villages=villages)  # fmt: skip
    return "\n".join([*lines, say(reported)])


def _listed(part: str, of: Sequence[object], say: Say) -> str:
    """Figures that stand alone, one a line."""
    named = [
        (HEADINGS[one.name], getattr(line, one.name)) for line in of for one in fields(line) if one.name in HEADINGS  # type: ignore[arg-type]
    ]  # fmt: skip
    return "\n".join([say(SECTIONS[part]), *_columns([(say(name), written(value)) for name, value in named])])


def _services(report: Report, names: Names, say: Say) -> str:
    rows = [
        (say(names.service(one.service)), *(written(getattr(one, name)) for name in _OF_A_SERVICE))
        for one in report.services
    ]
    return _titled("services", _OF_A_SERVICE, rows, say)


def _places(report: Report, say: Say) -> str:
    rows = [
        (say(village(one.name) if report.place.code else one.name),
         *(written(getattr(one.work, name)) for name in _OF_A_LINE))
        for one in report.by_place
    ]  # fmt: skip
    return _titled("by_place", _OF_A_LINE, rows, say)


def _titled(part: str, figures: Sequence[str], rows: Sequence[Cells], say: Say) -> str:
    heads: list[Phrase] = [HEADINGS[name] for name in figures]
    return "\n".join([say(SECTIONS[part]), *_columns([("", *map(say, heads)), *rows])])


def _columns(rows: Sequence[Cells]) -> Iterator[str]:
    """The first to the left, all others to the right."""
    cut = [(row[0][:WIDEST], *row[1:]) for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cut, strict=True)]
    for row in cut:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        rest = (" " * (width - _width(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join([first, *rest]).rstrip()


def _width(text: str) -> int:
    """Letters as they stand on a screen: marks that hang on one take no room."""
    return sum(not unicodedata.combining(letter) for letter in text)
