"""Short enough to read on a small screen and to hear once, in words that everybody uses.

How hard a text is to read is measured by the length of its sentences and by the words of offices in it, as listed with
the plain ones in ``plain_words.yaml``; docs/decisions/0010 says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from statistics import mean

from bot.content.check.fault import Found
from bot.content.check.texts import is_label, own_words, sentences, texts
from bot.content.load import Content
from bot.content.model import Guide
from bot.core.phrases import Words
from bot.core.talk import SPOKEN

LONGEST_TEXT = 240  # characters
LONGEST_SENTENCE = 28  # words
MOST_SENTENCES = 2
LONGEST_LABEL = 40  # characters, a button at 320 px
HARD_SENTENCE = 22  # syllables, which Vietnamese writes apart: no guessing at what is a word
HARD_GUIDE = 14  # syllables a sentence, all over the guide


def languages(guide: Guide) -> Found:
    """What is written in one language is written in all that the guide has a title in."""
    facts = ((f"facts.{name}", text) for name, text in guide.facts.items())
    for field, text in (*texts(guide), *facts):
        for lang in _titled(guide):
            if lang not in text.by_lang:
                yield field, f"the text in “{lang}” is missing", True
    if not guide.asks.get("vi"):
        yield "asks.vi", "nobody can find this guide: write the ways people ask for it", True
    for lang in _titled(guide):
        if lang != "vi" and not guide.asks.get(lang):
            yield f"asks.{lang}", f"there is a title in “{lang}”, but nobody who asks in it finds this guide", False


def _titled(guide: Guide) -> list[str]:
    return [lang for lang in SPOKEN if lang in guide.title.by_lang]


def lengths(guide: Guide) -> Found:
    for field, text in texts(guide):
        for lang, written in text.by_lang.items():
            for reason in too_much(written, label=is_label(field)):
                yield f"{field}.{lang}", reason, True


def too_much(written: str, *, label: bool) -> Iterator[str]:
    if label:
        if len(written) > LONGEST_LABEL:
            yield f"{len(written)} characters: a button takes at most {LONGEST_LABEL}"
        return
    longest = max(map(_count, sentences(written)))
    if len(sentences(written)) > MOST_SENTENCES:
        yield f"{len(sentences(written))} sentences: say it in at most {MOST_SENTENCES}, or make two steps of it"
    if longest > LONGEST_SENTENCE:
        yield f"a sentence of {longest} words: at most {LONGEST_SENTENCE}"
    if len(written) > LONGEST_TEXT:
        yield f"{len(written)} characters: at most {LONGEST_TEXT}"


def _count(sentence: str) -> int:
    return len(sentence.split())


# ---- hard to read --------------------------------------------------------------------------------------------------


def hard(guide: Guide, content: Content) -> Found:
    """Warnings: what can be said more easily, in Vietnamese. A label says what is seen, in the words seen."""
    spoken = {field: own_words(text.by_lang["vi"]) for field, text in texts(guide) if not is_label(field)}
    for field, written in spoken.items():
        for reason in _hard(written, content.plain_words):
            yield f"{field}.vi", reason, False
    counts = [_count(sentence) for written in spoken.values() for sentence in sentences(written)]
    if (average := mean(counts)) > HARD_GUIDE:
        yield (
            "steps",
            f"{average:.1f} syllables a sentence: over {HARD_GUIDE} is hard to follow, make them shorter",
            False,
        )


def _hard(written: str, plain: Mapping[str, str]) -> Iterator[str]:
    longest = max(map(_count, sentences(written)))
    if HARD_SENTENCE < longest <= LONGEST_SENTENCE:
        yield f"a sentence of {longest} syllables is hard to hear once: make two of it"
    for office, simple in plain.items():
        if re.search(rf"(?<!\w){re.escape(office)}(?!\w)", written, re.IGNORECASE):
            yield f"“{office}” is a word of offices: {simple}"


# ---- other files ---------------------------------------------------------------------------------------------------


def unfit(text: Words, *, label: bool = False) -> Iterator[str]:
    """Why a text outside the guides cannot be shown."""
    yield from (f"the text in “{lang}” is missing" for lang in SPOKEN if lang not in text.by_lang)
    for written in text.by_lang.values():
        yield from too_much(written, label=label)
