"""Bringing what people type to one form: NFC, small letters, no marks, no signs, the lexicon's meanings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from bot.content.load import Variant

_SIGNS = re.compile(r"[^\w\s]|_")
_STRETCHED = re.compile(r"([aeiouy])\1{2,}|([^\W\d])\2{3,}")  # three consonants may be a word: cccd
_APART = str.maketrans({"đ": "d", "Đ": "d", "ƀ": "b", "Ƀ": "b"})  # letters of their own, not marked ones


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """``"Làm VNeID Mức 2??"`` → ``"lam vneid muc 2"``. A letter held down ("alooo") counts once."""
    return " ".join(_SIGNS.sub(" ", _STRETCHED.sub(r"\1\2", unmarked(text))).split())


def lowered(text: str) -> str:
    """``"Làm VNeID Mức 2??"`` → ``"làm vneid mức 2"``: the marks stay."""
    return " ".join(_SIGNS.sub(" ", unicodedata.normalize("NFC", text).casefold()).split())


def unmarked(text: str) -> str:
    """Small letters without any mark, in the order of the text; Jrai and Bahnar letters too."""
    apart = unicodedata.normalize("NFD", text.casefold().translate(_APART))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class Lexicon:
    """Puts the standard word where a variant was written. An ambiguous variant is left as it stands."""

    def __init__(self, variants: Iterable[Variant]) -> None:
        self._meant: dict[tuple[str, ...], list[str]] = {}
        for variant in variants:
            if not variant.ambiguous:
                self._meant.setdefault(tuple(fold(variant.written).split()), fold(variant.meant).split())
        self._longest = max(map(len, self._meant), default=1)

    def standard(self, folded: str) -> str:
        words, meant, position = folded.split(), [], 0
        while position < len(words):
            length = self._variant_at(words, position)
            key = tuple(words[position : position + length])
            meant += self._meant.get(key, words[position : position + 1])
            position += max(length, 1)
        return " ".join(meant)

    def _variant_at(self, words: list[str], position: int) -> int:
        """How many words from here make up a known variant; the longest wins."""
        for length in range(min(self._longest, len(words) - position), 0, -1):
            if tuple(words[position : position + length]) in self._meant:
                return length
        return 0
