"""Words that were typed without the spaces between them: "khaisinhchocon" is "khai sinh cho con".

A word that nobody wrote before is taken apart if it is made of words that were written often, in the likeliest way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

SHORTEST = 6
"""Letters: names of apps and English words are often shorter."""
OFTEN = 3
"""How often a part must have been written."""
LONGEST_PART = 7
"""Letters: no syllable of Vietnamese is longer."""
LETTERS = frozenset("oy")
"""The single letters that are words: "ở", "ý". """


class Spacing:
    """``written``: how often each folded word was."""

    def __init__(self, written: Mapping[str, int]) -> None:
        self._known = written
        total = sum(written.values())
        self._cost = {
            word: -math.log(times / total) for word, times in written.items() if times >= OFTEN and _may_be_part(word)
        }

    def apart(self, folded: str) -> str:
        return " ".join(map(self._parts, folded.split()))

    def _parts(self, word: str) -> str:
        if len(word) < SHORTEST or word in self._known or not word.isalpha():
            return word
        best: dict[int, tuple[float, str]] = {0: (0.0, "")}  # the likeliest way to write the first letters, by how many
        for end in range(1, len(word) + 1):
            ways = [
                (best[start][0] + self._cost[part], f"{best[start][1]} {part}")
                for start in range(max(0, end - LONGEST_PART), end)
                if start in best and (part := word[start:end]) in self._cost
            ]
            if ways:
                best[end] = min(ways)
        return best[len(word)][1].strip() if len(word) in best else word


def _may_be_part(word: str) -> bool:
    return word.isalpha() and (1 < len(word) <= LONGEST_PART or word in LETTERS)
