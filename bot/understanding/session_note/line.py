"""A note as words in their places, and phrases found in it, typed with marks or without."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from bot.understanding.fold import fold, unmarked
from bot.understanding.typing_slips import mended

T = TypeVar("T")

LONG = 3  # words of a phrase in which one wrong mark is a slip

_WORD = re.compile(r"\d+(?:[/.\-]\d+)+|\d{1,2}:\d\d(?!\d)|\d+|[^\W\d_]+(?:['’][^\W\d_]+)*|●+")
_END = re.compile(r"[,;:()!?\n]|(?<!\b[pP])(?<!\b[tT][pPxXtT])\.(?:\s|$)|\s[-–—]")  # not in "p. Ia Kring"
_TELEX = re.compile(r"^[a-z]*(?:aa|ee|oo|dd|w)[a-z]*$")  # marks typed out: "dduwowcj"
_HOI, _NGA = "\u0309", "\u0303"
_TONES = frozenset({"\u0300", "\u0301", "\u0323", _HOI, _NGA})
_OTHER_WORDS = frozenset({
    "anh", "ba", "bac", "bo", "bon", "ca", "can", "chi", "cho", "chu", "chua", "co", "con", "cu", "cung", "da", "dan",
    "di", "dinh", "do", "gia", "ha", "lo", "ma", "me", "nam", "o", "sau", "ta", "tam", "to", "tu", "ve", "xa",
})  # fmt: skip
"""Without its mark each is a word of its own: among words with marks it is meant as it stands."""


@dataclass(frozen=True, slots=True)
class Word:
    """``meant``: what a short form stands for, in small letters; ``clause``: the how-maniest stretch between signs it
    stands in."""

    typed: str
    start: int
    end: int
    meant: str
    folded: str
    clause: int

    @property
    def has_marks(self) -> bool:
        return unmarked(self.meant) != self.meant

    @property
    def is_short(self) -> bool:
        return self.meant != self.typed.casefold()

    @property
    def is_number(self) -> bool:
        return self.typed.isdecimal()

    @property
    def is_capital(self) -> bool:
        return self.typed[0].isupper()


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase that stands on the words ``start`` up to ``end``."""

    start: int
    end: int
    meant: tuple[T, ...]

    @property
    def span(self) -> range:
        return range(self.start, self.end)


class Line:
    """``text`` in NFC. ``short``: what short forms stand for ("ng": "người")."""

    def __init__(self, text: str, short: Mapping[str, str] | None = None) -> None:
        self.text = text
        self.words = tuple(_words(text, short or {}))

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def has_marks(self) -> bool:
        return any(word.has_marks and not word.is_short for word in self.words)

    def folded(self, position: int) -> str:
        """The word there, "" beyond either end."""
        return self.words[position].folded if 0 <= position < len(self.words) else ""

    def meant(self, position: int) -> str:
        return self.words[position].meant if 0 <= position < len(self.words) else ""

    def same_clause(self, a: int, b: int) -> bool:
        inside = 0 <= a < len(self.words) and 0 <= b < len(self.words)
        return inside and self.words[a].clause == self.words[b].clause

    def between(self, position: int) -> str:
        """The signs before the word there, without spaces."""
        return self.text[self.words[position - 1].end : self.words[position].start].strip() if position else ""

    def typed(self, start: int, end: int) -> str:
        return self.text[self.words[start].start : self.words[end - 1].end]


class Phrases(Generic[T]):
    """Phrases, each with what it means; one phrase may mean several things."""

    def __init__(self, pairs: Iterable[tuple[str, T]]) -> None:
        self._known: dict[tuple[str, ...], list[tuple[tuple[str, ...], T]]] = {}
        for phrase, meant in pairs:
            words = tuple(_words(phrase, {}))
            written = tuple(word.meant for word in words)
            self._known.setdefault(tuple(word.folded for word in words), []).append((written, meant))
        self._longest = max(map(len, self._known), default=0)

    def at(self, line: Line, position: int, of: Callable[[T], bool] = lambda _meant: True) -> Hit[T] | None:
        """The longest phrase that begins there, within one clause; of those that mean something else, none."""
        for length in range(min(self._longest, len(line) - position), 0, -1):
            words = line.words[position : position + length]
            known = self._known.get(tuple(word.folded for word in words), ())
            meant = tuple(meant for written, meant in known if of(meant) and _is_meant(line, words, written))
            if meant and words[0].clause == words[-1].clause:
                return Hit(position, position + length, meant)
        return None

    def ending_at(self, line: Line, end: int) -> bool:
        """Whether a phrase ends just before the word at ``end``, in the same clause."""
        starts = range(max(end - self._longest, 0), end)
        return any((hit := self.at(line, at)) and hit.end == end and line.same_clause(at, end) for at in starts)

    def hits(
        self, line: Line, without: Container[int] = (), of: Callable[[T], bool] = lambda _meant: True
    ) -> Iterator[Hit[T]]:
        """All that do not overlap, from left to right, on words that are not taken."""
        position = 0
        while position < len(line):
            hit = None if position in without else self.at(line, position, of)
            if hit and not any(at in without for at in hit.span):
                yield hit
                position = hit.end
            else:
                position += 1

    def first(self, line: Line, without: Container[int] = ()) -> Hit[T] | None:
        return next(self.hits(line, without), None)


def plain(phrases: Iterable[str]) -> Phrases[None]:
    return Phrases((phrase, None) for phrase in phrases)


def _is_meant(line: Line, words: tuple[Word, ...], written: tuple[str, ...]) -> bool:
    """The marks, where there are any, do not say other words. One of three or more may be a slip."""
    slips = sum(_is_other(line, word, wanted) for word, wanted in zip(words, written, strict=True))
    return slips <= (len(words) >= LONG)


def _is_other(line: Line, word: Word, wanted: str) -> bool:
    if word.has_marks:
        return _spelt(word.meant) != _spelt(wanted)
    return line.has_marks and word.meant != wanted and word.folded in _OTHER_WORDS


@lru_cache(maxsize=4096)
def _spelt(word: str) -> str:
    """With its tone at the end, for people put it on either vowel (hòa, hoà); hỏi and ngã are one."""
    apart = unicodedata.normalize("NFD", word)
    tone = "".join(letter for letter in apart if letter in _TONES).replace(_NGA, _HOI)
    return "".join(letter for letter in apart if letter not in _TONES) + tone


def _words(text: str, short: Mapping[str, str]) -> Iterator[Word]:
    clause, last = 0, 0
    for found in _WORD.finditer(text):
        clause += bool(_END.search(text, last, found.start()))
        is_glued, last = last == found.start() > 0, found.end()
        lower = found[0].casefold()
        is_short = found[0] == lower and not (is_glued and lower == "k")  # not in "Ia Ko", "20k"
        meant = short.get(lower, lower) if is_short else lower
        folded = fold(meant) if meant.isalpha() else meant
        if folded:
            yield Word(found[0], found.start(), last, meant, mended(folded) if _TELEX.search(meant) else folded, clause)
