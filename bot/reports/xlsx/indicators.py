"""The indicators: target, official figure and what the teams did, side by side. None is divided by another."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.contribution import Contributed, IndicatorLine
from bot.reports.indicator_words import named, official, readings, targets
from bot.reports.names import UNKNOWN, Names
from bot.reports.xlsx.paper import Paper, Sheet

HEADS: tuple[Phrase, ...] = (
    _("Indicator"), _("Unit"), _("Target"), _("What was published"), _("Official figure, with its date and source"),
    _("Counted by the teams in this time"), _("Figure"), _("Do not say"),
)  # fmt: skip
WIDTHS = (28, 12, 11, 22, 24, 26, 8, 22)
LETTERS_A_LINE = 1.05  # of a column's width, in this letter
LINE_HEIGHT = 15


def indicators(paper: Paper, lines: Sequence[IndicatorLine], names: Names) -> None:
    sheet = paper.sheet(_("Indicators"), WIDTHS, wide=True)
    sheet.open(_("Indicators: target, official figure and what the teams did"), HEADS)
    programme = ""
    for line in lines:
        if line.indicator.programme != programme:
            programme = line.indicator.programme
            sheet.section(names.content.indicators.programmes[programme].title)
        _indicator(sheet, line, names)


def _indicator(sheet: Sheet, line: IndicatorLine, names: Names) -> None:
    """A row for each thing that is counted; the rest stands in the first of them."""
    one = line.indicator
    about: list[Phrase] = [one.name, one.unit, targets(line), readings(line), official(line, names)]
    counted: Sequence[Contributed | None] = line.contributed or (None,)
    for number, contributed in enumerate(counted):
        first = number == 0
        cells = about if first else [""] * len(about)
        column = named(contributed) if contributed else _("no log can count it")
        last: Phrase = (one.may_not_say or "") if first else ""
        _heighten(sheet, [*cells, column, "", last])
        sheet.line([*cells, column], [])
        row = sheet.row - 1
        if contributed:
            sheet.figure(row, len(about) + 1, contributed.figure)
        else:
            sheet.worksheet.write_string(row, len(about) + 1, UNKNOWN, sheet.looks["number"])
        sheet.worksheet.write_string(row, len(about) + 2, sheet.paper.say(last), sheet.looks["warning"])


def _heighten(sheet: Sheet, cells: Sequence[Phrase]) -> None:
    """A file cannot ask Excel how high a row must be."""
    lines = [
        sum(-(-max(len(part), 1) // int(width * LETTERS_A_LINE)) for part in sheet.paper.say(cell).split("\n"))
        for cell, width in zip(cells, WIDTHS, strict=True)
    ]
    sheet.worksheet.set_row(sheet.row, LINE_HEIGHT * max(lines))
