"""Drawing a sheet: a page of A4 that can be shown on a telephone, passed on in a chat, and printed to be signed."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.core.messages import PNG, Document
from bot.core.phrases import Phrase
from bot.core.sheet import Row, Sheet

Say = Callable[[Phrase], str]

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots an inch
MARGIN = 96
INNER = WIDTH - 2 * MARGIN
PAPER, INK, SOFT, LINE = "#fffdf9", "#2b1b14", "#66534a", "#ddcfbd"
BASALT, FOREST, TINT = "#6e2719", "#1d5b43", "#eef4ec"
COLUMNS = (0.52, 0.22, 0.26)
ROW = 52
SMALLEST = 14  # pixels a letter is high at least; what is still too long then runs over
SIGNS = HEIGHT - 500  # where the names of those who sign stand, with room below
FONTS = Path(__file__).parents[1] / "web" / "static" / "fonts"
COLOURS = 64  # as many shades as the eye needs here; a quarter of the size on the way

BAND = 56  # pixels a repeat of the brocade band is high
SMOOTH = 4  # drawn so many times larger, then made smaller: without jagged edges
GOLD, RED, GREEN, CREAM, DARK = "#e3b04b", "#c2452c", "#2e7d5b", "#fdf3e3", "#24120e"
BROCADE: Sequence[tuple[str, tuple[tuple[float, float], ...]]] = (
    (GOLD, ((0, 0.4), (56, 0.4), (56, 1.4), (0, 1.4))),
    (GOLD, ((0, 12.6), (56, 12.6), (56, 13.6), (0, 13.6))),
    (RED, ((28, 1.8), (36.5, 7), (28, 12.2), (19.5, 7))),
    (CREAM, ((28, 4), (33, 7), (28, 10), (23, 7))),
    (DARK, ((28, 5.7), (30.2, 7), (28, 8.3), (25.8, 7))),
    (GREEN, ((0, 1.8), (8.5, 7), (0, 12.2))),
    (GREEN, ((56, 1.8), (47.5, 7), (56, 12.2))),
    (GOLD, ((0, 4.6), (4, 7), (0, 9.4))),
    (GOLD, ((56, 4.6), (52, 7), (56, 9.4))),
    (CREAM, ((10, 2.2), (18, 2.2), (14, 5))),
    (CREAM, ((10, 11.8), (18, 11.8), (14, 9))),
    (CREAM, ((38, 2.2), (46, 2.2), (42, 5))),
    (CREAM, ((38, 11.8), (46, 11.8), (42, 9))),
    (RED, ((14, 5.8), (15.9, 7), (14, 8.2), (12.1, 7))),
    (RED, ((42, 5.8), (43.9, 7), (42, 8.2), (40.1, 7))),
)
"""The page's own band (``band.svg``): colours and corners on a field of 56 by 14."""


def draw(sheet: Sheet, say: Say) -> Document:
    page = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = Pen(ImageDraw.Draw(page), say)
    for top in (0, HEIGHT - BAND):
        _lay_band(page, top)
    _head(pen, sheet)
    _figures(pen, sheet)
    _table(pen, sheet)
    _signs(pen, sheet)
    _foot(pen, sheet)
    return Document(f"{sheet.file}.png", PNG, base64.b64encode(_as_png(page)).decode())


def _as_png(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True, dpi=(150, 150))
    return out.getvalue()


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        FONTS / f"be-vietnam-pro-{'bold' if bold else 'regular'}.woff2", size, layout_engine=ImageFont.Layout.BASIC
    )


