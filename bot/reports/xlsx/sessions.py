"""The log session by session, as rows of a sheet: as many as there are, in the room of a few."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from bot.core.phrases import text as _
from bot.reports.columns import COLUMNS
from bot.reports.names import written
from bot.reports.session_cells import HEADS, SessionCells
from bot.reports.xlsx.paper import FIRST, Paper
from bot.storage.session_export import SessionRow

MOST = 1_000_000
"""A sheet of Excel has 1,048,576 rows."""
PAGES_ACROSS, NAMING = 3, 4
"""When it is printed; on each of them stand the columns that say which session it is."""
SPREAD = 12
"""Columns of the first of these pages."""
WORDS = frozenset({0, 1, 2, 4, 11, len(HEADS) - 1})
"""The columns of words; the others are of counts, even where a sign stands for one."""
WIDTHS = (8, 18, 18, 11, 20, *(8 for _one in range(6)), 26, *(10 for _one in COLUMNS), 40)


class SessionSheet:
    def __init__(self, paper: Paper, cells: SessionCells) -> None:
        sheet = paper.sheet(_("Session by session"), WIDTHS, wide=True)
        sheet.spread = SPREAD
        sheet.open(_("Sessions of help"), HEADS)
        sheet.worksheet.set_row(FIRST - 1, 78)
        sheet.worksheet.fit_to_pages(PAGES_ACROSS, 0)
        sheet.worksheet.repeat_columns(0, NAMING - 1)
        sheet.worksheet.hide_gridlines(0)  # none of them: they are printed, too
        sheet.worksheet.autofilter(FIRST - 1, 0, FIRST - 1, len(HEADS) - 1)
        self._sheet, self._cells = sheet, cells
        self.written = 0

    def add(self, rows: Iterable[SessionRow]) -> None:
        """Those that no longer fit are left out, and the sheet says so at its end."""
        for row in rows:
            if self.written < MOST:
                self._write(row)
            self.written += 1

    def _write(self, row: SessionRow) -> None:
        worksheet, at, looks = self._sheet.worksheet, self._sheet.row, self._sheet.looks
        for column, cell in enumerate(self._cells.of(row)):
            if cell is None:
                continue
            if isinstance(cell, str):
                worksheet.write_string(at, column, cell, looks["line" if column in WORDS else "number"])
            elif isinstance(cell, date):
                worksheet.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), looks["day"])  # noqa: DTZ001
            else:
                worksheet.write_number(at, column, cell, looks["number"])
        self._sheet.row += 1

    def finish(self) -> None:
        if self.written > MOST:
            left = written(self.written - MOST)
            self._sheet.remark(_("{left} more sessions do not fit into a sheet: choose a shorter time.", left=left))
