"""Everything that is said fits into Telegram's limits."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.render import render
from bot.core.markup import utf16
from bot.core.messages import Choice, Document, Spoken

DONE = Choice("Xong", "guide.done:a.b")


def test_bold_becomes_html_and_the_rest_is_escaped() -> None:
    assert render(Spoken(1, "*Bước 1/6* <b>&"))[0].html == "<b>Bước 1/6</b> &lt;b&gt;&amp;"


def test_a_star_alone_stays_a_star() -> None:
    assert render(Spoken(1, "2 * 3 * 4"))[0].html == "2 * 3 * 4"


def test_buttons_are_under_the_last_part_of_a_long_text() -> None:
    parts = render(Spoken(1, "Một câu dài. " * 600, (DONE,)))
    assert len(parts) > 1
    assert [part.markup is None for part in parts] == [True] * (len(parts) - 1) + [False]


def test_a_long_text_is_never_an_edit() -> None:
    assert all(part.edit is None for part in render(Spoken(1, "a " * 4000, (), edit="7")))


def test_two_short_buttons_share_a_row() -> None:
    markup = json.loads(
        render(Spoken(1, "x", (DONE, Choice("Quay lại", "b"), Choice("Gặp người hỗ trợ", "c"))))[0].markup or ""
    )
    assert [len(row) for row in markup["inline_keyboard"]] == [2, 1]


def test_only_a_message_that_asks_for_nothing_else_asks_the_telephone_where_it_is() -> None:
    place = Choice("📍 Gửi vị trí", "place.other", wants="location")
    alone = json.loads(render(Spoken(1, "x", (place,), edit="7"))[0].markup or "")
    beside = json.loads(render(Spoken(1, "x", (place, DONE)))[0].markup or "")
    assert alone["keyboard"][0][0]["request_location"] is True
    assert "inline_keyboard" in beside
    assert render(Spoken(1, "x", (place,), edit="7"))[0].edit is None


def test_an_action_that_is_too_long_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="too long for Telegram"):
        render(Spoken(1, "x", (Choice("a", "đ" * 40),)))


@given(st.text(min_size=1, max_size=9000))
def test_no_part_is_over_the_limit(text: str) -> None:
    for part in render(Spoken(1, text)):
        assert utf16(
            part.html.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        ) <= 4096 + 7 * part.html.count("<b>")


# ---- a file ----

FILE = Document("du-lieu-cua-toi.json", "application/json", "{}")


def test_the_text_of_a_file_is_its_caption_and_the_buttons_are_under_it() -> None:
    (part,) = render(Spoken(1, "*Đây* là dữ liệu", (DONE,), edit="7", document=FILE))
    assert (part.html, part.document, part.edit) == ("<b>Đây</b> là dữ liệu", FILE, None)
    assert part.markup


def test_a_text_too_long_for_a_caption_goes_first() -> None:
    longest = "a" * 1024
    assert len(render(Spoken(1, longest, (DONE,), document=FILE))) == 1
    text, file = render(Spoken(1, f"{longest}a", (DONE,), document=FILE))
    assert (len(text.html), text.document, text.markup) == (1025, None, None)
    assert (file.html, file.document) == ("", FILE)
    assert file.markup
