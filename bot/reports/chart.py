"""A report as a picture for the chat: few figures, in letters that can be read on a telephone 360 points wide.

Drawn by hand for the same reasons as a certificate is: see docs/decisions/0019.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from PIL import Image, ImageDraw, ImageFont

from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.filed import DEMO, Filed
from bot.reports.names import HEADINGS, village, written
from bot.reports.report import FOOTNOTE, Figure, Report
from bot.reports.sheet import BASALT, COLOURS, FOREST, INK, LINE, PAPER, SOFT, TINT, Say, font

WIDTH = 1080  # three of it are one point on a small telephone: letters of 36 are there as high as those of a book
MARGIN = 54
INNER = WIDTH - 2 * MARGIN
BAR, GAP = 40, 26
MOST = 8  # bars of one kind
TREND = 300
WARN = "#b3261e"
TILES = ("visits", "done", "new")

Bar = tuple[Phrase, Figure]


def draw(filed: Filed) -> bytes:
    """PNG."""
    out = io.BytesIO()
    _page(filed, _page(filed, 1)[1])[0].quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _page(filed: Filed, height: int) -> tuple[Image.Image, int]:
    """And how high it must be: drawn once on next to nothing, that is known."""
    page = Image.new("RGB", (WIDTH, height), PAPER)
    pen = Brush(ImageDraw.Draw(page), filed.say)
    _head(pen, filed)
    _tiles(pen, filed.report)
    _services(pen, filed)
    _villages(pen, filed.report)
    _trend(pen, filed.report)
    _foot(pen)
    return page, round(pen.y)


class Brush:
    """Writes from the top down; ``y``: how far it has come."""

    def __init__(self, draw: ImageDraw.ImageDraw, say: Say) -> None:
        self.draw, self.say, self.y = draw, say, 0.0

    def text(self, x: float, phrase: Phrase, size: int, colour: str, *, bold: bool = False, anchor: str = "la") -> None:
        self.draw.text((x, self.y), self.say(phrase), colour, font(size, bold=bold), anchor=anchor)

    def paragraph(self, phrase: Phrase, size: int, colour: str, *, bold: bool = False) -> None:
        for line in wrapped(self.say(phrase), font(size, bold=bold), INNER):
            self.text(MARGIN, line, size, colour, bold=bold)
            self.y += round(size * 1.3)

    def section(self, phrase: Phrase) -> None:
        self.y += 34
        self.paragraph(phrase, 44, BASALT, bold=True)
        self.y += 14


def wrapped(text: str, letters: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and letters.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


# ---- the parts, from the top ----


def _head(pen: Brush, filed: Filed) -> None:
    if filed.demo:
        pen.draw.rectangle((0, 0, WIDTH, 76), WARN)
        pen.y = 14
        pen.text(WIDTH / 2, DEMO, 38, "#ffffff", bold=True, anchor="ma")
        pen.y = 76
    else:
        pen.draw.rectangle((0, 0, WIDTH, 18), BASALT)
    pen.y += 40
    pen.paragraph(_("Work of the community digital teams"), 36, SOFT)
    place, period = pen.say(filed.names.place(filed.report.place)), pen.say(filed.report.period.title)
    pen.paragraph(f"{place[:1].upper()}{place[1:]}, {period}", 58, BASALT, bold=True)
    pen.y += 26


def _tiles(pen: Brush, report: Report) -> None:
    gap, height = 20, 210
    width = (INNER - gap * (len(TILES) - 1)) / len(TILES)
    top = pen.y
    for number, name in enumerate(TILES):
        left = MARGIN + number * (width + gap)
        pen.draw.rounded_rectangle((left, top, left + width, top + height), 22, TINT)
        pen.y = top + 18
        pen.text(left + width / 2, written(getattr(report.activity.work, name)), 72, FOREST, bold=True, anchor="ma")
        pen.y = top + 112
        for line in wrapped(pen.say(HEADINGS[name]), font(32), width - 20)[:2]:
            pen.text(left + width / 2, line, 32, INK, anchor="ma")
            pen.y += 40
    pen.y = top + height
    if report.is_empty:
        pen.y += 24
        pen.paragraph(_("Nothing was reported for this time; that is not nought."), 38, INK)


def _services(pen: Brush, filed: Filed) -> None:
    bars: list[Bar] = [(filed.names.service(one.service), one.visits) for one in filed.report.services]
    if bars:
        pen.section(_("People helped, by service (visits)"))
        _bars(pen, bars)


def _villages(pen: Brush, report: Report) -> None:
    """Communes are never set against each other, so there is none of them."""
    bars: list[Bar] = [(village(one.name), one.work.visits) for one in report.by_place]
    if bars and report.place.code:
        pen.section(_("People helped, by village (visits)"))
        _bars(pen, bars)


def _bars(pen: Brush, bars: Sequence[Bar]) -> None:
    """The name over each: beside it there is no room on a telephone."""
    shown = bars[:MOST]
    most = max([one for _name, one in shown if isinstance(one, int)], default=0) or 1
    for name, figure in shown:
        pen.text(MARGIN, wrapped(pen.say(name), font(38), INNER)[0], 38, INK)
        pen.y += 52
        full = INNER - 150
        length = max(full * figure / most, 6) if isinstance(figure, int) and figure else 0
        pen.draw.rounded_rectangle((MARGIN, pen.y, MARGIN + max(length, 3), pen.y + BAR), 6, FOREST if length else LINE)
        pen.text(MARGIN + length + 18, written(figure), 38, FOREST, bold=True)
        pen.y += BAR + GAP
    if left := len(bars) - len(shown):
        pen.paragraph(_("… and {left} more", left=str(left)), 36, SOFT)


def _trend(pen: Brush, report: Report) -> None:
    days = {line.day: line.work.visits for line in report.by_day}
    if len(days) < 2:
        return
    pen.section(_("People helped, by day (visits)"))
    first, last = report.period.first, min(report.period.last, max(days))
    count = (last - first).days + 1
    most = max([one for one in days.values() if isinstance(one, int)], default=0) or 1
    pen.text(MARGIN, _("Most on a day: {most}", most=written(most)), 36, SOFT)
    bottom, width = pen.y + 60 + TREND, INNER / count
    for number in range(count):
        figure = days.get(date.fromordinal(first.toordinal() + number))
        height = TREND * figure / most if isinstance(figure, int) else 0
        left = MARGIN + number * width
        pen.draw.rectangle((left, bottom - height, left + max(width * 0.8, 1) - 1, bottom), FOREST if height else LINE)
    pen.draw.line((MARGIN, bottom, WIDTH - MARGIN, bottom), SOFT, 2)
    pen.y = bottom + 14
    pen.text(MARGIN, f"{first:%d/%m}", 36, SOFT)
    pen.text(WIDTH - MARGIN, f"{last:%d/%m}", 36, SOFT, anchor="ra")
    pen.y += 50


def _foot(pen: Brush) -> None:
    pen.y += 34
    pen.draw.line((MARGIN, pen.y, WIDTH - MARGIN, pen.y), LINE, 2)
    pen.y += 18
    pen.paragraph(FOOTNOTE, 32, SOFT)
    pen.y += 34
