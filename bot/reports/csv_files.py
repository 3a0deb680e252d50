"""CSV files of a report, and of the log session by session: for spreadsheets, which must take no cell for a command."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

from bot.core.clock import VIETNAM
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.filed import DEMO, Filed
from bot.reports.names import HEADINGS, written
from bot.reports.plain import lines
from bot.reports.report import FOOTNOTE
from bot.reports.session_cells import HEADS, Cell, SessionCells
from bot.storage.session_export import SessionRow

ENCODING = "utf-8-sig"
"""With the mark by which spreadsheets know that it is UTF-8."""
COMMANDS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would work out, or send somewhere."""
COLUMNS = ("part", "code", "of", "figure", "heading", "value")


def safe(text: str) -> str:
    return f"'{text}" if text.startswith(COMMANDS) else text


def write_report(file: TextIO, filed: Filed) -> None:
    """A figure a line, in its order; what the file is of before them, the footnote after."""
    rows, say = csv.writer(file), filed.say
    rows.writerow(COLUMNS)
    rows.writerows(_about(filed))
    for one in lines(filed.report, filed.names):
        heading: Phrase = HEADINGS.get(one.figure, one.figure)
        rows.writerow(
            [one.part, safe(one.code), safe(say(one.of)), one.figure, say(heading), written(one.value)]
        )  # fmt: skip
    rows.writerow(["footnote", "", "", "", "", say(FOOTNOTE)])


def _about(filed: Filed) -> Iterator[list[str]]:
    report, say = filed.report, filed.say
    yield ["about", report.place.code, "", "place", say(_("Reported for")), safe(say(filed.names.place(report.place)))]
    yield ["about", report.period.code, "", "period", say(_("Time")), say(report.period.title)]
    made = report.made_at.astimezone(VIETNAM)
    yield ["about", "", "", "made_at", say(_("Made at")), f"{made:%H:%M %d/%m/%Y}"]
    if filed.demo:
        yield ["about", "", "", "demo", "", say(DEMO)]


class SessionCsv:
    def __init__(self, path: Path, filed: Filed, teams: Mapping[int, str]) -> None:
        self._file = path.open("w", encoding=ENCODING, newline="")
        self._rows, self._say = csv.writer(self._file), filed.say
        self._cells = SessionCells(filed.names, filed.say, teams, inside=not filed.report.withheld)
        if filed.demo:
            self._rows.writerow([filed.say(DEMO)])
        self._rows.writerow([filed.say(head) for head in HEADS])

    def add(self, rows: Iterable[SessionRow]) -> None:
        self._rows.writerows([_plain(cell) for cell in self._cells.of(row)] for row in rows)

    def close(self) -> None:
        self._rows.writerow([self._say(FOOTNOTE)])
        self._file.close()


def _plain(cell: Cell) -> str | int:
    if isinstance(cell, str):
        return safe(cell)
    return cell if isinstance(cell, int) else f"{cell:%d/%m/%Y}" if cell else ""
