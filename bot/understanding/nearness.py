"""Which sentences of one guide are far nearer to another guide than to their own?

Near is what shares rare words and pieces of words: the cosine of the vectors that are learned from, without what stands
in every twentieth sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Floats, Ints
from bot.understanding.linear import Vector

COMMON = 0.05
FEW = 20
"""What stands in no more sentences than these is never common."""
NEAR, MARGIN = 0.55, 0.4
"""Set by looking: in 12,000 sentences 30 are found, and most of those mean the other guide as much as their own."""


@dataclass(frozen=True, slots=True)
class Stray:
    """``sentence``: its position; ``near``: the other guide; ``like``: the position of its nearest sentence there."""

    sentence: int
    near: str
    like: int


def strays(vectors: Sequence[Vector], guides: Sequence[str]) -> Iterator[Stray]:
    """``guides``: of each sentence. One that is alone in its guide is held against the others as well."""
    names, group = np.unique(np.array(guides), return_inverse=True)
    index = Index(vectors)
    for at, own in enumerate(group.tolist()):
        likeness = index.likeness(at)
        best = np.zeros(len(names), np.float32)
        np.maximum.at(best, group, likeness)
        elsewhere = int(np.where(np.arange(len(names)) == own, 0, best).argmax())
        if elsewhere != own and best[elsewhere] >= NEAR and best[elsewhere] - best[own] >= MARGIN:
            yield Stray(at, str(names[elsewhere]), int(np.where(group == elsewhere, likeness, 0).argmax()))


class Index:
    """By row the sentences it stands in, so that a sentence is held only against those that share something with it."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self._count = len(vectors)
        owner = np.repeat(np.arange(self._count), [len(rows) for rows, _ in vectors])
        rows = np.concatenate([rows for rows, _ in vectors]).astype(np.intp)
        values = np.concatenate([values for _, values in vectors])
        spread = np.bincount(rows)
        telling = spread[rows] <= max(FEW, COMMON * self._count)
        owner, rows, values = owner[telling], rows[telling], values[telling]
        length = np.sqrt(np.bincount(owner, values * values, minlength=self._count))
        self._rows, self._values = rows, (values / length[owner]).astype(np.float32)
        self._starts = np.searchsorted(owner, np.arange(self._count + 1))
        self._by_row = np.argsort(rows, kind="stable")
        self._ends = np.cumsum(np.bincount(rows, minlength=len(spread)))
        self._owner = owner

    def likeness(self, at: int) -> Floats:
        """To each sentence, 0..1; to itself 0."""
        mine = slice(self._starts[at], self._starts[at + 1])
        shared: list[Ints | NDArray[np.intp]] = [self._where(row) for row in self._rows[mine].tolist()]
        if not shared:
            return np.zeros(self._count, np.float32)
        found = np.concatenate(shared)
        weights = self._values[found] * np.repeat(self._values[mine], [len(part) for part in shared])
        likeness = np.bincount(self._owner[found], weights, minlength=self._count)
        likeness[at] = 0
        return likeness.astype(np.float32)

    def _where(self, row: int) -> NDArray[np.intp]:
        """Where in all the values this row stands."""
        start = int(self._ends[row - 1]) if row else 0
        return self._by_row[start : int(self._ends[row])]
