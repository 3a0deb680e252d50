"""Bringing what people type to one form."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.content.load import Variant
from bot.understanding.fold import Lexicon, fold, unmarked

ANY_TEXT = st.text(st.characters(), max_size=200)  # every character there is, lone surrogates too
LETTERS = st.text("aàáâãăảạAÀÁÂ đĐdD oôơỏọ 3.,!-_", max_size=40)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Làm VNeID Mức 2??", "lam vneid muc 2"),
        ("  nhiều   khoảng\n\ttrắng ", "nhieu khoang trang"),
        ("ĐƯỜNG Đông đã", "duong dong da"),
        (unicodedata.normalize("NFD", "đường hỏng"), "duong hong"),
        ("alooo", "alo"),
        ("ALOOOO!!!", "alo"),
        ("xoong", "xoong"),  # two are a word's own
        ("2000", "2000"),  # digits are not letters held down
        ("8/8/2026", "8 8 2026"),
        ("Iă Chư Ƀah ƀŏk", "ia chu bah bok"),  # Jrai and Bahnar letters
        ("o'tp", "o tp"),
        ("tên_tôi", "ten toi"),
        ("straße", "strasse"),
        ("😀 chào 😀", "chao"),
        ("", ""),
        ("?!…", ""),
        ("\x00\u200b\u202e", ""),
    ],
)
def test_what_is_typed_and_what_it_is_folded_to(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(ANY_TEXT)
def test_any_text_can_be_folded_and_no_mark_is_left(text: str) -> None:
    folded = fold(text)
    assert not any(unicodedata.combining(letter) for letter in folded)
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in folded)
    assert folded == " ".join(folded.split())


@given(ANY_TEXT | LETTERS)
@example("aáa")
@example("Aaa")
@example("ßs")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(LETTERS)
@example("Áaa")
def test_marks_and_letter_case_make_no_difference(text: str) -> None:
    bare = "".join(
        c for c in unicodedata.normalize("NFD", text.lower().replace("đ", "d")) if not unicodedata.combining(c)
    )
    assert fold(text) == fold(bare) == fold(text.upper()) == fold(unicodedata.normalize("NFD", text))


@given(ANY_TEXT)
def test_taking_marks_away_twice_changes_nothing_more(text: str) -> None:
    assert unmarked(unmarked(text)) == unmarked(text)


# ---- the lexicon ---------------------------------------------------------------------------------------------------


def lexicon(**variants: str) -> Lexicon:
    return Lexicon(Variant(written.replace("_", " "), meant, "", False) for written, meant in variants.items())


def test_a_variant_is_replaced_by_what_it_means() -> None:
    assert lexicon(vnied="VNeID", hong="không").standard("vnied hong duoc") == "vneid khong duoc"


def test_the_longest_variant_wins() -> None:
    words = lexicon(vn_id="VNeID", vn="Việt Nam", id="số")
    assert words.standard("vn id") == "vneid"
    assert words.standard("vn moi id") == "viet nam moi so"


def test_a_variant_inside_a_longer_word_is_left_alone() -> None:
    assert lexicon(hong="không").standard("hongkong") == "hongkong"


def test_what_was_put_in_is_not_replaced_again() -> None:
    assert lexicon(a="b", b="a").standard("a b") == "b a"


def test_an_ambiguous_variant_is_left_as_it_stands() -> None:
    assert Lexicon([Variant("dt", "điện thoại", "", True)]).standard("dt cua toi") == "dt cua toi"


def test_an_empty_lexicon_changes_nothing() -> None:
    assert Lexicon([]).standard("lam sao") == "lam sao"


@given(ANY_TEXT)
def test_any_text_can_be_put_into_the_lexicons_words(text: str) -> None:
    standard = lexicon(vn_id="VNeID", a="b", c="").standard(fold(text))
    assert standard == " ".join(standard.split())
