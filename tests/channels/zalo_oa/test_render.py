"""Everything that is said fits into the limits of a Zalo Official Account."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.render import LONGEST_TEXT, Body, Shape, pages, render
from bot.config import ROOT
from bot.core.markup import utf16
from bot.core.messages import PNG, Choice, Document, Spoken
from bot.core.phrases import text as _
from bot.i18n import Translator

SAY = Translator.read(ROOT / "locales").speak
DONE = Choice("Xong", "guide.done:a.b")


def choices(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"Việc {n}", f"guide.open:viec-{n}") for n in range(1, count + 1))


def buttons(body: Body) -> list[dict[str, Any]]:
    payload = body.get("attachment", {}).get("payload", {})
    return list(payload.get("buttons", []))


def titles(bodies: list[Body]) -> list[list[str]]:
    return [[button["title"] for button in buttons(body)] for body in bodies]


def test_a_text_without_choices_is_a_text_and_nothing_else() -> None:
    assert render(Spoken(1, "Xin chào"), SAY) == [{"text": "Xin chào"}]


def test_marks_are_taken_out_for_there_is_no_bold() -> None:
    assert render(Spoken(1, "*Bước 1/6*\nMở máy"), SAY) == [{"text": "Bước 1/6\nMở máy"}]


def test_a_button_carries_its_action_so_that_a_press_is_told_from_typing() -> None:
    (body,) = render(Spoken(1, "x", (DONE,)), SAY)
    assert body["attachment"] == {
        "type": "template",
        "payload": {"buttons": [{"title": "Xong", "type": "oa.query.hide", "payload": "#guide.done:a.b"}]},
    }


def test_the_template_is_named_where_the_account_wants_it() -> None:
    (body,) = render(Spoken(1, "x", (DONE,)), SAY, Shape(typed=True))
    assert body["attachment"]["payload"]["template_type"] == "button"


def test_five_choices_are_one_message() -> None:
    assert [len(page) for page in titles(render(Spoken(1, "x", choices(5)), SAY))] == [5]


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (6, [3, 3]), (7, [3, 4]), (10, [5, 5]), (11, [3, 4, 4])]
)
def test_more_are_as_few_and_as_even_pages_as_can_be(count: int, sizes: list[int]) -> None:
    assert [len(page) for page in pages(choices(count))] == sizes


def test_every_choice_is_a_button_once_and_in_its_order() -> None:
    bodies = render(Spoken(1, "x", choices(12)), SAY)
    assert [title for page in titles(bodies) for title in page] == [choice.label for choice in choices(12)]
    assert [body["text"] for body in bodies] == ["x", more := SAY(_("More choices:"), "vi"), more]


def test_a_link_opens_its_page() -> None:
    link = Choice("Cổng Dịch vụ công", url="https://dichvucong.gov.vn")
    (body,) = render(Spoken(1, "x", (link,)), SAY)
    (button,) = buttons(body)
    assert (button["type"], button["payload"]) == ("oa.open.url", {"url": "https://dichvucong.gov.vn"})


def test_a_link_that_is_not_https_is_written_out_for_its_button_would_be_refused() -> None:
    link = Choice("Trang xã", url="http://xa.example.vn")
    assert render(Spoken(1, "x", (link,)), SAY) == [{"text": "x\n\nTrang xã: http://xa.example.vn"}]


def test_no_button_asks_the_telephone_where_it_is() -> None:
    here = Choice("Gửi vị trí", "place.locate", wants="location")
    assert titles(render(Spoken(1, "x", (here, DONE)), SAY)) == [["Xong"]]


def test_titles_that_would_be_cut_are_numbered_and_stand_in_full_in_the_text() -> None:
    long = Choice("Máy báo hết bộ nhớ rồi", "guide.trouble:a.b.c")
    (body,) = render(Spoken(1, "Thấy gì?", (long, DONE)), SAY, Shape(longest_title=20))
    assert titles([body]) == [["1. Máy báo hết bộ n…", "2. Xong"]]
    assert body["text"] == "Thấy gì?\n\n1. Máy báo hết bộ nhớ rồi\n2. Xong"


def test_titles_that_fit_stand_as_they_are() -> None:
    assert titles(render(Spoken(1, "x", (Choice("x" * 100, "a"),)), SAY)) == [["x" * 100]]


def test_a_long_text_is_cut_where_a_sentence_ends_and_the_buttons_are_under_the_last_part() -> None:
    bodies = render(Spoken(1, "Một câu dài. " * 400, (DONE,)), SAY)
    assert len(bodies) > 1
    assert all(body["text"].endswith("câu dài.") for body in bodies)
    assert titles(bodies) == [*[[]] * (len(bodies) - 1), ["Xong"]]


def test_a_file_is_read_out_before_what_is_said_of_it() -> None:
    message = Spoken(1, "Đây là dữ liệu.", (DONE,), document=Document("a.json", "application/json", "{ }"))
    assert [body["text"] for body in render(message, SAY)] == ["{ }", "Đây là dữ liệu."]


def test_of_a_picture_there_are_only_the_words() -> None:
    picture = Document("ma.png", PNG, "iVBORw0KGgo=")
    assert render(Spoken(1, "Mã: CHK222", document=picture), SAY) == [{"text": "Mã: CHK222"}]


def test_of_a_file_that_is_no_text_there_are_only_the_words() -> None:
    book = Document("bao-cao.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "UEsDBA==")
    assert render(Spoken(1, "Bảng Excel", document=book), SAY) == [{"text": "Bảng Excel"}]


def test_letters_that_were_put_together_from_pieces_are_counted_as_whole_ones() -> None:
    assert render(Spoken(1, "Xin cha\u0300o"), SAY) == [{"text": "Xin chào"}]


def test_an_action_that_is_too_long_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="too long for Zalo"):
        render(Spoken(1, "x", (Choice("a", "đ" * 1000),)), SAY)


@given(st.text(min_size=1, max_size=9000), st.integers(0, 30), st.sampled_from([20, 100]))
def test_nothing_is_over_the_limits(text: str, count: int, longest: int) -> None:
    for body in render(Spoken(1, text, choices(count)), SAY, Shape(longest_title=longest)):
        assert utf16(body["text"]) <= LONGEST_TEXT
        assert len(buttons(body)) <= 5
        assert all(len(button["title"]) <= longest for button in buttons(body))
