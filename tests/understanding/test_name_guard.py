"""The log names nobody: neither in a difficulty nor in a place."""

import pytest

from bot.config import ROOT
from bot.content.load import read_content
from bot.understanding.places import Places
from bot.understanding.session_note.names import NameGuard


@pytest.fixture(scope="module")
def names() -> NameGuard:
    content = read_content(ROOT / "content")
    return NameGuard(content.session_words, Places(content.places))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("gọi cô Hoa không bắt máy", "gọi cô ●●●● không bắt máy"),
        ("ông Sáu Lành bị mờ vân tay", "ông ●●●● bị mờ vân tay"),
        ("anh Y Thoan Niê và chị Lan không có sim", "anh ●●●● và chị ●●●● không có sim"),
        ("điện thoại cũ không có NFC", "điện thoại cũ không có NFC"),
        ("bà con không có sóng ở làng Krái", "bà con không có sóng ở làng Krái"),
        ("công an xã nghỉ", "công an xã nghỉ"),
        ("", ""),
    ],
)
def test_a_name_is_hidden_and_the_rest_stays(names: NameGuard, typed: str, kept: str) -> None:
    assert names.masked(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ở thôn 2", "thôn 2"),
        ("làng Krái", "làng Krái"),
        ("nhà văn hóa thôn 2", "nhà văn hóa thôn 2"),
        ("nhà ông Sáu thôn 3", "thôn 3"),
        ("nhà bà Lan", ""),
    ],
)
def test_somebodys_house_is_no_place(names: NameGuard, typed: str, kept: str) -> None:
    assert names.place(typed) == kept
