"""Does one guide take the sentences of another?

Held against each is what was learned from all of them, which finds what contradicts, and the sentences of all other
guides, which find what nothing else of its own guide speaks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.content.check import Fault
from bot.content.load import ASKS, Content
from bot.understanding.fold import fold
from bot.understanding.meaning import Understanding
from bot.understanding.nearness import strays
from bot.understanding.weigh import Meaning


def check_overmatch(content: Content, understanding: Understanding | None = None) -> Iterator[Fault]:
    """A way of asking must lead to its own guide, alone or among the guesses, and belong to no other as well."""
    known = understanding or Understanding(content)
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for file, field, guide, sentence in asked(content):
        owners[fold(sentence)].add(guide)
        meaning = known.meaning(sentence)
        if not leads_to(meaning, guide, content):
            yield Fault(file, field, f"“{sentence}” is {taken_for(meaning)}: word it more fully, or take it out")
    yield from _strays(content, known)
    for guide in sorted({ask.guide for ask in content.asks} - content.guides.keys()):
        yield Fault(ASKS, guide, "there is no guide of this id: correct it, or take the line out")
    for sentence, guides in owners.items():
        if len(guides) > 1:
            yield Fault("guides", "asks", f"“{sentence}” stands in {' and '.join(sorted(guides))}: leave it in one")


def _strays(content: Content, known: Understanding) -> Iterator[Fault]:
    """No sentence may be far nearer to another guide than to anything its own guide says."""
    said = list(asked(content))
    vectors = [known.vector(sentence) for *_, sentence in said]
    for stray in strays(vectors, [guide for _, _, guide, _ in said]) if said else ():
        file, field, _, sentence = said[stray.sentence]
        like = said[stray.like][3]
        reason = f"“{sentence}” could as well mean {stray.near} (“{like}”), and nothing else here is like it"
        yield Fault(file, field, f"{reason}: word it more fully, add others like it, or take it out")


def asked(content: Content) -> Iterator[tuple[str, str, str, str]]:
    """(file, field, guide, sentence)."""
    for guide in content.published:
        for lang, asks in guide.asks.items():
            yield from ((f"guides/{guide.id}.yaml", f"asks.{lang}", guide.id, ask) for ask in asks)
    for ask in content.asks:
        if content.guide(ask.guide):
            yield ASKS, ask.guide, ask.guide, ask.sentence


def leads_to(meaning: Meaning, guide: str, content: Content) -> bool:
    if meaning.kind == "emergency":
        return content.emergencies[meaning.topic].guide == guide
    if meaning.kind == "guide":
        return meaning.guide == guide
    return meaning.kind == "guesses" and guide in meaning.guesses


def taken_for(meaning: Meaning) -> str:
    if meaning.kind in {"guide", "guesses"}:
        return f"taken for {' or '.join(meaning.guesses or (meaning.guide,))}"
    return f"understood as “{meaning.kind}”"
