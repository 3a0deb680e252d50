"""Everything that is said fits into the limits of the Zalo Bot Platform."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_bot.render import LONGEST_TEXT, Part, render
from bot.config import ROOT
from bot.core.markup import utf16
from bot.core.messages import PNG, Choice, Document, Spoken
from bot.core.phrases import Phrase, Text
from bot.i18n import Translator

DONE, BACK = Choice("Xong", "guide.done:a.b"), Choice("Quay lại", "guide.back:a.b")
SAY = Translator.read(ROOT / "locales").speak


def in_english(phrase: Phrase, _lang: str) -> str:
    """The words as they stand in the code, whatever the catalogue makes of them."""
    assert isinstance(phrase, Text)
    return phrase.msgid.format(**phrase.args)


def said(message: Spoken) -> list[str]:
    return [part.text for part in render(message, in_english).parts]


def test_a_text_without_choices_is_a_text_and_nothing_else() -> None:
    assert render(Spoken(1, "Xin chào"), SAY).parts == (Part("Xin chào"),)


def test_every_choice_is_a_number_and_how_to_answer_is_said() -> None:
    assert said(Spoken(1, "Mở máy.", (DONE, BACK))) == [
        "Mở máy.\n\n1. Xong\n2. Quay lại\n\nAnswer 1, 2, or type the words."
    ]


def test_many_numbers_are_not_all_written_out() -> None:
    (text,) = said(Spoken(1, "x", (DONE,) * 9))
    assert text.endswith("\n9. Xong\n\nAnswer 1, 2 … 9, or type the words.")


def test_the_channel_is_told_what_each_number_stands_for() -> None:
    assert render(Spoken(1, "x", (DONE, BACK)), SAY).numbered == (DONE, BACK)


def test_bold_is_given_by_its_place_and_the_marks_are_taken_out() -> None:
    (part,) = render(Spoken(1, "⚠️ *Bước 1/6* và *Xong*"), SAY).parts
    assert part.body() == {
        "text": "⚠️ Bước 1/6 và Xong",
        "text_styles": [{"start": 3, "len": 8, "st": ["b"]}, {"start": 15, "len": 4, "st": ["b"]}],
    }


def test_places_are_counted_in_utf16_units() -> None:
    (part,) = render(Spoken(1, "😀😀 *a*"), SAY).parts
    assert part.bold == ((5, 1),)


def test_a_star_that_is_meant_stays_a_star() -> None:
    assert render(Spoken(1, "2 * 3 * 4"), SAY).parts == (Part("2 * 3 * 4"),)


def test_a_link_is_a_line_and_no_number() -> None:
    link = Choice("Cổng Dịch vụ công", url="https://dichvucong.gov.vn")
    rendered = render(Spoken(1, "x", (link, DONE)), SAY)
    assert rendered.numbered == (DONE,)
    assert rendered.parts[0].text.startswith("x\n\nCổng Dịch vụ công: https://dichvucong.gov.vn\n\n1. Xong")


def test_what_asks_the_telephone_where_it_is_is_left_out() -> None:
    here = Choice("Gửi vị trí", "place.locate", wants="location")
    assert render(Spoken(1, "x", (here, DONE)), SAY).numbered == (DONE,)


def test_a_file_is_read_out_before_what_is_said_of_it() -> None:
    message = Spoken(1, "Đây là dữ liệu.", document=Document("a.json", "application/json", "{ }"))
    assert said(message) == ["{ }", "Đây là dữ liệu."]


def test_of_a_picture_there_are_only_the_words() -> None:
    assert said(Spoken(1, "Mã: CHK222", document=Document("ma.png", PNG, "iVBORw0KGgo="))) == ["Mã: CHK222"]


def test_of_a_file_that_is_no_text_there_are_only_the_words() -> None:
    book = Document("bao-cao.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "UEsDBA==")
    assert said(Spoken(1, "Bảng Excel", document=book)) == ["Bảng Excel"]


def test_a_long_text_is_cut_where_a_sentence_ends_and_the_choices_stay_together() -> None:
    parts = said(Spoken(1, "Một câu dài. " * 400, (DONE, BACK)))
    assert all(part.endswith("câu dài.") for part in parts[:-1])
    assert parts[-1].endswith("1. Xong\n2. Quay lại\n\nAnswer 1, 2, or type the words.")


@given(st.text(min_size=1, max_size=9000), st.integers(0, 30))
def test_nothing_is_over_the_limits(text: str, count: int) -> None:
    for part in render(Spoken(1, text, (DONE,) * count), SAY).parts:
        assert utf16(part.text) <= LONGEST_TEXT
        assert all(start + length <= utf16(part.text) for start, length in part.bold)
