"""The sentences that the understanding learns from, each with what it means, as the editors wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.load import Content
from bot.content.model import Guide, Phrases

SERVICE, EMERGENCY, INQUIRY = "service", "emergency", "inquiry"
KINDS = ("human", "greeting", "thanks", "stop", "menu")
OUT_OF_SCOPE = "unknown"


@dataclass(frozen=True, slots=True)
class Lesson:
    """``topic``: ``service:CODE``, ``emergency:ID``, ``inquiry:ID`` or a kind; ``guide``: only of a service. ``typed``:
    the sentence in small letters with its marks, once ``sentence`` is folded."""

    sentence: str
    topic: str
    guide: str = ""
    typed: str = ""


def lessons(content: Content) -> Iterator[Lesson]:
    urgent = {emergency.guide: f"{EMERGENCY}:{id_}" for id_, emergency in content.emergencies.items()}
    for guide in content.published:
        for sentence in ways(guide):
            yield Lesson(sentence, urgent.get(guide.id) or f"{SERVICE}:{guide.service}", guide.id)
    for ask in content.asks:
        if guide_ := content.guide(ask.guide):
            yield Lesson(ask.sentence, urgent.get(ask.guide) or f"{SERVICE}:{guide_.service}", ask.guide)
    for id_, emergency in content.emergencies.items():
        yield from _all(emergency.sentences, f"{EMERGENCY}:{id_}")
    for id_, inquiry in content.inquiries.items():
        yield from _all(inquiry.sentences, f"{INQUIRY}:{id_}")
    for kind in KINDS:
        yield from _all(getattr(content.sentences, kind), kind)
    yield from _all(content.sentences.out_of_scope, OUT_OF_SCOPE)


def ways(guide: Guide) -> list[str]:
    """All the ways in which people ask for it."""
    return [*(ask for asks in guide.asks.values() for ask in asks), *guide.title.by_lang.values()]


def _all(phrases: Phrases, topic: str) -> Iterator[Lesson]:
    for said in phrases.values():
        yield from (Lesson(sentence, topic) for sentence in said)
