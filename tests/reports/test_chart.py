"""The picture of a report: it can be read on a small telephone, and says what it is of."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.reports import chart
from bot.reports.chart import WIDTH, draw, wrapped
from bot.reports.filed import DEMO, Filed
from bot.reports.report import FOOTNOTE, Place
from bot.reports.sheet import font
from tests.reports.filed import filed

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
SMALL_PHONE = 360  # points


def picture(made: Filed) -> Image.Image:
    return Image.open(io.BytesIO(draw(made)))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Each text that is drawn, and how large."""
    found: list[tuple[str, int]] = []
    plain = chart.Brush.text

    def note(self: chart.Brush, x: float, phrase: object, size: int, *rest: object, **more: object) -> None:
        found.append((self.say(phrase), size))  # type: ignore[arg-type]
        plain(self, x, phrase, size, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(chart.Brush, "text", note)
    return found


@pytest.mark.parametrize("place", [Place("23941", "Xã Chư Sê"), Place()])
def test_it_is_a_png_as_wide_as_three_telephones_and_not_too_large_for_a_chat(place: Place) -> None:
    body = draw(filed(place=place))
    made = Image.open(io.BytesIO(body))
    assert (made.format, made.width) == ("PNG", WIDTH)
    assert made.width < made.height < 4000
    assert len(body) < 300_000


def test_its_letters_can_be_read_on_a_small_telephone(written: list[tuple[str, int]]) -> None:
    draw(filed())
    assert min(size for _text, size in written) * SMALL_PHONE / WIDTH >= 10


def test_it_says_what_it_is_of_how_many_and_the_footnote(written: list[tuple[str, int]]) -> None:
    made = filed(demo=True)
    draw(made)
    words = " ".join(text for text, _size in written)
    for said in ("Xã Chư Sê, tháng 10/2026", "77", "VNeID", "thôn 1", "01/10", "<5"):
        assert said in words
    assert made.say(FOOTNOTE) in words
    assert made.say(DEMO) in words


def test_all_of_it_is_on_the_picture(written: list[tuple[str, int]]) -> None:
    """No line is drawn past an edge."""
    draw(filed())
    assert all(font(size).getlength(text) <= WIDTH - 100 for text, size in written)


def test_what_is_drawn_is_seen() -> None:
    made = filed()
    colours = picture(made).convert("RGB").getcolors(1 << 24)
    assert colours
    assert len(colours) > 20
    more = replace(made, report=replace(made.report, services=()))
    assert picture(more).height < picture(made).height


def test_every_vietnamese_letter_has_a_shape_of_its_own() -> None:
    letters = font(40)
    shapes = {bytes(letters.getmask(letter)) for letter in (*LETTERS, *LETTERS.upper())}
    assert len(shapes) == 2 * len(LETTERS)


def test_a_time_without_figures_says_so(written: list[tuple[str, int]]) -> None:
    made = filed()
    empty = replace(made.report, activity=replace(made.report.activity, work=type(made.report.activity.work)()),
                    services=(), by_place=(), by_day=())  # fmt: skip
    draw(replace(made, report=empty))
    assert sum(text == "—" for text, _size in written) == 2 * 3  # measured, then drawn


def test_a_long_name_goes_on_in_the_next_line() -> None:
    assert len(wrapped("một hai ba " * 20, font(38), 500)) > 3


def test_communes_are_not_set_against_each_other(written: list[tuple[str, int]]) -> None:
    draw(filed(place=Place()))
    assert "Xã Chư Sê" not in [text for text, _size in written]
