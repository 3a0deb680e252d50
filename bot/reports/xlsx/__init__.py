"""A report as a finished Excel file: ready to print, with nothing in it that the file computes itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.reports.contribution import indicator_lines
from bot.reports.filed import Filed
from bot.reports.session_cells import SessionCells
from bot.reports.xlsx import sheets
from bot.reports.xlsx.charts import charts
from bot.reports.xlsx.cover import cover, finish_cover
from bot.reports.xlsx.indicators import indicators
from bot.reports.xlsx.paper import Heading, Paper
from bot.reports.xlsx.sessions import SessionSheet
from bot.storage.session_export import SessionRow


class Book:
    """``lean``: goes onto the disk row by row, for many sessions; its charts then are drawn only where Excel opens it.
    ``teams``: their names by number, where sessions are to be added; None: without them."""

    def __init__(self, path: Path, filed: Filed, teams: Mapping[int, str] | None = None, *, lean: bool = False) -> None:
        report, names, say = filed.report, filed.names, filed.say
        heading = Heading(say(names.place(report.place)), say(report.period.title), filed.demo)
        self._paper = Paper(path, heading, say, lean=lean)
        self._sessions: SessionSheet | None = None
        first = cover(self._paper, report, names)
        _figures(self._paper, filed)
        if teams is not None:
            cells = SessionCells(names, say, teams, inside=not report.withheld)
            self._sessions = SessionSheet(self._paper, cells)
        finish_cover(first)

    def add(self, rows: Iterable[SessionRow]) -> None:
        if self._sessions:
            self._sessions.add(rows)

    def close(self) -> None:
        if self._sessions:
            self._sessions.finish()
        self._paper.close()


def _figures(paper: Paper, filed: Filed) -> None:
    report, names = filed.report, filed.names
    sheets.summary(paper, report)
    indicators(paper, indicator_lines(report, names.content.indicators, filed.official), names)
    sheets.by_place(paper, report)
    if report.by_team:
        sheets.by_team(paper, report)
    if report.by_member:
        sheets.by_member(paper, report)
    sheets.by_service(paper, report, names)
    charts(paper, report, names)
    sheets.by_day(paper, report)
    if report.guides.guides:
        sheets.guides(paper, report, names)
