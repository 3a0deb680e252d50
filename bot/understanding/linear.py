"""Learning to tell classes of sentences apart: one linear support vector machine a class against all others.

Trained by dual coordinate descent (Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML
2008, algorithm 1 with squared hinge loss), for all classes of all questions at once: ten thousand sentences take about
two seconds, and an answer is one sum of rows. Why this and not another way: docs/decisions/0006.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Floats, Ints

COST = 1.0
"""How much an error counts against a simple rule (C of the SVM)."""
SEED = 4
"""Of the order in which sentences are looked at."""
STEPS, TINY = 127, np.float32(1e-9)

Vector = tuple[Ints, Floats]
"""A sentence: (rows, values)."""


@dataclass(frozen=True)
class Linear:
    """``weights``: by row and class, in steps of a byte, for they are most of the memory; ``step``: by row, what one is
    worth; ``bias``: by class."""

    classes: tuple[str, ...]
    weights: NDArray[np.int8]
    step: Floats
    bias: Floats

    @classmethod
    def of(cls, classes: tuple[str, ...], weights: Floats) -> Linear:
        """``weights``: exact, the last row that of the constant."""
        exact, bias = weights[:-1], weights[-1].copy()
        step = np.maximum(np.abs(exact).max(axis=1, initial=0), TINY) / STEPS
        return cls(classes, np.round(exact / step[:, None]).astype(np.int8), step.astype(np.float32), bias)

    def scores(self, vector: Vector) -> Floats:
        """By class: above 0 is inside, about -1 is well outside."""
        rows, values = vector
        found: Floats = (values * self.step[rows]) @ self.weights[rows].astype(np.float32) + self.bias
        return found


def train(
    vectors: Sequence[Vector], names: Sequence[str], questions: Sequence[Sequence[str]], rows: int, rounds: int
) -> list[Linear]:
    """One ``Linear`` a question, each with its label a vector; "": this vector says nothing about this question.

    ``names``: the sentences; ``rows``: how many rows there are in all; ``rounds``: how often each one is looked at.
    """
    classes = [tuple(sorted({label for label in labels if label})) for labels in questions]
    wanted = np.hstack([_wanted(labels, named) for labels, named in zip(questions, classes, strict=True)])
    weights = _descend([_with_constant(vector, rows) for vector in vectors], wanted, rows, orders(names, rounds))
    ends = np.cumsum([len(named) for named in classes])[:-1]
    parts = zip(classes, np.split(weights, ends, axis=1), strict=True)
    return [Linear.of(named, part) for named, part in parts]


def _wanted(labels: Sequence[str], classes: Sequence[str]) -> NDArray[np.float32]:
    """By sentence and class: 1 it is one, -1 it is none, 0 nothing is known."""
    column = {label: at for at, label in enumerate(classes)}
    wanted = np.zeros((len(labels), len(classes)), np.float32)
    for at, label in enumerate(labels):
        if label:
            wanted[at] = -1
            wanted[at, column[label]] = 1
    return wanted


def _with_constant(vector: Vector, row: int) -> Vector:
    """A constant of 1 in a row of its own, so that the bias is learned like a weight."""
    rows, values = vector
    return np.append(rows, np.int32(row)), np.append(values, np.float32(1))


def orders(names: Sequence[str], rounds: int) -> list[list[int]]:
    """In which the sentences are looked at: another in each round, mixed by what they say, not by how many there are.
    So one sentence more leaves the others in their order, and nearly all that is learned from them as it was."""
    mixed = [[crc32(f"{SEED}.{number}.{name}".encode()) for name in names] for number in range(rounds)]
    return [np.argsort(keys, kind="stable").tolist() for keys in mixed]


def _descend(
    vectors: Sequence[Vector], wanted: NDArray[np.float32], rows: int, orders: Sequence[Sequence[int]]
) -> NDArray[np.float32]:
    weights = np.zeros((rows + 1, wanted.shape[1]), np.float32)
    alpha, asked = np.zeros_like(wanted), np.abs(wanted)
    slack = np.float32(1 / (2 * COST))
    reach = np.float32(1 / (2 + slack))  # vectors have length 1, the constant adds 1
    for order in orders:
        for i in order:
            at, values = vectors[i]
            seen = weights.take(at, 0)
            slope = wanted[i] * (values @ seen) - asked[i] + slack * alpha[i]
            moved = np.maximum(alpha[i] - slope * reach, 0)
            step = (moved - alpha[i]) * wanted[i]
            alpha[i] = moved
            changed = step.nonzero()[0]  # few: most classes are sure that a sentence is none of theirs
            weights[at[:, None], changed] += values[:, None] * step[changed]
    return weights
