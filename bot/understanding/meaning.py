"""From a sentence to what is to be done: one of the words that always work, a guide, or an honest "not clear"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.content.load import Content
from bot.content.model import Guide, Option, Step, Trouble
from bot.understanding.fold import Lexicon, fold
from bot.understanding.match import Matcher, Scored

SURE = 0.5
"""From this score on a guide is opened without asking, if it is also ahead of the next by MARGIN."""
MARGIN = 0.08
POSSIBLE = 0.24
"""From this score on a guide is worth offering as a guess."""
SIGN_SURE = 0.55

Kind = Literal[
    "guide", "guesses", "unknown", "human", "greeting", "thanks", "stop", "menu", "back", "done", "stuck",
    "erase", "settings", "place", "later", "vietnamese", "english",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: Kind
    guide: str = ""
    score: float = 0.0
    candidates: tuple[Scored, ...] = ()


class Understanding:
    """Built once for a content; holds no state of any talk."""

    def __init__(self, content: Content) -> None:
        self._lexicon = Lexicon(content.lexicon)
        self._commands = _command_phrases(content)
        self._fillers = frozenset(fold(word) for words in content.commands.fillers.values() for word in words)
        self._greetings = sorted(
            (phrase for phrase, kind in self._commands.items() if kind == "greeting"), key=len, reverse=True
        )
        self._guides = Matcher((g.id, self._standard(ask)) for g in content.published for ask in _ways(g))

    def meaning(self, text: str) -> Meaning:
        folded = fold(text)
        if command := self.command(text):
            return Meaning(command, score=1.0)
        found = self._guides.best(self._standard(self._after_greeting(folded)))
        if not found or found[0].score < POSSIBLE:
            return Meaning("unknown", candidates=tuple(found))
        ahead = found[0].score - (found[1].score if len(found) > 1 else 0.0)
        if found[0].score >= SURE and ahead >= MARGIN:
            return Meaning("guide", found[0].target, found[0].score, tuple(found))
        near = tuple(scored for scored in found if scored.score >= POSSIBLE)
        return Meaning("guesses", found[0].target, found[0].score, near)

    def command(self, text: str) -> Kind | None:
        """One of the words that always work, if the whole text is one, give or take words that say nothing."""
        folded = fold(text)
        plain = " ".join(word for word in folded.split() if word not in self._fillers)
        return self._commands.get(folded) or self._commands.get(plain)

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


def _ways(guide: Guide) -> list[str]:
    asks = [phrase for phrases in guide.asks.values() for phrase in phrases]
    return [*asks, *guide.title.by_lang.values()]


def _command_phrases(content: Content) -> dict[str, Kind]:
    phrases: dict[str, Kind] = {}
    for kind in type(content.commands).model_fields.keys() - {"fillers"}:
        for written in getattr(content.commands, kind).values():
            phrases.update((fold(phrase), kind) for phrase in written)  # type: ignore[misc]
    return phrases
