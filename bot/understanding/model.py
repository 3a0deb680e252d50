"""What was learned from the editors' sentences: which topic a text is of, and which guide within it.

Learning takes some seconds for a whole province's content, so the result is kept in a file named by what it was
learned from: a start finds it there, a changed content makes a new one.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from bot.understanding.features import Features, Floats, look
from bot.understanding.lessons import Lesson
from bot.understanding.linear import Linear, Vector, train

VERSION = 11
"""To be raised when the way of learning changes, or that of bringing sentences to one form: what was kept is then not
used."""

ROUNDS = 8
"""More of them gain less than the measurement can tell, and every one takes half a second."""
PARTS = ("weights", "step", "bias")
KEPT = 4
"""How many are kept: several contents may be at work on one machine."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Model:
    """``words``: how often each was written in the lessons."""

    features: Features
    topics: Linear
    guides: Linear
    words: Mapping[str, int]

    @classmethod
    def learn(cls, lessons: Sequence[Lesson]) -> Model:
        """``lessons``: with normalised sentences."""
        features = Features.learn(look(lesson.sentence, lesson.typed) for lesson in lessons)
        vectors = [features.vector(look(lesson.sentence, lesson.typed)) for lesson in lessons]
        questions = ([lesson.topic for lesson in lessons], [lesson.guide for lesson in lessons])
        names = [lesson.sentence for lesson in lessons]
        topics, guides = train(vectors, names, questions, len(features.used), ROUNDS)
        words = Counter(word for lesson in lessons for word in lesson.sentence.split())
        return cls(features, topics, guides, words)

    def scores(self, sentence: str, typed: str) -> tuple[Floats, Floats]:
        """(by topic, by guide)."""
        vector = self.vector(sentence, typed)
        return self.topics.scores(vector), self.guides.scores(vector)

    def vector(self, sentence: str, typed: str) -> Vector:
        return self.features.vector(look(sentence, typed))


def learn_or_load(
    lessons: Sequence[Lesson], normal: Callable[[Lesson], Lesson], lexicon: Iterable[object], folder: Path | None
) -> Model:
    """``normal`` puts a lesson into the form that is learned; it depends on the ``lexicon`` and on this program only.
    ``folder``: where what was learned is kept; None: nowhere."""
    if not folder:
        return Model.learn(list(map(normal, lessons)))
    file = folder / f"understanding-{digest(lessons, lexicon)}.npz"
    try:
        return _load(file)
    except FileNotFoundError:
        pass
    except Exception as error:  # half a file, or another's: learned anew
        log.warning("What was learned cannot be read from %s (%s); learning it again", file.name, type(error).__name__)
    model = Model.learn(list(map(normal, lessons)))
    _save(model, file)
    return model


def digest(lessons: Iterable[object], lexicon: Iterable[object]) -> str:
    told = hashlib.sha256(str(VERSION).encode())
    for part in (*lessons, *lexicon):
        told.update(f"{part}\n".encode())
    return told.hexdigest()[:16]


def _load(file: Path) -> Model:
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
        features = Features(kept["used"], kept["rarity"])
        heads = [
            Linear(tuple(map(str, kept[f"{name}_classes"])), *(kept[f"{name}_{part}"] for part in PARTS))
            for name in ("topics", "guides")
        ]
        words = dict(zip(kept["words"].tolist(), kept["times"].tolist(), strict=True))
    return Model(features, heads[0], heads[1], words)


def _save(model: Model, file: Path) -> None:
    """Whole or not at all: another process may be reading. A folder that cannot be written to costs only time."""
    arrays: dict[str, Any] = {
        "used": model.features.used, "rarity": model.features.rarity,
        "words": np.array(list(model.words)), "times": np.array(list(model.words.values()), np.int32),
    }  # fmt: skip
    for name, head in (("topics", model.topics), ("guides", model.guides)):
        arrays[f"{name}_classes"] = np.array(head.classes)
        arrays |= {f"{name}_{part}": getattr(head, part) for part in PARTS}
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
            np.savez(part, **arrays)
        Path(part.name).replace(file)
        for older in sorted(file.parent.glob("understanding-*.npz"), key=lambda kept: kept.stat().st_mtime)[:-KEPT]:
            older.unlink()
