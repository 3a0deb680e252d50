"""What of a sentence is looked at: its words and pairs of words, as typed and unmarked, and pieces of words.

Words carry most; pieces of words forgive slips of the finger and missing spaces, and weigh less. Each is a number of 18
bits (a hash): no list of all of them has to be kept, and two that meet in one number do no harm.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 18
PIECES = (2, 3, 4, 5)  # letters
WEIGHT_OF_PIECES = 0.7
"""Against the words' 1. Set by measurement, see docs/decisions/0006."""
COMMON_WORDS = 4096
"""Written Vietnamese has not many more syllables: what is seen in each is looked up, not reckoned again."""

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Counts = Counter[int]


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in one sentence: how often each bucket is hit, by words and by pieces."""

    words: Counts
    pieces: Counts

    def buckets(self) -> set[int]:
        return self.words.keys() | self.pieces.keys()


def look(folded: str, typed: str = "") -> Seen:
    """``folded``: small letters without marks; ``typed``: the same with the marks, if any were typed."""
    pieces = itertools.chain.from_iterable(map(_pieces, folded.split()))
    return Seen(Counter(map(_bucket, _words(folded, typed))), Counter(pieces))


def _words(folded: str, typed: str) -> Iterator[str]:
    words = folded.split()
    yield from (f"={word}" for word in words)
    yield from (f"{first}+{second}" for first, second in itertools.pairwise(words))
    if not typed.isascii():
        yield from (f"^{word}" for word in typed.split())


@lru_cache(COMMON_WORDS)
def _pieces(word: str) -> tuple[int, ...]:
    edged = f" {word} "
    sizes = [size for size in PIECES if size <= len(edged)]
    return tuple(_bucket(edged[at : at + size]) for size in sizes for at in range(len(edged) - size + 1))


def _bucket(piece: str) -> int:
    return crc32(piece.encode()) % BUCKETS


class Features:
    """Learned from sentences: how rare each piece is. A sentence becomes a sparse vector of length 1."""

    def __init__(self, used: Ints, rarity: Floats) -> None:
        """``used``: the buckets that were seen, rising, one a row; ``rarity``: of each row."""
        self.used, self.rarity = used, rarity
        self._row_of = np.full(BUCKETS, -1, np.int32)
        self._row_of[used] = np.arange(len(used), dtype=np.int32)

    @classmethod
    def learn(cls, sentences: Iterable[Seen]) -> Features:
        """They may come one by one: all of them at once would take a hundred megabytes."""
        spread, count = np.zeros(BUCKETS, np.float32), 0
        for seen in sentences:
            spread[list(seen.buckets())] += 1
            count += 1
        used = np.flatnonzero(spread).astype(np.int32)
        rarity = np.log((1 + count) / (1 + spread[used])) + 1
        return cls(used, rarity.astype(np.float32))

    def vector(self, seen: Seen) -> tuple[Ints, Floats]:
        """(rows, values). Both empty when nothing of it was ever seen."""
        blocks = [self._block(seen.words, 1.0), self._block(seen.pieces, WEIGHT_OF_PIECES)]
        rows = np.concatenate([rows for rows, _ in blocks])
        values = np.concatenate([values for _, values in blocks])
        return rows, _of_length(values, 1.0)

    def _block(self, counts: Counts, weight: float) -> tuple[Ints, Floats]:
        rows = self._row_of[np.fromiter(counts, np.int32, len(counts))]
        often = np.fromiter((1 + math.log(n) for n in counts.values()), np.float32, len(counts))
        known = rows >= 0
        return rows[known], _of_length(often[known] * self.rarity[rows[known]], weight)


def _of_length(values: Floats, length: float) -> Floats:
    present = float(np.sqrt(values @ values))
    scaled: Floats = (values * np.float32(length / present)) if present else values
    return scaled
