"""Ways of understanding a sentence beside each other, learned from the same content and judged on the same sentences:
``python -m bench.understanding [FILE] [--json]``.

Each is given all guides' ways of asking and has to name the service of each question of FILE (the development sentences
unless said otherwise). Ours is the linear model that the bot uses; the others are what was considered beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]
from rapidfuzz import fuzz, process

from bot.config import ROOT
from bot.content.load import Content, read_content
from bot.understanding.fold import Lexicon, fold
from bot.understanding.judge import Labelled, read_labelled
from bot.understanding.lessons import SERVICE, lessons
from bot.understanding.match import Matcher
from bot.understanding.meaning import Understanding

Rank = Callable[[str], Sequence[str]]
"""A sentence: the services, the likeliest first."""
Sentences = Sequence[tuple[str, str]]
"""(service, sentence) pairs."""


@dataclass(frozen=True, slots=True)
class Result:
    first: float
    first_with_marks: float
    first_without_marks: float
    among_three: float
    learning_s: float
    ms_a_sentence: float


def main() -> int:
    asked = arguments()
    content = read_content(ROOT / "content")
    wanted = [labelled for labelled in read_labelled(asked.file) if labelled.kind == "guide"]
    results = {name: measure(make, content, wanted) for name, make in WAYS.items()}
    print(json.dumps({n: vars_of(r) for n, r in results.items()}, indent=2) if asked.json else table(results))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.understanding", description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=ROOT / "tests" / "understanding" / "development.csv")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def measure(make: Callable[[Content, Sentences], Rank], content: Content, wanted: Sequence[Labelled]) -> Result:
    pairs = [(lesson.topic.partition(":")[2], lesson.sentence) for lesson in lessons(content)
             if lesson.topic.startswith(f"{SERVICE}:")]  # fmt: skip
    began = time.perf_counter()
    rank = make(content, pairs)
    learned = time.perf_counter() - began
    began = time.perf_counter()
    ranked = [rank(labelled.text) for labelled in wanted]
    took = time.perf_counter() - began
    hits = [services[:1] == [labelled.service] for labelled, services in zip(wanted, ranked, strict=True)]
    among = [labelled.service in services[:3] for labelled, services in zip(wanted, ranked, strict=True)]
    marked = [not labelled.text.isascii() for labelled in wanted]
    return Result(
        share(hits), share(h for h, m in zip(hits, marked, strict=True) if m),
        share(h for h, m in zip(hits, marked, strict=True) if not m), share(among), learned, took * 1000 / len(wanted),
    )  # fmt: skip


# ---- the ways ----


def linear(content: Content, _pairs: Sentences) -> Rank:
    """Ours, kinds and emergencies included, as they stand in its way too."""
    model = Understanding(content)

    def rank(text: str) -> list[str]:
        return [content.guides[scored.target].service for scored in model.meaning(text).candidates]

    return rank


def cosine(content: Content, pairs: Sentences) -> Rank:
    """The nearest sentence by TF-IDF of character n-grams."""
    lexicon = Lexicon(content.lexicon)
    matcher = Matcher((service, lexicon.standard(fold(sentence))) for service, sentence in pairs)
    return lambda text: [scored.target for scored in matcher.best(lexicon.standard(fold(text)))]


def bm25(content: Content, pairs: Sentences) -> Rank:
    """The nearest sentence by BM25 over words."""
    lexicon = Lexicon(content.lexicon)
    index = BM25Okapi([lexicon.standard(fold(sentence)).split() for _, sentence in pairs])

    def rank(text: str) -> list[str]:
        order = np.argsort(-index.get_scores(lexicon.standard(fold(text)).split()))
        return distinct(pairs[row][0] for row in order[:200])

    return rank


def fuzzy(content: Content, pairs: Sentences) -> Rank:
    """The nearest sentence by the share of words and letters that are alike (rapidfuzz, token set ratio)."""
    lexicon = Lexicon(content.lexicon)
    folded = [lexicon.standard(fold(sentence)) for _, sentence in pairs]

    def rank(text: str) -> list[str]:
        found = process.extract(lexicon.standard(fold(text)), folded, scorer=fuzz.token_set_ratio, limit=50)
        return distinct(pairs[row][0] for _, _, row in found)

    return rank


WAYS: dict[str, Callable[[Content, Sentences], Rank]] = {
    "linear (ours)": linear,
    "TF-IDF of character n-grams, nearest": cosine,
    "BM25 of words, nearest": bm25,
    "fuzzy, nearest": fuzzy,
}


def distinct(services: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(services))


def share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / max(len(found), 1)


def vars_of(result: Result) -> dict[str, float]:
    return {name: round(getattr(result, name), 4) for name in Result.__slots__}


def table(results: dict[str, Result]) -> str:
    head = f"{'':<40}{'first':>8}{'marks':>8}{'no marks':>10}{'of three':>10}{'learning s':>12}{'ms':>8}"
    rows = [
        f"{name:<40}{r.first:>8.1%}{r.first_with_marks:>8.1%}{r.first_without_marks:>10.1%}{r.among_three:>10.1%}"
        f"{r.learning_s:>12.1f}{r.ms_a_sentence:>8.2f}"
        for name, r in results.items()
    ]
    return "\n".join([head, *rows])


if __name__ == "__main__":
    sys.exit(main())
