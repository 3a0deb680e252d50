"""A phrase is found with its marks or without, never with others; and not where it is denied."""

import pytest

from bot.content.scam import Denials
from bot.understanding.wordings import Wordings

DENIALS = Denials(near=("không", "khong", "đừng"), far=("đừng", "không bao giờ"), but=("nếu", "neu", "thì"))
WORDINGS = Wordings(
    {"code": ["đọc * mã", "send me the code"], "lock": ["khóa sim"], "never": ["không được nói"]}, DENIALS
)


def found(text: str) -> list[str]:
    return sorted(WORDINGS.found(text))


@pytest.mark.parametrize(
    "text",
    ["đọc mã", "Đọc Mã!", "doc ma", "DOC MA", "đoc mã", "đọc cho em mã", "đọc giùm em cái mã", "send me the code",
     "đọc, mã",
     "Chị ơi. Đọc mã đi", "không phải lo. đọc mã đi", "nếu không đọc mã",
     "neu khong doc ma", "không thì đọc mã", "không gì cả, đọc mã"],
)  # fmt: skip
def test_it_is_found_as_people_write_it(text: str) -> None:
    assert found(text) == ["code"]


@pytest.mark.parametrize(
    "text",
    ["đọc mà", "đóc mã", "dóc mã", "đọc. mã", "đọc một hai ba bốn mã", "độc mã", "mã đọc", "docma", "", "đọc"],
)  # fmt: skip
def test_other_words_are_others(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["khóa sim", "khoá sim", "khoa sim", "Khóa SIM"])
def test_a_mark_may_stand_on_either_vowel(text: str) -> None:
    assert found(text) == ["lock"]


@pytest.mark.parametrize(
    "text",
    ["không đọc mã", "không nên đọc mã", "khong doc ma", "đừng đọc mã", "đừng nghe ai bảo chị phải đọc cho họ cái mã",
     "ngân hàng không bao giờ yêu cầu khách hàng của mình đọc mã"],
)  # fmt: skip
def test_what_is_denied_is_not_found(text: str) -> None:
    assert found(text) == []


def test_a_phrase_may_hold_a_no_of_its_own() -> None:
    assert found("anh không được nói với ai") == ["never"]


def test_several_are_found_at_once() -> None:
    assert found("đọc mã không thì khóa sim") == ["code", "lock"]
