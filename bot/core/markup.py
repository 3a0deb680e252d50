"""The one mark-up there is, ``*bold*``, and cutting long text where a reader would pause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_PAUSES = ("\n\n", "\n", ". ", "! ", "? ", "; ", ", ", " ")


def plain(text: str) -> str:
    """Without marks, for a channel that has none."""
    return BOLD.sub(r"\1", text)


def utf16(text: str) -> int:
    """The length in UTF-16 units, as most platforms count it."""
    return len(text.encode("utf-16-le")) // 2


def split(text: str, limit: int, size: Callable[[str], int] = len) -> list[str]:
    """Cut into parts of at most ``limit`` as ``size`` counts them, at the end of a sentence if possible."""
    return [text] if size(text) <= limit else list(_parts(text.strip(), limit, size)) or [""]


def _parts(text: str, limit: int, size: Callable[[str], int]) -> Iterator[str]:
    while size(text) > limit:
        end = _cut(text, _longest(text, limit, size))
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text


def _longest(text: str, limit: int, size: Callable[[str], int]) -> int:
    """The number of characters from the start that still fit."""
    end = min(limit, len(text))
    while end > 1 and (over := size(text[:end]) - limit) > 0:
        end -= max(1, over // 4)  # a character counts four at most
    return max(end, 1)


def _cut(text: str, end: int) -> int:
    for pause in _PAUSES:
        at = text.rfind(pause, end // 2, end)
        if at > 0:
            return at + len(pause)
    return end
