"""The codes people read to each other: short, not to be confused, and never taken for a secret."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.codes import DIGITS, LETTERS, as_code, new_code, read_code
from bot.understanding.guard import guard

seeds = st.integers()


def code_of(seed: int) -> str:
    return new_code(random.Random(seed).choice)


@given(seeds)
def test_a_code_has_six_signs_with_a_letter_and_a_digit_among_them(seed: int) -> None:
    code = code_of(seed)
    assert len(code) == 6
    assert set(code) & set(LETTERS)
    assert set(code) & set(DIGITS)
    assert not set(code) & set("0O1ILB5S2ZU6G") - set(DIGITS)


@given(seeds)
@pytest.mark.parametrize("way", ["{}", "mã {}", "ma {}", "Mã: {}", "mã mời {}", "j_{}", "code {}"])
def test_a_code_is_never_masked_as_a_secret(way: str, seed: int) -> None:
    assert guard(way.format(code_of(seed))).kinds == ()
    assert guard(way.format(code_of(seed)).lower()).kinds == ()


@given(seeds)
def test_it_is_read_as_people_type_it(seed: int) -> None:
    code = code_of(seed)
    for typed in (
        code,
        code.lower(),
        f"mã {code}",
        f"MA {code.lower()}.",
        f"mã mời: {code[:3]} {code[3:]}",
        f" {code} ",
    ):
        assert read_code(typed) == code


def test_what_looks_alike_is_taken_for_what_is_meant() -> None:
    assert as_code("BCDEFH") == "8CDEFH"
    assert as_code("SZGACD") == "526ACD"


@pytest.mark.parametrize(
    "text",
    ["", "123456", "xin chào", "vneid2", "hôm nay", "2026", "ABCDEF nhé bạn", "thôn 2", "1022", "A2345", "bhyt24"],
)
def test_other_words_are_no_code(text: str) -> None:
    assert read_code(text) == ""
