"""The paper of the file: how a sheet begins, how cells look, and how it is printed."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.core.phrases import Phrase
from bot.reports.filed import DEMO
from bot.reports.names import UNKNOWN
from bot.reports.plain import Say
from bot.reports.report import FOOTNOTE, Figure, Withheld

A4 = 9
HEAD = 4
"""The row of the headings; above it stand title, time and place, and the footnote."""
FIRST = HEAD + 1
BASALT, FOREST, TINT, LINE, INK, SOFT, WARN = (
    "#6e2719",
    "#1d5b43",
    "#eef4ec",
    "#ddcfbd",
    "#2b1b14",
    "#66534a",
    "#b3261e",
)
FONT = "Times New Roman"
"""What papers of the administration are written in; every Excel has it, with all Vietnamese letters."""
FOOT_WIDTH = 110  # letters of the footnote on a line of the foot; a foot has at most 255 in all

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What stands in a cell is what somebody wrote, and never does anything."""

LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "font_color": BASALT},
    "cover": {"bold": True, "font_size": 22, "font_color": BASALT, "align": "center", "text_wrap": True},
    "band": {"bg_color": BASALT},
    "under": {"font_size": 11, "font_color": INK},
    "demo": {"bold": True, "font_color": "#ffffff", "bg_color": WARN, "align": "center", "font_size": 14},
    "note": {"italic": True, "font_size": 9, "font_color": SOFT, "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "font_color": "#ffffff", "bg_color": FOREST, "text_wrap": True, "align": "center",
             "valign": "vcenter", "border": 1, "border_color": LINE},
    "section": {"bold": True, "bg_color": TINT, "font_color": FOREST, "bottom": 1, "bottom_color": FOREST},
    "text": {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE},
    "strong": {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "border_color": LINE},
    "inner": {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE, "align": "left", "indent": 2,
              "font_color": SOFT},
    "warning": {"italic": True, "font_size": 9, "font_color": SOFT, "text_wrap": True, "valign": "top", "border": 1,
                "border_color": LINE},
    "number": {"num_format": "#,##0", "align": "right", "valign": "top", "border": 1, "border_color": LINE},
    "total": {"num_format": "#,##0", "align": "right", "valign": "top", "border": 1, "border_color": LINE, "bold": True,
              "bg_color": TINT},
    "day": {"num_format": "dd/mm/yyyy", "align": "center", "valign": "top", "border": 1, "border_color": LINE},
    "line": {"valign": "top", "border": 1, "border_color": LINE},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """What every sheet says at its top. ``demo``: all of it is invented."""

    place: str
    period: str
    demo: bool


class Paper:
    """``lean``: row by row onto the disk; then each sheet must be written from its top down."""

    def __init__(self, path: Path, heading: Heading, say: Say, *, lean: bool) -> None:
        self.book = xlsxwriter.Workbook(str(path), {**OPTIONS, "constant_memory": lean})
        self.say, self.heading = say, heading
        self.looks: dict[str, Format] = {
            name: self.book.add_format({"font_name": FONT, "font_size": 11, **look}) for name, look in LOOKS.items()
        }
        self.names: list[str] = []

    def sheet(self, name: Phrase, widths: Sequence[float], *, wide: bool = False, single: bool = False) -> Sheet:
        """``wide``: lies across when it is printed. ``single``: on one page."""
        called = self.say(name)
        self.names.append(called)
        worksheet = self.book.add_worksheet(called)
        _for_printing(worksheet, self.say(FOOTNOTE), wide=wide, single=single)
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        return Sheet(worksheet, self, len(widths))

    def close(self) -> None:
        self.book.close()


def _for_printing(worksheet: Worksheet, footnote: str, *, wide: bool, single: bool) -> None:
    worksheet.set_paper(A4)
    worksheet.set_portrait()
    if wide:
        worksheet.set_landscape()
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.9)
    worksheet.fit_to_pages(1, int(single))
    lines = textwrap.wrap(footnote, FOOT_WIDTH)
    worksheet.set_footer("&L&8" + "\n".join(lines).replace("&", "&&") + "&R&8&P/&N")


class Sheet:
    """Writes a sheet from its top down; ``row``: how far it has come."""

    def __init__(self, worksheet: Worksheet, paper: Paper, columns: int) -> None:
        self.worksheet, self.paper, self.columns, self.row = worksheet, paper, columns, 0
        self.spread = columns  # of them, those over which the title's lines go
        self.looks = paper.looks

    def open(self, title: Phrase, heads: Sequence[Phrase]) -> None:
        """Title, time and place, footnote and headings; those stay in sight, and on every page."""
        heading, say = self.paper.heading, self.paper.say
        self.worksheet.write_string(0, 0, say(title), self.looks["title"])
        self.worksheet.write_string(1, 0, f"{heading.place} · {heading.period}", self.looks["under"])
        if heading.demo:
            self.across(2, say(DEMO), "demo")
        self.worksheet.set_row(3, 15 * self.lines_of(say(FOOTNOTE)))
        self.across(3, say(FOOTNOTE), "note")
        if heads:
            self._heads(heads)
        self.row = FIRST

    def _heads(self, heads: Sequence[Phrase]) -> None:
        self.worksheet.set_row(HEAD, 64 if self.columns > 4 else 20)
        for column, head in enumerate(heads):
            self.worksheet.write_string(HEAD, column, self.paper.say(head), self.looks["head"])
        self.worksheet.freeze_panes(FIRST, 1)
        self.worksheet.repeat_rows(HEAD)

    def lines_of(self, text: str) -> int:
        """So many the text takes across the sheet, roughly."""
        return max(2, -(-len(text) // max(13 * self.spread, 60)))

    def across(self, row: int, text: str, look: str) -> None:
        if self.spread > 1:
            self.worksheet.merge_range(row, 0, row, self.spread - 1, "", self.looks[look])
        self.worksheet.write_string(row, 0, text, self.looks[look])

    def section(self, phrase: Phrase) -> None:
        self.worksheet.write_string(self.row, 0, self.paper.say(phrase), self.looks["section"])
        for column in range(1, self.columns):
            self.worksheet.write_blank(self.row, column, None, self.looks["section"])
        self.row += 1

    def line(
        self, texts: Sequence[Phrase], figures: Sequence[Figure], *, look: str = "text", of: str = "number"
    ) -> None:
        """The words first, then the figures."""
        for column, text in enumerate(texts):
            self.worksheet.write_string(self.row, column, self.paper.say(text), self.looks[look])
        for column, figure in enumerate(figures, len(texts)):
            self.figure(self.row, column, figure, of)
        self.row += 1

    def figure(self, row: int, column: int, figure: Figure, look: str = "number") -> None:
        if isinstance(figure, int):
            self.worksheet.write_number(row, column, figure, self.looks[look])
        else:
            shown = figure.value if isinstance(figure, Withheld) else UNKNOWN
            self.worksheet.write_string(row, column, shown, self.looks[look])

    def remark(self, phrase: Phrase) -> None:
        self.across(self.row, self.paper.say(phrase), "note")
        self.row += 1
