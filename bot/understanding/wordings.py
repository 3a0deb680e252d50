"""Set phrases in a text: found with their marks, or without; not found where the text denies them.

Without marks "ma" may be a code, a ghost or "but". So a word counts as the phrase's when it has no mark that the
phrase's has not: "doc ma", "đoc mã" and "đọc mã" are one, "đọc mà" is another.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.content.scam import Denials
from bot.understanding.fold import unmarked

GAP = 3  # words that "*" may stand for
NEAR, FAR = 2, 16  # words before a phrase in which it may be denied

_SENTENCE = re.compile(r"[.!?;]+(?=\s|$)|\n")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """``bare``: in small letters without marks. ``marks``: those that it carries."""

    written: str
    bare: str
    marks: frozenset[str]

    def may_be(self, meant: Word) -> bool:
        return self.bare == meant.bare and self.marks <= meant.marks


Phrase = tuple[Word | None, ...]
"""None stands for up to three words."""


class Wordings:
    """``phrases``: by the id of what they mean."""

    def __init__(self, phrases: Mapping[str, Iterable[str]], denials: Denials) -> None:
        self._by_first: defaultdict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        for id_, written in phrases.items():
            for phrase in map(_phrase, written):
                if phrase and phrase[0]:
                    self._by_first[phrase[0].bare].append((phrase, id_))
        self._near, self._but = frozenset(denials.near), frozenset(denials.but)
        self._far = tuple(f" {words} " for words in denials.far)

    def found(self, text: str) -> set[str]:
        return {id_ for sentence in _SENTENCE.split(text) for id_ in self._in(_words(sentence))}

    def _in(self, words: list[Word]) -> set[str]:
        return {
            id_
            for at, word in enumerate(words)
            for phrase, id_ in self._by_first.get(word.bare, ())
            if _fits(words, at, phrase) and not self._is_denied(words, at)
        }

    def _is_denied(self, words: list[Word], at: int) -> bool:
        written = [word.written for word in words[max(0, at - FAR) : at]]
        around = zip(["", *written], written, [*written[1:], words[at].written], strict=False)
        before = [word for last, word, following in around if not self._says_otherwise(last, word, following)]
        said = f" {' '.join(before)} "
        return any(word in self._near for word in before[-NEAR:]) or any(words in said for words in self._far)

    def _says_otherwise(self, last: str, word: str, following: str) -> bool:
        """ "Nếu không …" and "không thì …" deny nothing."""
        return word in self._near and not self._but.isdisjoint({last, following})


def _phrase(written: str) -> Phrase:
    return tuple(None if part == "*" else _word(part) for part in written.split())


def _words(text: str) -> list[Word]:
    return [_word(found) for found in _WORD.findall(text)]


def _word(written: str) -> Word:
    small = unicodedata.normalize("NFC", written.casefold().replace("’", "'"))
    marks = frozenset(letter for letter in unicodedata.normalize("NFD", small) if unicodedata.combining(letter))
    return Word(small, unmarked(small), marks | ({"đ"} & set(small)))


def _fits(words: list[Word], at: int, phrase: Phrase) -> bool:
    if not phrase:
        return True
    first, rest = phrase[0], phrase[1:]
    if first is None:
        return any(_fits(words, at + skipped, rest) for skipped in range(GAP + 1))
    return at < len(words) and words[at].may_be(first) and _fits(words, at + 1, rest)
