"""Learning to tell classes of sentences apart: one linear support vector machine a class against all others.

Trained by dual coordinate descent (Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML
2008, algorithm 1 with squared hinge loss), for all classes at once: a few thousand sentences take about a second, and
an answer is one sum of rows. Why this and not another way: docs/decisions/0006.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Floats, Ints

COST = 1.0
"""How much an error counts against a simple rule (C of the SVM)."""


Vector = tuple[Ints, Floats]
"""A sentence: (rows, values)."""


@dataclass(frozen=True)
class Linear:
    """``weights``: by row and class, in half precision (they are most of the memory); ``bias``: by class."""

    classes: tuple[str, ...]
    weights: NDArray[np.float16]
    bias: Floats

    @classmethod
    def train(cls, vectors: Sequence[Vector], labels: Sequence[str], rows: int, rounds: int, seed: int = 0) -> Linear:
        """``rows``: how many rows there are in all; ``rounds``: how often each sentence is looked at."""
        classes = tuple(sorted(set(labels)))
        column = {label: at for at, label in enumerate(classes)}
        wanted = np.full((len(labels), len(classes)), -1, np.float32)
        wanted[np.arange(len(labels)), [column[label] for label in labels]] = 1
        weights, bias = _descend(vectors, wanted, rows, rounds, np.random.default_rng(seed))
        return cls(classes, weights.astype(np.float16), bias)

    def scores(self, vector: Vector) -> Floats:
        """By class: above 0 is inside, about -1 is well outside."""
        rows, values = vector
        found: Floats = values @ self.weights[rows].astype(np.float32) + self.bias
        return found


def _descend(
    vectors: Sequence[Vector], wanted: NDArray[np.float32], rows: int, rounds: int, chance: np.random.Generator
) -> tuple[Floats, Floats]:
    """(weights, bias). A constant of 1 stands beside every vector, so that the bias is learned like a weight."""
    weights = np.zeros((rows, wanted.shape[1]), np.float32)
    bias = np.zeros(wanted.shape[1], np.float32)
    alpha = np.zeros_like(wanted)
    slack = 1 / (2 * COST)
    curve = 2.0 + slack  # vectors have length 1, the constant adds 1
    for _round in range(rounds):
        for i in chance.permutation(len(vectors)):
            at, values = vectors[i]
            slope = wanted[i] * (values @ weights[at] + bias) - 1 + slack * alpha[i]
            moved = np.maximum(alpha[i] - slope / curve, 0)
            step = (moved - alpha[i]) * wanted[i]
            changed = np.flatnonzero(step)  # few: most classes are sure that a sentence is none of theirs
            alpha[i] = moved
            weights[at[:, None], changed] += values[:, None] * step[changed]
            bias += step
    return weights, bias
