"""Marks typed but not put together are understood; what is a word as it stands stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.fold import fold
from bot.understanding.typing_slips import mended


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dduwowcj", "duoc"), ("lafm", "lam"), ("caanf", "can"), ("ddawng kys", "dang ky"), ("khoong", "khong"),
        ("nguwowif", "nguoi"), ("dieejn thoaij", "dien thoai"), ("phieesu", "phieu"), ("nhuw theer", "nhu the"),
        ("d9uo7c5", "duoc"), ("toi6", "toi"), ("tai5", "tai"), ("d9iện", "dien"),
    ],
)  # fmt: skip
def test_leftovers_of_telex_and_vni_are_put_right(typed: str, meant: str) -> None:
    assert mended(fold(typed)) == meant


@pytest.mark.parametrize(
    "word",
    ["vneid", "cccd", "zalo", "facebook", "otp", "sim", "bhyt", "gplx", "wifi", "internet", "muc2", "m2", "1022"],
)
def test_what_is_no_leftover_stays(word: str) -> None:
    assert mended(fold(word)) == word


@given(st.text(max_size=200))
def test_no_text_raises_or_grows(text: str) -> None:
    folded = fold(text)
    assert len(mended(folded)) <= len(folded)
