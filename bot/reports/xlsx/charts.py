"""Charts that Excel draws itself from the tables of the file. Communes are never ranked, so there is none of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.names import HEADINGS, Names, written
from bot.reports.report import Figure, Report
from bot.reports.xlsx.paper import FONT, Paper, Sheet

MOST_SERVICES = 12
WIDTH, HEIGHT = 680, 340  # pixels; three of them fill the page when it is printed
ROWS = 18  # of the sheet that a chart is high, with room below

Span = tuple[int, int]
"""First and last row."""
ENDS = {"done": "#1d5b43", "told": "#7fae93", "guided": "#e3b04b", "not_done": "#c2452c"}


def charts(paper: Paper, report: Report, names: Names) -> None:
    """On a page of their own; the table they are drawn from is the next sheet."""
    page = paper.sheet(_("Charts"), (98,), single=True)
    page.open(_("Charts"), [])
    table = paper.sheet(_("Figures of the charts"), (42, *(14 for _one in ("visits", *ENDS))))
    services, days = _services(table, report, names), _days(table, report)
    page.remark(_("A bar is missing where nothing is known, or where the figure is withheld."))
    if report.services:
        visits = [line.visits for line in report.services[:MOST_SERVICES]]
        _put(page, _bars(paper, table, _("People helped, by service (visits)"), services, visits))
        _put(page, _ends(paper, table, services))
    if report.by_day:
        _put(page, _trend(paper, table, days))


def _services(table: Sheet, report: Report, names: Names) -> Span:
    heads: list[Phrase] = [_("Service"), HEADINGS["visits"], *(HEADINGS[name] for name in ENDS)]
    table.open(_("Figures of the charts"), heads)
    first = table.row
    for line in report.services[:MOST_SERVICES]:
        table.line([names.service(line.service)], [line.visits, *(getattr(line, name) for name in ENDS)])
    return first, table.row - 1


def _days(table: Sheet, report: Report) -> Span:
    table.row += 1
    table.line([_("Day"), HEADINGS["visits"]], [], look="head")
    first = table.row
    for line in report.by_day:
        table.line([f"{line.day:%d/%m}"], [line.work.visits])
    return first, table.row - 1


def _put(sheet: Sheet, chart: Any) -> None:
    sheet.worksheet.insert_chart(sheet.row, 0, chart)
    sheet.row += ROWS


def _range(sheet: Sheet, rows: Span, column: int) -> list[Any]:
    return [sheet.worksheet.get_name(), rows[0], column, rows[1], column]


def _bars(paper: Paper, sheet: Sheet, title: Phrase, rows: Span, shown: Sequence[Figure]) -> Any:
    chart = paper.book.add_chart({"type": "bar"})
    chart.add_series({
        "categories": _range(sheet, rows, 0), "values": _range(sheet, rows, 1), "fill": {"color": ENDS["done"]},
        "gap": 40, "data_labels": {"value": True, "custom": [{"value": written(one)} for one in shown]},
    })  # fmt: skip
    chart.set_legend({"none": True})
    return _finish(paper, chart, title, lying=True)


def _ends(paper: Paper, sheet: Sheet, rows: Span) -> Any:
    chart = paper.book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, (name, colour) in enumerate(ENDS.items(), 2):
        chart.add_series({
            "name": paper.say(HEADINGS[name]), "categories": _range(sheet, rows, 0),
            "values": _range(sheet, rows, column), "fill": {"color": colour}, "gap": 40,
        })  # fmt: skip
    chart.set_legend({"position": "bottom"})
    return _finish(paper, chart, _("What came of it, by service (results)"), lying=True)


def _trend(paper: Paper, sheet: Sheet, rows: Span) -> Any:
    chart = paper.book.add_chart({"type": "column"})
    chart.add_series({
        "categories": _range(sheet, rows, 0), "values": _range(sheet, rows, 1), "fill": {"color": ENDS["done"]},
        "gap": 20,
    })  # fmt: skip
    chart.set_legend({"none": True})
    return _finish(paper, chart, _("People helped, by day (visits)"), lying=False)


def _finish(paper: Paper, chart: Any, title: Phrase, *, lying: bool) -> Any:
    chart.set_title({"name": paper.say(title), "name_font": {"name": FONT, "size": 13, "color": "#6e2719"}})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    named, counted = (chart.set_y_axis, chart.set_x_axis) if lying else (chart.set_x_axis, chart.set_y_axis)
    named({"num_font": {"name": FONT, "size": 10}, "reverse": lying})
    counted({"num_font": {"name": FONT, "size": 9}, "num_format": "#,##0", "major_gridlines": {"visible": False}})
    return chart
