"""The numbers of a note that count people, and the people it only names. Names are not kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.content.session_words import PeopleWords, Said
from bot.understanding.session_note.line import Hit, Line, Phrases, plain
from bot.understanding.session_note.numerals import Quantity, quantity

Kind = Literal["people", "homes", "pair", "bare", "each", "several", "items"]
"""``homes``: one each, unless people are counted too. ``bare``: a number without a word for what it counts. ``each``:
of things of which everybody has one. ``items``: of things that were done, not of people."""
Unit = Literal["one", "two", "home", "thing", "item", "each"]

SEVERAL = 2
"""Nobody knows how many "mấy cô chú" are: at least two."""

_NUMBERED = frozenset({"muc", "thon", "to", "so", "buoc", "cap", "ngay", "thang", "nam", "khoa", "g", "h"})
_PERSON = frozenset({"nguoi", "ng"})
_ALL = "ca"
_WITH = frozenset({"va", "voi", "cung", "cong"})


@dataclass(frozen=True, slots=True)
class Count:
    """``value`` people on the words ``start`` up to ``end``. ``part``: how many of them, in "5/7 người"."""

    start: int
    end: int
    value: int
    kind: Kind
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is named. ``joined``: to what stands before; ``relative``: "vợ" after "và"; ``host``: whose house
    it was in."""

    start: int
    end: int
    joined: bool = False
    relative: bool = False
    host: bool = False


class Counting:
    """Built once; holds nothing of any note."""

    def __init__(self, words: PeopleWords, never_in_names: Said) -> None:
        units: list[tuple[str, Unit]] = [(said, "one") for said in words.counted]
        units += [(said, "home") for said in words.homes]
        units += [(said, "two") for said in words.doubled]
        units += [(said, "thing") for said in words.things]
        units += [(said, "item") for said in words.items]
        units += [(said, "each") for said in words.one_each]
        self._units = Phrases(units)
        self._pairs, self._several, self._each = plain(words.pairs), plain(words.several), plain(words.each)
        self._kin, self._companions, self._roles = plain(words.kin), plain(words.companions), plain(words.roles)
        self._no_name = plain([*never_in_names, *words.counted, *words.selves, *words.roles])

    # ---- numbers ----

    def counts(self, line: Line, without: frozenset[int]) -> list[Count]:
        """All numbers that may count people, from left to right."""
        found: list[Count] = []
        groups, at = 1, 0
        while at < len(line):
            number = quantity(line, at) if at not in without else None
            if number and number.end not in without and self._is_of_things(line, number):
                groups, at = number.value, number.end
                continue
            count = self._numbered(line, number, found) if number else self._unnumbered(line, at, without)
            if count and self._each.ending_at(line, count.start):
                count, groups = replace(count, value=count.value * groups), 1
            if count and count.kind == "homes":
                groups = count.value
            if count and found and self._goes_on(line, found[-1], count):
                found[-1] = replace(found[-1], end=count.end, value=found[-1].value + count.value)
            elif count:
                found.append(count)
            at = count.end if count else at + 1
        return found

    def _goes_on(self, line: Line, last: Count, count: Count) -> bool:
        """ "3 cô chú 1 cháu", "2 bác và 1 em"."""
        apart = count.start - last.end
        beside = apart == 0 or (apart == 1 and line.folded(last.end) in _WITH)
        same = last.kind == count.kind == "people" and last.part is None and count.part is None
        return same and beside and line.same_clause(last.start, count.start)

    def _numbered(self, line: Line, number: Quantity, before: Sequence[Count]) -> Count | None:
        unit = self._unit(line, number)
        meant = unit.meant[0] if unit else None
        if unit and meant in {"one", "two", "home"} and not self._is_name(line, number, before):
            times = 2 if meant == "two" else 1
            pair = self._pairs.at(line, unit.start)
            of: Kind = "homes" if meant == "home" else "pair" if pair and pair.end == unit.end else "people"
            return Count(number.start, unit.end, number.value * times, of, number.part)
        if unit and (meant == "item" or (meant == "each" and not number.in_words)):
            kind: Kind = "items" if meant == "item" else "each"
            return Count(number.start, unit.end, number.value, kind, number.part)
        is_bare = not number.in_words or line.folded(number.start - 1) == _ALL or line.folded(number.start) == "chuc"
        return Count(number.start, number.end, number.value, "bare", number.part) if is_bare else None

    def _unit(self, line: Line, number: Quantity) -> Hit[Unit] | None:
        """What is counted, said just after the number."""
        return self._units.at(line, number.end) if line.same_clause(number.start, number.end) else None

    def _is_of_things(self, line: Line, number: Quantity) -> bool:
        """ "3 bộ hồ sơ", "2 lượt", "mức 2", "số 5": no people."""
        if after := self._unit(line, number):
            return after.meant[0] == "thing"
        before = number.start - 1
        hit = self._units.at(line, before) if before >= 0 and line.same_clause(before, number.start) else None
        level = line.folded(before) in _NUMBERED
        return not number.part and level and (hit is None or hit.meant[0] == "thing")

    def _is_name(self, line: Line, number: Quantity, before: Sequence[Count]) -> bool:
        """ "bà Năm": no five; but "hai chú một cô"."""
        is_counted = not number.in_words or line.folded(number.end) in _PERSON
        is_counted |= any(count.end == number.start for count in before[-1:])
        return not is_counted and self._kin.ending_at(line, number.start)

    def _unnumbered(self, line: Line, at: int, without: frozenset[int]) -> Count | None:
        if at in without:
            return None
        if (several := self._several.at(line, at)) and several.end < len(line):
            unit = self._units.at(line, several.end)
            return Count(at, unit.end, SEVERAL, "several") if unit and unit.meant[0] in {"one", "two"} else None
        pair = self._pairs.at(line, at)
        return Count(at, pair.end, 2, "pair") if pair else None

    # ---- names ----

    def named(self, line: Line, without: frozenset[int]) -> Iterator[Named]:
        at = 0
        while at < len(line):
            found = self._named(line, at, without) if at not in without else None
            if found:
                yield found
            at = found.end if found else at + 1

    def _named(self, line: Line, at: int, without: frozenset[int]) -> Named | None:
        joined = line.folded(at - 1) in {"va", "voi", "cung", "cong"}
        if joined and (companion := self._companions.at(line, at)):
            return Named(at, companion.end, joined=True, relative=True)
        kin = self._kin.at(line, at)
        if not kin or kin.end >= len(line) or not line.same_clause(at, kin.end) or kin.end in without:
            return None
        end = self._name_end(line, kin.end, without)
        is_sure = line.words[kin.end].is_capital or self._is_helped(line, at)
        is_host = line.folded(at - 1) == "nha"
        return Named(at, end, joined, host=is_host) if end > kin.end and is_sure else None

    def _is_helped(self, line: Line, at: int) -> bool:
        return line.folded(at - 1) in {"giup", "cho", "voi", "va", "day", "chi", "dan", "nha"}

    def _name_end(self, line: Line, at: int, without: frozenset[int]) -> int:
        """Words with capitals, a number ("Năm"), or one small word that is nothing else."""
        if self._roles.at(line, at) and not line.words[at].is_capital:
            return at
        end = at
        while end < len(line) and end not in without and line.same_clause(at, end) and line.words[end].is_capital:
            end += 1
        if end > at:
            return end
        number = quantity(line, at)
        if number and number.in_words:
            return at + 1
        word = line.words[at]
        return at if number or self._no_name.at(line, at) or not word.typed[0].isalpha() else at + 1
