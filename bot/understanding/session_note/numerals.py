"""Numbers, in digits and in words: "25", "hai mươi lăm", "chục", "mười mấy".

What is vague counts as the number that is said: "hơn 20" and "gần 20" are 20, "mười mấy" is 10, "4, 5" is 4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.session_note.line import Line, Word

MOST = 9999

_ONES = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_AFTER_TEN = _ONES | {"mot": 1, "lam": 5, "nham": 5, "tu": 4, "may": 0, "hon": 0}
_WITH_MARKS = frozenset({
    "một", "mốt", "hai", "ba", "bốn", "tư", "năm", "lăm", "nhăm", "sáu", "bảy", "bẩy", "tám", "chín", "mấy", "hơn",
})  # fmt: skip
_TEN, _TENS, _DOZEN_OF_TEN, _HUNDRED = "muoi", "muoi", "chuc", "tram"
_NO_THREE = frozenset({"con", "chau", "me", "ma", "noi", "ngoai", "cu"})
"""After "ba" these make it bà con, bà cháu, ba mẹ, bà nội."""
_WE = frozenset({"em", "minh", "con", "chau", "toi"})  # bọn em
_RANGE = re.compile(r"(\d+)-(\d+)")
_OR = frozenset({"den", "toi", "hay", "hoac"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number on the words ``start`` up to ``end``. ``part``: the 5 of "5/7"."""

    start: int
    end: int
    value: int
    in_words: bool = False
    part: int | None = None


def quantity(line: Line, at: int) -> Quantity | None:
    word = line.words[at]
    if word.is_number:
        return _in_digits(line, at)
    if found := re.fullmatch(r"(\d+)/(\d+)", word.typed):
        part, whole = int(found[1]), int(found[2])
        return Quantity(at, at + 1, whole, part=part) if 0 < part <= whole <= MOST else None
    if found := _RANGE.fullmatch(word.typed):
        return Quantity(at, at + 1, int(found[1])) if int(found[1]) < int(found[2]) <= MOST else None
    return _in_words(line, at)


def _in_digits(line: Line, at: int) -> Quantity | None:
    value, end = int(line.words[at].typed[:6]), at + 1
    if line.folded(end) == _DOZEN_OF_TEN:
        value, end = value * 10, end + 1
    if line.folded(end) in _OR and _is_number(line, end + 1):  # 15 đến 20
        end += 2
    elif _is_number(line, end) and value < int(line.words[end].typed[:6]) <= value + 2:  # 4, 5
        end += 1
    return Quantity(at, end, value) if 0 < value <= MOST else None


def _in_words(line: Line, at: int) -> Quantity | None:
    hundreds, end = _hundreds(line, at)
    rest, end = _below_hundred(line, end)
    value = hundreds + rest
    is_name = any(line.words[n].is_capital for n in range(at + 1, end))  # ba Muoi
    return Quantity(at, end, value, in_words=True) if value and not is_name else None


def _hundreds(line: Line, at: int) -> tuple[int, int]:
    value = _one(line, at, _ONES)
    if value and line.folded(at + 1) == _HUNDRED:
        return value * 100, at + 2
    return 0, at


def _below_hundred(line: Line, at: int) -> tuple[int, int]:
    """The number from here, and where it ends."""
    if line.folded(at) == _DOZEN_OF_TEN:
        return 10, at + 1
    if line.folded(at) == _TEN:
        return _after_ten(line, at + 1, 10)
    several = line.folded(at) in {"may", "vai"}
    value = 2 if several else _one(line, at, _ONES)
    if not value:
        return 0, at
    if line.folded(at + 1) in {_TENS, _DOZEN_OF_TEN}:
        return _after_ten(line, at + 2, value * 10)
    if several:
        return 0, at
    other = _one(line, at + 1, _ONES)
    follows = other and (other == value + 1 or (value, other) == (5, 7))  # hai ba, năm bảy
    return value, at + 2 if follows else at + 1


def _after_ten(line: Line, at: int, tens: int) -> tuple[int, int]:
    one = _one(line, at, _AFTER_TEN, has_marks=line.words[at - 1].has_marks)
    return (tens, at) if one is None else (tens + one, at + 1)


def _one(line: Line, at: int, named: dict[str, int], *, has_marks: bool | None = None) -> int | None:
    """``has_marks``: whether its mark, if it has one, must be there; without it, if the line has any."""
    if not 0 <= at < len(line):
        return None
    word, following = line.words[at], line.folded(at + 1)
    is_kin = word.folded == "ba" and following in _NO_THREE and not (following == "me" and line.folded(at + 2) == "con")
    if is_kin or (word.meant == "bon" and following in _WE):
        return None
    value = named.get(word.folded)
    strict = line.has_marks if has_marks is None else has_marks
    return value if value is None or not strict or _is_spelt(word) else None


def _is_spelt(word: Word) -> bool:
    """Among words with marks "nam" is no five and "bà" no three."""
    return word.meant in _WITH_MARKS


def _is_number(line: Line, at: int) -> bool:
    return 0 <= at < len(line) and line.words[at].is_number
