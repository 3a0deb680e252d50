"""How near a sentence is to the sentences that editors wrote: cosine of character n-grams, weighted by rarity.

Character n-grams forgive slips of the finger and missing spaces, need no model, and take well under a millisecond.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SIZES = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Scored:
    target: str
    score: float  # 0..1


class Matcher:
    """An index of (target, sentence) pairs. Sentences come folded."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        counted = [(target, Counter(_grams(sentence))) for target, sentence in pairs if sentence]
        spread = Counter(gram for _, grams in counted for gram in grams)
        self._weight = {gram: math.log(1 + len(counted) / count) for gram, count in spread.items()}
        self._unseen = math.log(1 + len(counted)) if counted else 1.0
        self._targets = [target for target, _ in counted]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, (_, grams) in enumerate(counted):
            for gram, value in self._vector(grams).items():
                self._postings[gram].append((row, value))

    def best(self, sentence: str, limit: int = 3) -> list[Scored]:
        """The nearest targets, best first, each with the score of its nearest sentence."""
        rows: defaultdict[int, float] = defaultdict(float)
        for gram, value in self._vector(Counter(_grams(sentence))).items():
            for row, weight in self._postings.get(gram, ()):
                rows[row] += value * weight
        nearest: dict[str, float] = {}
        for row, score in rows.items():
            nearest[self._targets[row]] = max(score, nearest.get(self._targets[row], 0.0))
        return sorted((Scored(t, s) for t, s in nearest.items()), key=lambda scored: -scored.score)[:limit]

    def _vector(self, grams: Counter[str]) -> dict[str, float]:
        weighted = {gram: (1 + math.log(n)) * self._weight.get(gram, self._unseen) for gram, n in grams.items()}
        length = math.sqrt(sum(value * value for value in weighted.values())) or 1.0
        return {gram: value / length for gram, value in weighted.items()}


def _grams(sentence: str) -> Iterator[str]:
    for word in sentence.split():
        yield f"={word}="
    padded = f" {sentence} "
    for size in SIZES:
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]
