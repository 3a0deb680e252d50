"""The texts of a guide, and what they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.content.model import Guide
from bot.core.phrases import Words

_SENTENCE = re.compile(r"(?<=[.!?…])[\s”\"]+(?=[A-ZÀ-Ỹ{“])")
_ON_THE_SCREEN = re.compile(r"“[^”]*”")


def texts(guide: Guide) -> Iterator[tuple[str, Words]]:
    """(field, text), of all that is shown."""
    yield "title", guide.title
    yield from ((f"intro.{n}", notice.text) for n, notice in enumerate(guide.intro))
    for step in guide.steps:
        yield f"steps.{step.id}.do", step.do
        yield from ((f"steps.{step.id}.warn", words) for words in [step.warn] if words)
        yield from ((f"steps.{step.id}.options.{o.id}.label", o.label) for o in step.options)
        for trouble in step.troubles:
            yield f"steps.{step.id}.troubles.{trouble.id}.sign", trouble.sign
            yield f"steps.{step.id}.troubles.{trouble.id}.fix", trouble.fix
    yield from (("ending", guide.ending), ("fee", guide.fee), ("in_person", guide.in_person))
    for field in ("where", "papers", "takes", "who", "warning"):
        if words := getattr(guide, field):
            yield field, words


def is_label(field: str) -> bool:
    """Whether it stands on a button."""
    return field.endswith(("sign", "label", "title"))


def sentences(written: str) -> list[str]:
    return _SENTENCE.split(written)


def own_words(written: str) -> str:
    """Without what stands on the screen of the telephone: that is quoted, and nobody here can word it better."""
    return _ON_THE_SCREEN.sub("“”", written)


def strings(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """(field, string), of a file as it was written."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from strings(inner, f"{field}.{key}" if field else str(key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            name = inner.get("id", position) if isinstance(inner, Mapping) else position
            yield from strings(inner, f"{field}.{name}")
