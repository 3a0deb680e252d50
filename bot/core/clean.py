"""Making any text from outside safe to store, compare and show. Nothing a person can type may break the bot."""

from __future__ import annotations

import unicodedata

_SPACES = {"\n": "\n"} | dict.fromkeys("\t\r\x0b\x0c\x85\u2028\u2029", " ")

LONGEST = 2000  # characters kept of one message; nobody asks a question longer than this


def clean(text: str) -> str:
    """NFC, without control and invisible direction characters, at most ``LONGEST`` long. New lines stay."""
    text = text[: LONGEST * 2]
    if not text.isprintable():
        text = _shown(text)
    return unicodedata.normalize("NFC", text)[:LONGEST].strip()


def _shown(text: str) -> str:
    lined = text.replace("\r\n", "\n")
    return "".join(_SPACES.get(letter, letter) for letter in lined if letter in _SPACES or not _hidden(letter))


def position(lat: object, lon: object) -> tuple[float, float]:
    """A place on earth, in degrees. Raises ValueError for anything else."""
    return _degrees(lat, 90), _degrees(lon, 180)


def _degrees(value: object, most: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise ValueError("not a position")
    return float(value)


def _hidden(letter: str) -> bool:
    """Control, format (direction, zero width) and lone surrogate characters: nothing to store or show."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}
