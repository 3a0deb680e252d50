"""How good the understanding is on sentences whose meaning is known: figures for people and for programs."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bot.core.errors import ContentError

COLUMNS = ("text", "kind", "service")


@dataclass(frozen=True, slots=True)
class Labelled:
    """``service`` is "" for every kind but ``guide``."""

    text: str
    kind: str
    service: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with what it was taken for. ``services``: the candidates', the likeliest first."""

    wanted: Labelled
    kind: str
    services: tuple[str, ...]
    took_s: float

    @property
    def got(self) -> str:
        """The service, or the kind where there is none."""
        return self.services[0] if self.kind == "guide" and self.services else self.kind

    @property
    def right(self) -> str:
        return self.wanted.service or self.wanted.kind


Ask = Callable[[str], tuple[str, tuple[str, ...]]]
"""A sentence: (kind, services of the candidates)."""


def read_labelled(path: Path) -> list[Labelled]:
    """A CSV file with the columns text, kind, service. Raises ``ContentError``."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if not set(COLUMNS) <= set(reader.fieldnames or ()):
                raise ContentError(path, "", f"needs a first line with the columns {', '.join(COLUMNS)}")
            return [Labelled(row["text"], row["kind"], row["service"] or "") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ContentError(path, "", f"cannot be read: {error}") from error


def judge(sentences: Iterable[Labelled], ask: Ask) -> Iterator[Judged]:
    for sentence in sentences:
        began = time.perf_counter()
        kind, services = ask(sentence.text)
        yield Judged(sentence, kind, services, time.perf_counter() - began)


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures that matter, as shares of one; latency in milliseconds."""
    asked = [j for j in judged if j.wanted.kind == "guide"]
    marked = [j for j in asked if not j.wanted.text.isascii()]
    bare = [j for j in asked if j.wanted.text.isascii()]
    strange = [j for j in judged if j.wanted.kind == "unknown"]
    danger = [j for j in judged if j.wanted.kind == "emergency"]
    times = sorted(j.took_s * 1000 for j in judged)
    return {
        "sentences": len(judged),
        "service_first": share(j.got == j.right for j in asked),
        "service_first_with_marks": share(j.got == j.right for j in marked),
        "service_first_without_marks": share(j.got == j.right for j in bare),
        "service_among_three": share(j.right in j.services[:3] for j in asked),
        "good_questions_refused": share(j.kind == "unknown" for j in asked),
        "out_of_scope_refused": share(j.kind == "unknown" for j in strange),
        "emergencies_found": share(j.kind == "emergency" for j in danger),
        "false_emergencies": share(j.kind == "emergency" for j in judged if j.wanted.kind != "emergency"),
        "ms_median": round(median(times), 3) if times else None,
        "ms_p99": round(times[int(len(times) * 0.99)], 3) if times else None,
        "by_label": {label: of_label(judged, label) for label in sorted({j.right for j in judged})},
        "confusions": [[right, got, n] for (right, got), n in confusions(judged).most_common(20)],
    }


def of_label(judged: Sequence[Judged], label: str) -> dict[str, float | int | None]:
    hits = sum(j.got == j.right == label for j in judged)
    return {
        "sentences": sum(j.right == label for j in judged),
        "precision": ratio(hits, sum(j.got == label for j in judged)),
        "recall": ratio(hits, sum(j.right == label for j in judged)),
    }


def confusions(judged: Iterable[Judged]) -> Counter[tuple[str, str]]:
    return Counter((j.right, j.got) for j in judged if j.right != j.got)


def share(hits: Iterable[bool]) -> float | None:
    found = list(hits)
    return ratio(sum(found), len(found))


def ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
