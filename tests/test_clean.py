"""Nothing a person can type breaks the bot: what is left after cleaning can be stored, compared and shown."""

import json
import sqlite3
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.clean import LONGEST, clean

ANY_TEXT = st.text(st.characters(), max_size=300) | st.text(max_size=300).map(lambda text: text * 40)
FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("làm sao cài VNeID?", "làm sao cài VNeID?"),
        ("  trước và sau \n", "trước và sau"),
        ("hai\ndòng", "hai\ndòng"),
        ("hai\r\ndòng", "hai\ndòng"),
        (unicodedata.normalize("NFD", "đường hỏng"), "đường hỏng"),
        ("a\x00b", "ab"),
        ("\u202eđảo\u202c \u200bngược\u200f", "đảo ngược"),
        ("nửa \ud83d chữ", "nửa  chữ"),
        ("\ufeffđầu", "đầu"),
        ("😀", "😀"),
        (FAMILY, "👨👩👧👦"),
        ("", ""),
        ("\x00\x01", ""),
        ("x" * 10_000, "x" * LONGEST),
    ],
)
def test_what_is_typed_and_what_is_kept(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize("between", ["\t", "\r", "\x0b", "\x0c", "\x85"])
def test_words_that_a_tab_or_an_odd_line_end_kept_apart_stay_apart(between: str) -> None:
    """As in what is copied from a table."""
    assert clean(f"cài{between}vneid").split() == ["cài", "vneid"]


@given(ANY_TEXT)
@example("\x00\ud800\u202e")
@example("e" + "\u0301" * 10_000)
@example("ﷺ" * 10_000)
def test_any_text_can_be_stored_and_read_back(text: str) -> None:
    kept = clean(text)
    connection = sqlite3.connect(":memory:")
    stored = connection.execute("SELECT ?", (json.dumps(kept, ensure_ascii=False),)).fetchone()[0]
    connection.close()
    assert json.loads(stored) == kept
    assert kept.encode().decode() == kept


@given(ANY_TEXT)
def test_no_hidden_character_is_left_and_the_length_is_kept(text: str) -> None:
    kept = clean(text)
    assert len(kept) <= LONGEST
    assert kept == kept.strip()
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"} for letter in kept if letter != "\n")


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_the_same_text_put_together_in_another_way_is_the_same(text: str) -> None:
    short = text[: LONGEST // 20]
    assert clean(unicodedata.normalize("NFD", short)) == clean(unicodedata.normalize("NFC", short))


@given(st.text("aăâbcđeêôơưáàảãạ 0123456789.,?!😀", max_size=LONGEST))
def test_what_people_really_type_is_kept_whole(text: str) -> None:
    assert clean(text) == text.strip()
