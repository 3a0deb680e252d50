"""Words typed without spaces are taken apart where all parts are words; what is a word, or no words at all, stays."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.spacing import Spacing

WRITTEN = Counter(
    ("khai sinh cho con het han dang ky tam tru o duong y te bao hiem quen mat khau " * 3 + "facebook hu").split()
)


@pytest.fixture
def spacing() -> Spacing:
    return Spacing(WRITTEN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khaisinhchocon", "khai sinh cho con"), ("oduong", "o duong"), ("the baohiemyte", "the bao hiem y te"),
        ("quenmatkhau roi", "quen mat khau roi"), ("hethan", "het han"),
    ],
)  # fmt: skip
def test_words_run_together_are_taken_apart(spacing: Spacing, typed: str, meant: str) -> None:
    assert spacing.apart(typed) == meant


@pytest.mark.parametrize("text", ["facebook", "khai sinh", "hudang", "manchester", "khaisinhx", "chocon1", "hokh", ""])
def test_a_known_word_and_what_is_not_all_words_stay(spacing: Spacing, text: str) -> None:
    assert spacing.apart(text) == text


@given(st.text(alphabet="abcdehikmnoqrtuy 1", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    assert Spacing(WRITTEN).apart(text).replace(" ", "") == text.replace(" ", "")


def test_where_nothing_was_learned_all_stays() -> None:
    assert Spacing({}).apart("khaisinh cho con") == "khaisinh cho con"
