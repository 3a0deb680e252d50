"""Nothing stands twice: a way of asking, a button, a step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.content.check.fault import Found
from bot.content.load import Content
from bot.content.model import Guide, Step
from bot.core.phrases import Words
from bot.core.talk import SPOKEN


def repeats(guide: Guide, content: Content) -> Found:
    for lang in SPOKEN:
        added = [ask.sentence for ask in content.asks if ask.guide == guide.id and ask.lang == lang]
        for sentence in _twice([*guide.asks.get(lang, ()), *added]):
            yield f"asks.{lang}", f"“{sentence}” stands twice: leave it in once", True
        for step in guide.steps:
            for label in _twice(_said(_labels(step), lang)):
                yield (
                    f"steps.{step.id}",
                    f"two buttons are called “{label}”: whoever types it cannot be understood",
                    True,
                )
        for text in _twice(_said([step.do for step in guide.steps], lang)):
            yield f"steps.{lang}", f"two steps say “{text}”: let one lead to the other, or say what is different", False


def _labels(step: Step) -> list[Words]:
    return [*(option.label for option in step.options), *(trouble.sign for trouble in step.troubles)]


def _said(texts: Iterable[Words], lang: str) -> list[str]:
    return [text.by_lang[lang] for text in texts if lang in text.by_lang]


def _twice(written: Iterable[str]) -> Iterator[str]:
    counts = Counter(" ".join(text.casefold().split()) for text in written)
    yield from (text for text, count in counts.items() if count > 1)
