"""Weighing what was learned: is it a guide, and which; a kind of talk; an emergency; or nothing of ours?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from bot.understanding.features import Floats
from bot.understanding.lessons import EMERGENCY, INQUIRY, OUT_OF_SCOPE, SERVICE
from bot.understanding.match import Scored
from bot.understanding.model import Model

SHARPNESS = 4.0
"""How quickly a lead in score becomes certainty. This and the thresholds were set with ``python -m bot evaluate`` on
tests/understanding/development.csv."""
SURE = 0.5
"""From this probability on a guide is opened without asking."""
POSSIBLE = 0.25
"""From this probability on a guide is worth offering as a guess."""
SURE_OF_GUIDE = 0.5
"""Likewise between the guides of one service."""
SURE_OF_KIND = 0.5
SURE_OF_EMERGENCY = 0.35
CERTAIN = 0.9
"""From here on an emergency is one, whatever else is said in the same breath."""
WARY_OF, WARY = "lua_dao", 0.25
"""A call that may be a scam, told as a wish ("công an bảo cài…"), must not open the guide that it asks for."""
GUESSES = 3

Kind = Literal[
    "guide", "guesses", "unknown", "emergency", "inquiry", "suspicious", "human", "greeting", "thanks", "stop", "quiet",
    "menu", "back", "done", "stuck", "erase", "settings", "my_data", "privacy", "place", "later", "vietnamese",
    "english", "native", "team", "log", "book", "requests", "announce", "link", "code",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(Kind))


@dataclass(frozen=True, slots=True)
class Meaning:
    """``guide``: the likeliest. ``candidates``: the best guide of each of the likeliest services; ``guesses``: what to
    offer. ``also``: a second wish in the same text. ``topic``: which emergency or inquiry, or the code;
    ``inquiry``: what is asked about a thing (fee, where ...), beside any other meaning."""

    kind: Kind
    guide: str = ""
    score: float = 0.0
    candidates: tuple[Scored, ...] = ()
    guesses: tuple[str, ...] = ()
    also: str = ""
    topic: str = ""
    inquiry: str = ""


@dataclass(frozen=True)
class Weigher:
    """``service_of``: by guide."""

    model: Model
    service_of: Mapping[str, str]

    def weigh(self, sentence: str, typed: str, *, asked: bool) -> Meaning:
        """``asked``: it holds a short question, so that it is an emergency only if that is certain."""
        topics, guides = self.model.scores(sentence, typed)
        named = dict(zip(self.model.topics.classes, chances(topics).tolist(), strict=True))
        candidates = self._candidates(named, guides)
        topic = max(named, key=named.__getitem__)
        group, _, id_ = topic.partition(":")
        danger, which = dangers(named)
        if danger >= (CERTAIN if asked else SURE_OF_EMERGENCY):
            return Meaning("emergency", score=danger, candidates=candidates, topic=which)
        if group == INQUIRY and named[topic] >= SURE_OF_KIND:
            return Meaning("inquiry", score=named[topic], candidates=candidates, topic=id_)
        if group in KINDS and group != OUT_OF_SCOPE and named[topic] >= SURE_OF_KIND:
            return Meaning(group, score=named[topic], candidates=candidates)  # type: ignore[arg-type]
        return self._guide(candidates, guides)

    def sure_of_service(self, meaning: Meaning) -> bool:
        return meaning.kind in {"guide", "guesses"} and meaning.score >= SURE

    def same_service(self, one: Meaning, other: Meaning) -> bool:
        return self.service_of[one.guide] == self.service_of[other.guide]

    def chance_of(self, part: Meaning, whole: Meaning) -> float:
        """What the whole sentence gives to the service of a part of it."""
        service = self.service_of[part.guide]
        return next((c.score for c in whole.candidates if self.service_of[c.target] == service), 0.0)

    def _guide(self, candidates: tuple[Scored, ...], guides: Floats) -> Meaning:
        """Sure of the service and of the guide: open it. Not sure: offer guesses, or say that it is not clear."""
        best = candidates[0] if candidates else None
        if not best or best.score < POSSIBLE:
            return Meaning("unknown", score=best.score if best else 0.0, candidates=candidates)
        if best.score < SURE or self._may_be_a_trap(candidates):
            near = tuple(scored.target for scored in candidates if scored.score >= POSSIBLE / 2)
            return Meaning("guesses", best.target, best.score, candidates, near)
        rivals = self._rivals(self.service_of[best.target], guides)
        if rivals[0].score >= SURE_OF_GUIDE:
            return Meaning("guide", best.target, best.score, candidates)
        return Meaning("guesses", best.target, best.score, candidates, tuple(r.target for r in rivals[:GUESSES]))

    def _may_be_a_trap(self, candidates: tuple[Scored, ...]) -> bool:
        return any(c.score >= WARY and self.service_of[c.target] == WARY_OF for c in candidates[1:])

    def _candidates(self, named: Mapping[str, float], guides: Floats) -> tuple[Scored, ...]:
        """The best guide of each of the likeliest services, with the service's chance."""
        services = [(chance, t.partition(":")[2]) for t, chance in named.items() if t.startswith(f"{SERVICE}:")]
        likeliest = sorted(services, reverse=True)[:GUESSES]
        return tuple(Scored(self._rivals(service, guides)[0].target, chance) for chance, service in likeliest)

    def _rivals(self, service: str, guides: Floats) -> list[Scored]:
        """The guides of a service, likeliest first, with their chances among themselves."""
        classes = self.model.guides.classes
        at = [i for i, id_ in enumerate(classes) if self.service_of[id_] == service]
        scored = zip(at, chances(guides[at]).tolist(), strict=True)
        return sorted((Scored(classes[i], chance) for i, chance in scored), key=lambda s: -s.score)


def dangers(named: Mapping[str, float]) -> tuple[float, str]:
    """(the chance that it is any emergency, the likeliest one)."""
    found = {t.partition(":")[2]: chance for t, chance in named.items() if t.startswith(f"{EMERGENCY}:")}
    return sum(found.values()), max(found, key=found.__getitem__, default="")


def chances(scores: Floats) -> Floats:
    """Scores as shares of one."""
    raised = np.exp(SHARPNESS * (scores - scores.max()))
    shares: Floats = raised / raised.sum()
    return shares
