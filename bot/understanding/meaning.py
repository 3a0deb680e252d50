"""From a sentence to what is to be done: one of the words that always work, a guide, or an honest "not clear"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bot.content.load import Content
from bot.content.model import Guide, Option, Step, Trouble
from bot.core.codes import read_code
from bot.understanding.fold import Lexicon, fold, lowered
from bot.understanding.lessons import Lesson, lessons, ways
from bot.understanding.linear import Vector
from bot.understanding.match import Matcher, Scored
from bot.understanding.model import learn_or_load
from bot.understanding.spacing import Spacing
from bot.understanding.typing_slips import mended
from bot.understanding.weigh import GUESSES, Kind, Meaning, Weigher

OPTION_SURE = 0.4
AHEAD = 0.1
"""How far an option must be ahead of the next to be taken."""
HEARD = 0.05
"""The least chance of a second wish's service in the whole sentence: below it, the part was torn out of its sense."""

_APART = re.compile(
    r"[,.;!?\n]+|\s(?:và|va|với lại|voi lai|với|voi|rồi|roi|sẵn|san|còn|con|thêm|them|xong|and)\s", re.IGNORECASE
)
"""Where one wish may end and another begin."""


class Understanding:
    """Built once for a content; holds no state of any talk. ``kept``: the folder where what was learned is kept."""

    def __init__(self, content: Content, kept: Path | None = None) -> None:
        self._lexicon = Lexicon(content.lexicon)
        self._commands = _command_phrases(content)
        self._fillers = frozenset(fold(word) for words in content.commands.fillers.values() for word in words)
        self._greetings = sorted(
            (phrase for phrase, kind in self._commands.items() if kind == "greeting"), key=len, reverse=True
        )
        self._inquiries = [
            (id_, f" {fold(sign)} ") for id_, inquiry in content.inquiries.items() for signs in inquiry.signs.values()
            for sign in signs
        ]  # fmt: skip
        service_of = {guide.id: guide.service for guide in content.published}
        learned = learn_or_load(list(lessons(content)), self._normal, content.lexicon, kept)
        self._weigher = Weigher(learned, service_of)
        self._spacing = Spacing(learned.words)

    def meaning(self, text: str) -> Meaning:
        if command := self.command(text):
            return Meaning(command, score=1.0)
        if code := read_code(text):
            return Meaning("code", score=1.0, topic=code)
        inquiry = self.inquiry(text)
        whole = replace(self._one(text, asked=bool(inquiry)), inquiry=inquiry)
        if whole.kind == "stop" and self._wants_quiet(text):
            return replace(whole, kind="quiet")
        return self._with_both_wishes(text, whole)

    def command(self, text: str) -> Kind | None:
        """One of the words that always work, if the whole text is one, give or take words that say nothing."""
        folded = fold(text)
        plain = " ".join(word for word in folded.split() if word not in self._fillers)
        return self._commands.get(folded) or self._commands.get(plain)

    def _wants_quiet(self, text: str) -> bool:
        """Of somebody who wants an end of something: an end of what is sent to them."""
        words = f" {fold(text)} "
        return any(f" {phrase} " in words for phrase, kind in self._commands.items() if kind == "quiet")

    def inquiry(self, text: str) -> str:
        """What is asked about a thing: its fee, where, with which papers ...; "" when nothing of the kind."""
        words = f" {fold(text)} "
        return next((id_ for id_, sign in self._inquiries if sign in words), "")

    def option(self, text: str, step: Step) -> Option | None:
        """The option of this step that the person types instead of pressing it, if one clearly is."""
        found = self._nearest(text, ((o.id, label) for o in step.options for label in o.label.by_lang.values()))
        ahead = found[0].score - (found[1].score if len(found) > 1 else 0.0) if found else 0.0
        return step.option(found[0].target) if found and found[0].score >= OPTION_SURE and ahead >= AHEAD else None

    def sign(self, text: str, step: Step) -> tuple[Trouble, float] | None:
        """The trouble of this step whose sign is nearest to what the person describes, and how near: 0..1."""
        found = self._nearest(text, ((t.id, sign) for t in step.troubles for sign in t.sign.by_lang.values()))
        trouble = step.trouble(found[0].target) if found else None
        return (trouble, found[0].score) if trouble else None

    def likeness(self, text: str, guide: Guide) -> float:
        """How near the text is to the nearest way of asking for this guide: 0..1."""
        found = self._nearest(text, ((guide.id, way) for way in ways(guide)))
        return found[0].score if found else 0.0

    def vector(self, sentence: str) -> Vector:
        """What is looked at in a sentence, weighed."""
        return self._weigher.model.vector(self._explained(fold(sentence)), lowered(sentence))

    # ---- wishes ----

    def _one(self, text: str, *, asked: bool = False) -> Meaning:
        spaced = self._spacing.apart(mended(self._after_greeting(fold(text))))
        return self._weigher.weigh(self._explained(spaced), lowered(text), asked=asked)

    def _with_both_wishes(self, text: str, whole: Meaning) -> Meaning:
        """Where two parts clearly ask for two things, the first is what is meant, and the second is not lost."""
        parts = [part for part in _APART.split(text) if len(part.split()) > 1]
        if whole.kind not in {"guide", "guesses"} or len(parts) < 2:
            return whole
        heard = [m for m in map(self._one, parts) if self._weigher.sure_of_service(m)]
        heard = [m for m in heard if self._weigher.chance_of(m, whole) >= HEARD]
        first = heard[0] if heard else whole
        other = next((m for m in heard[1:] if not self._weigher.same_service(m, first)), None)
        if not other:
            return whole
        both = (first.candidates[0], other.candidates[0])
        rest = tuple(c for c in whole.candidates if c.target not in {first.guide, other.guide})
        return replace(whole, kind="guide", guide=first.guide, also=other.guide, candidates=(both + rest)[:GUESSES])

    # ---- words ----

    def _nearest(self, text: str, said: Iterable[tuple[str, str]]) -> list[Scored]:
        matcher = Matcher((id_, self._standard(words)) for id_, words in said)
        return matcher.best(self._standard(text), limit=2)

    def _normal(self, lesson: Lesson) -> Lesson:
        return replace(lesson, sentence=self._explained(fold(lesson.sentence)), typed=lowered(lesson.sentence))

    def _explained(self, folded: str) -> str:
        """The words as they stand, and beside them what the lexicon says they mean."""
        written = mended(folded)
        standard = self._lexicon.standard(written)
        return written if standard == written else f"{written} {standard}"

    def _standard(self, text: str) -> str:
        """In the lexicon's words, without the fillers, unless nothing else is there."""
        words = self._lexicon.standard(fold(text)).split()
        return " ".join([word for word in words if word not in self._fillers] or words)

    def _after_greeting(self, folded: str) -> str:
        """ "chao chau cho hoi vneid" is about VNeID, not a greeting."""
        for greeting in self._greetings:
            if folded.startswith(f"{greeting} "):
                return folded[len(greeting) + 1 :]
        return folded


def _command_phrases(content: Content) -> dict[str, Kind]:
    phrases: dict[str, Kind] = {}
    for kind in type(content.commands).model_fields.keys() - {"fillers"}:
        for written in getattr(content.commands, kind).values():
            phrases.update((fold(phrase), kind) for phrase in written)  # type: ignore[misc]
    return phrases
