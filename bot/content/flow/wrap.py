"""Lines that fit a width, in a picture whose reader's fonts are not known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

NARROW = frozenset("iljtfrI1.,:;'!|()[] ·“”")
WIDE = frozenset("mwMW@%→⚠")


def width(text: str, size: float) -> float:
    """In pixels, for letters of ``size`` pixels; rather too much than too little (DejaVu is the widest in use)."""
    return size * sum(map(_letter, unicodedata.normalize("NFC", text)))


def _letter(letter: str) -> float:
    base = unicodedata.normalize("NFD", letter)[0]
    if base in NARROW:
        return 0.37
    if base in WIDE:
        return 0.95
    return 0.7 if base.isupper() else 0.6


def wrap(text: str, room: float, size: float) -> list[str]:
    return [line for paragraph in text.split("\n") for line in _lines(paragraph, room, size)]


def _lines(paragraph: str, room: float, size: float) -> Iterator[str]:
    line = ""
    for word in paragraph.split():
        longer = f"{line} {word}".strip()
        if line and width(longer, size) > room:
            yield line
            longer = word
        line = longer
    if line:
        yield line