class Pen:
    """Writes from the top of the page down; ``y``: how far it has come."""

    def __init__(self, draw: ImageDraw.ImageDraw, say: Say) -> None:
        self.draw, self.say, self.y = draw, say, BAND + 70

    def fitting(self, text: str, size: int, width: float, *, bold: bool) -> ImageFont.FreeTypeFont:
        """So large, or as much smaller as it must be."""
        while size > SMALLEST and font(size, bold=bold).getlength(text) > width:
            size -= 1
        return font(size, bold=bold)

    def centred(self, phrase: Phrase, size: int, colour: str, *, bold: bool = False, below: int = 0) -> None:
        text = self.say(phrase)
        font = self.fitting(text, size, INNER, bold=bold)
        self.draw.text((WIDTH / 2, self.y), text, colour, font, anchor="ma")
        self.y += round(size * 1.3) + below

    def at(
        self, x: float, y: float, phrase: Phrase, size: int, colour: str,
        *, bold: bool = False, anchor: str = "la", width: float = INNER,
    ) -> None:  # fmt: skip
        text = self.say(phrase)
        self.draw.text((x, y), text, colour, self.fitting(text, size, width, bold=bold), anchor=anchor)

    def wrapped(self, phrase: Phrase, size: int, width: float) -> list[str]:
        letters, lines = font(size), [""]
        for word in self.say(phrase).split():
            longer = f"{lines[-1]} {word}".strip()
            if letters.getlength(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines


# ---- the parts of the page, from the top ----


def _lay_band(page: Image.Image, top: int) -> None:
    scale = BAND * SMOOTH / 14
    repeat = Image.new("RGB", (round(56 * scale), BAND * SMOOTH), DARK)
    pen = ImageDraw.Draw(repeat)
    for colour, corners in BROCADE:
        pen.polygon([(x * scale, y * scale) for x, y in corners], colour)
    repeat = repeat.resize((repeat.width // SMOOTH, BAND), Image.Resampling.LANCZOS)
    for left in range((WIDTH - repeat.width) // 2 % repeat.width - repeat.width, WIDTH, repeat.width):
        page.paste(repeat, (left, top))


def _head(pen: Pen, sheet: Sheet) -> None:
    pen.centred(sheet.over, 26, SOFT, below=22)
    pen.centred(sheet.title, 52, BASALT, bold=True, below=4)
    pen.centred(sheet.month, 32, INK, below=44)
    pen.centred(sheet.name, 68, FOREST, bold=True, below=2)
    pen.centred(sheet.under, 30, INK, below=46)


def _figures(pen: Pen, sheet: Sheet) -> None:
    gap, height = 20, 158
    width = (INNER - gap * (len(sheet.figures) - 1)) / max(len(sheet.figures), 1)
    for number, (value, what) in enumerate(sheet.figures):
        left = MARGIN + number * (width + gap)
        pen.draw.rounded_rectangle((left, pen.y, left + width, pen.y + height), 18, TINT)
        middle = left + width / 2
        pen.at(middle, pen.y + 60, value, 54, FOREST, bold=True, anchor="mm", width=width - 24)
        pen.at(middle, pen.y + 104, what, 24, INK, anchor="ma", width=width - 20)
    pen.y += height + 44


def _table(pen: Pen, sheet: Sheet) -> None:
    """The first column has the words, the others are numbers. Many rows stand closer together."""
    height = min(ROW, (SIGNS - 24 - pen.y) // max(len(sheet.rows), 1))
    for number, row in enumerate(sheet.rows):
        is_head = number == 0
        _row(
            pen, row, max(min(23 if is_head else 28, height - 18), SMALLEST), SOFT if is_head else INK, bold=not is_head
        )
        pen.y += height
        pen.draw.line(
            (MARGIN, pen.y - 10, WIDTH - MARGIN, pen.y - 10), BASALT if is_head else LINE, 2 if is_head else 1
        )


def _row(pen: Pen, row: Row, size: int, colour: str, *, bold: bool) -> None:
    right = float(MARGIN)
    for at, (cell, share) in enumerate(zip(row, COLUMNS, strict=False)):
        width = INNER * share - 16
        right += INNER * share
        if at:
            pen.at(right - 8, pen.y, cell, size, colour, bold=bold, anchor="ra", width=width)
        else:
            pen.at(MARGIN + 8, pen.y, cell, size, colour, width=width)


def _signs(pen: Pen, sheet: Sheet) -> None:
    """Room for a name written by hand."""
    for number, (who, how) in enumerate(sheet.signs):
        middle = MARGIN + INNER * (2 * number + 1) / (2 * len(sheet.signs))
        pen.at(middle, SIGNS, who, 28, INK, bold=True, anchor="ma")
        pen.at(middle, SIGNS + 40, how, 22, SOFT, anchor="ma")


def _foot(pen: Pen, sheet: Sheet) -> None:
    lines = pen.wrapped(sheet.note, 20, INNER)
    y = HEIGHT - BAND - 40 - 28 * (len(lines) + 1)
    pen.draw.line((MARGIN, y - 18, WIDTH - MARGIN, y - 18), LINE, 1)
    for line in lines:
        pen.at(MARGIN, y, line, 20, SOFT)
        y += 28
    pen.at(MARGIN, y, sheet.foot, 20, SOFT)
