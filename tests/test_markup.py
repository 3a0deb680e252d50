"""The one mark there is, and cutting long text where a reader would pause."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.markup import plain, split

LINES = st.text("ab àđ.!?;,\n", max_size=300)
ANY_TEXT = st.text(max_size=300) | LINES
LIMITS = st.integers(min_value=1, max_value=80)


class Patient:
    """A way to measure text that loses its patience: a cutting that does not end is a failure, not a wait."""

    def __init__(self, measure: Callable[[str], int]) -> None:
        self._measure, self._left = measure, 20_000

    def __call__(self, text: str) -> int:
        self._left -= 1
        assert self._left, "the cutting does not end"
        return self._measure(text)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


# ---- cutting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("", 10, [""]),
        ("ngắn", 10, ["ngắn"]),
        ("một câu. hai câu.", 10, ["một câu.", "hai câu."]),
        ("đoạn một\n\nđoạn hai", 12, ["đoạn một", "đoạn hai"]),
        ("dòng một\ndòng hai", 12, ["dòng một", "dòng hai"]),
        ("một hai ba bốn", 8, ["một hai", "ba bốn"]),
        ("khôngcóchỗnghỉ", 5, ["không", "cóchỗ", "nghỉ"]),
        ("x" * 10, 10, ["x" * 10]),
        ("x" * 11, 10, ["x" * 10, "x"]),
    ],
)
def test_long_text_is_cut_where_a_reader_would_pause(text: str, limit: int, parts: list[str]) -> None:
    assert split(text, limit) == parts


def test_the_end_of_a_paragraph_is_better_than_that_of_a_sentence() -> None:
    assert split("Một. Hai.\n\nBa. Bốn năm sáu.", 20) == ["Một. Hai.", "Ba. Bốn năm sáu."]


def test_a_pause_in_the_first_half_is_too_early() -> None:
    assert split("A. " + "x" * 30, 20) == ["A. " + "x" * 17, "x" * 13]


@given(ANY_TEXT, LIMITS)
def test_no_part_is_longer_than_the_limit(text: str, limit: int) -> None:
    assert all(len(part) <= limit for part in split(text, limit, Patient(len)))


@given(ANY_TEXT, LIMITS)
def test_nothing_but_space_is_lost_and_nothing_is_turned_round(text: str, limit: int) -> None:
    assert "".join("".join(split(text, limit, Patient(len))).split()) == "".join(text.split())


@given(st.text(max_size=200), st.integers(min_value=2, max_value=60))
@example("😀" * 50, 3)
def test_the_limit_may_be_in_units_of_utf16_as_telegram_counts(text: str, limit: int) -> None:
    parts = split(text, limit, Patient(utf16))
    assert all(utf16(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.text(max_size=200), st.integers(min_value=4, max_value=60))
@example("😀" * 10, 10)
@example("đ" * 100, 7)
def test_the_limit_may_be_in_bytes(text: str, limit: int) -> None:
    """As a platform may count: one character, up to four of them."""
    parts = split(text, limit, Patient(utf8))
    assert all(utf8(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(LINES, LIMITS)
@example(" " * 30 + "a", 10)
@example(" " * 30, 10)
def test_no_part_is_empty_unless_there_is_nothing_to_say(text: str, limit: int) -> None:
    """A platform refuses an empty message."""
    parts = split(text, limit, Patient(len))
    assert parts
    assert all(part.strip() for part in parts) or not text.strip()


# ---- bold ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("*Bước 1/6*", "Bước 1/6"),
        ("mã: *ABC*.", "mã: ABC."),
        ("*một* và *hai*", "một và hai"),
        ("(*trong ngoặc*)", "(trong ngoặc)"),
        ("2*3*4", "2*3*4"),
        ("a * b * c", "a * b * c"),
        ("* mở đầu", "* mở đầu"),
        ("*hai\ndòng*", "*hai\ndòng*"),
        ("**", "**"),
        ("*", "*"),
        ("***", "***"),
        ("*a", "*a"),
        ("không có gì", "không có gì"),
    ],
)
def test_marks_are_taken_away_where_a_channel_has_none(text: str, bare: str) -> None:
    assert plain(text) == bare


@given(ANY_TEXT)
def test_any_text_can_be_made_plain_and_only_marks_are_lost(text: str) -> None:
    assert plain(text).replace("*", "") == text.replace("*", "")
