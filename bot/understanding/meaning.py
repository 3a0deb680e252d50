"""From a sentence to what is to be done: one of the words that always work, a guide, or an honest "not clear"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from bot.content.load import Content
from bot.content.model import Option, Step, Trouble
from bot.understanding.features import Floats
from bot.understanding.fold import Lexicon, fold, lowered
from bot.understanding.lessons import EMERGENCY, INQUIRY, OUT_OF_SCOPE, SERVICE, Lesson, lessons
from bot.understanding.match import Matcher, Scored
from bot.understanding.model import learn_or_load
from bot.understanding.typing_slips import mended

SHARPNESS = 4.0
"""How quickly a lead in score becomes certainty. This and the thresholds were set with ``python -m bot evaluate`` on
tests/understanding/development.csv."""
SURE = 0.5
"""From this probability on a guide is opened without asking."""
POSSIBLE = 0.16
"""From this probability on a guide is worth offering as a guess."""
SURE_OF_GUIDE = 0.5
"""Likewise between the guides of one service."""
SURE_OF_KIND = 0.4
SURE_OF_EMERGENCY = 0.35
SIGN_SURE = 0.55
GUESSES = 3

Kind = Literal[
    "guide", "guesses", "unknown", "emergency", "inquiry", "human", "greeting", "thanks", "stop", "menu", "back",
    "done", "stuck", "erase", "settings", "my_data", "privacy", "place", "later", "vietnamese", "english",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(Kind))

_APART = re.compile(
    r"[,.;!?\n]+|\s(?:và|va|với lại|voi lai|rồi|roi|sẵn|san|còn|con|thêm|them|luôn|luon|xong)\s", re.IGNORECASE
)
"""Where one wish may end and another begin."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """``guide``: the likeliest. ``candidates``: the best guide of each of the likeliest services; ``guesses``: what to
    offer. ``also``: a second wish in the same text. ``topic``: which emergency; ``inquiry``: what is asked about a
    thing (fee, where ...), beside any other meaning."""

    kind: Kind
    guide: str = ""
    score: float = 0.0
    candidates: tuple[Scored, ...] = ()
    guesses: tuple[str, ...] = ()
    also: str = ""
    topic: str = ""
    inquiry: str = ""


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
        self._service_of = {guide.id: guide.service for guide in content.published}
        self._model = learn_or_load(list(lessons(content)), self._normal, content.lexicon, kept)
        self._guides = np.array([self._service_of[id_] for id_ in self._model.guides.classes])

    def meaning(self, text: str) -> Meaning:
        if command := self.command(text):
            return Meaning(command, score=1.0)
        whole = self._one(text)
        return replace(whole, inquiry=self.inquiry(text), also=self._second_wish(text, whole))

    def command(self, text: str) -> Kind | None:
        """One of the words that always work, if the whole text is one, give or take words that say nothing."""
        folded = fold(text)
        plain = " ".join(word for word in folded.split() if word not in self._fillers)
        return self._commands.get(folded) or self._commands.get(plain)

    def inquiry(self, text: str) -> str:
        """What is asked about a thing: its fee, where, with which papers ...; "" when nothing of the kind."""
        words = f" {fold(text)} "
        return next((id_ for id_, sign in self._inquiries if sign in words), "")

    def option(self, text: str, step: Step) -> Option | None:
        """The option of this step that the person types instead of pressing it, if one clearly is."""
        labels = Matcher((o.id, self._standard(label)) for o in step.options for label in o.label.by_lang.values())
        found = labels.best(self._standard(text), limit=1)
        return step.option(found[0].target) if found and found[0].score >= SIGN_SURE else None

    def sign(self, text: str, step: Step) -> Trouble | None:
        """The trouble of this step whose sign the person describes, if one clearly is."""
        signs = Matcher((t.id, self._standard(sign)) for t in step.troubles for sign in t.sign.by_lang.values())
        found = signs.best(self._standard(text), limit=1)
        return step.trouble(found[0].target) if found and found[0].score >= SIGN_SURE else None

    # ---- one wish ----

    def _one(self, text: str) -> Meaning:
        topics, guides = self._model.scores(self._explained(self._after_greeting(fold(text))), lowered(text))
        chances = _chances(topics)
        named = dict(zip(self._model.topics.classes, chances.tolist(), strict=True))
        candidates = self._candidates(named, guides)
        topic = max(named, key=named.__getitem__)
        group, _, id_ = topic.partition(":")
        emergency = max((t for t in named if t.startswith(f"{EMERGENCY}:")), key=named.__getitem__, default="")
        danger = sum(chance for t, chance in named.items() if t.startswith(f"{EMERGENCY}:"))
        if emergency and danger >= SURE_OF_EMERGENCY:
            return Meaning("emergency", score=danger, candidates=candidates, topic=emergency.partition(":")[2])
        if group == INQUIRY and named[topic] >= SURE_OF_KIND:
            return Meaning("inquiry", score=named[topic], candidates=candidates, topic=id_)
        if group in KINDS and group != OUT_OF_SCOPE and named[topic] >= SURE_OF_KIND:
            return Meaning(group, score=named[topic], candidates=candidates)  # type: ignore[arg-type]
        return self._guide(candidates, guides)

    def _guide(self, candidates: tuple[Scored, ...], guides: Floats) -> Meaning:
        """Sure of the service and of the guide: open it. Not sure: offer guesses, or say that it is not clear."""
        best = candidates[0] if candidates else None
        if not best or best.score < POSSIBLE:
            return Meaning("unknown", score=best.score if best else 0.0, candidates=candidates)
        if best.score < SURE:
            near = tuple(scored.target for scored in candidates if scored.score >= POSSIBLE / 2)
            return Meaning("guesses", best.target, best.score, candidates, near)
        rivals = self._rivals(self._service_of[best.target], guides)
        if rivals[0].score >= SURE_OF_GUIDE:
            return Meaning("guide", best.target, best.score, candidates)
        return Meaning("guesses", best.target, best.score, candidates, tuple(r.target for r in rivals[:GUESSES]))

    def _candidates(self, named: dict[str, float], guides: Floats) -> tuple[Scored, ...]:
        """The best guide of each of the likeliest services, with the service's chance."""
        services = [
            (chance, topic.partition(":")[2]) for topic, chance in named.items() if topic.startswith(f"{SERVICE}:")
        ]
        return tuple(
            Scored(self._rivals(service, guides)[0].target, chance)
            for chance, service in sorted(services, reverse=True)[:GUESSES]
        )

    def _rivals(self, service: str, guides: Floats) -> list[Scored]:
        """The guides of a service, likeliest first, with their chances among themselves."""
        at = np.flatnonzero(self._guides == service)
        scored = zip(at.tolist(), _chances(guides[at]).tolist(), strict=True)
        return sorted((Scored(self._model.guides.classes[i], chance) for i, chance in scored), key=lambda s: -s.score)

    def _second_wish(self, text: str, first: Meaning) -> str:
        """Another guide that a part of the text clearly asks for."""
        if first.kind not in {"guide", "guesses"}:
            return ""
        parts = [part for part in _APART.split(text) if len(part.split()) > 1]
        meant = [part for part in map(self._one, parts) if part.kind == "guide"] if len(parts) > 1 else []
        services = {self._service_of[part.guide] for part in meant}
        others = [part.guide for part in meant if self._service_of[part.guide] != self._service_of[first.guide]]
        return others[-1] if len(services) > 1 and others else ""

    # ---- words ----

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


def _chances(scores: Floats) -> Floats:
    """Scores as shares of one."""
    raised = np.exp(SHARPNESS * (scores - scores.max()))
    shares: Floats = raised / raised.sum()
    return shares


def _command_phrases(content: Content) -> dict[str, Kind]:
    phrases: dict[str, Kind] = {}
    for kind in type(content.commands).model_fields.keys() - {"fillers"}:
        for written in getattr(content.commands, kind).values():
            phrases.update((fold(phrase), kind) for phrase in written)  # type: ignore[misc]
    return phrases
