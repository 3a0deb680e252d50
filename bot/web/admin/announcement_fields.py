"""The form of an announcement: what stands in its fields, of a draft or as somebody typed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from multidict import MultiDict

from bot.content.load import Content
from bot.core.campaigns import MOST_BUTTONS, Audience, Does, Draft, Group, Offer, Timing
from bot.core.clock import VIETNAM
from bot.core.phrases import Phrase
from bot.core.talk import SPOKEN

CHOSEN, WITHOUT = "c", "w"
"""Before the names of fields: who gets it, and who is left out."""
OFFERS = range(MOST_BUTTONS)
Typed = MultiDict[Any]


@dataclass
class Form:
    """``faults``: what is wrong, by field; "" is of the whole."""

    typed: Typed
    faults: dict[str, Phrase] = field(default_factory=dict)

    def value(self, name: str, usual: str = "") -> str:
        found = self.typed.get(name, usual)
        return found if isinstance(found, str) else usual

    def line(self, name: str) -> str:
        return " ".join(self.value(name).split())

    def all(self, name: str) -> list[str]:
        return [one for one in self.typed.getall(name, []) if isinstance(one, str)]

    def has(self, name: str, value: object) -> bool:
        return str(value) in self.all(name)

    def has_side(self, side: str) -> bool:
        """Somebody is named there."""
        named = (name for name in self.typed if name.startswith(f"{side}_"))
        return any(self.value(name) not in {"", "0"} for name in named)

    def wrong(self, name: str, words: Phrase) -> None:
        self.faults.setdefault(name, words)


# ---- of a draft ----


def fields_of(draft: Draft, commune: str, content: Content, listed: Collection[str]) -> Typed:
    """``listed``: the villages that can be ticked; others are typed."""
    typed: Typed = MultiDict({"urgency": draft.urgency.value})
    typed.extend((f"text_{lang}", text) for lang, text in draft.body.texts.items())
    for at, offer in enumerate(draft.body.offers):
        typed.extend(_of_offer(at, offer))
    typed.extend(of_audience(draft.audience, commune, content, listed))
    typed.extend(_of_timing(draft.timing))
    return typed


def _of_offer(at: int, offer: Offer) -> Iterable[tuple[str, str]]:
    yield f"does{at}", offer.does.value
    if offer.does is not Does.COME:
        yield f"{offer.does}{at}", offer.target
    for lang, label in offer.labels.items():
        yield f"label{at}_{lang}", label


def of_audience(audience: Audience, commune: str, content: Content, listed: Collection[str]) -> Typed:
    typed: Typed = MultiDict()
    for side, group in ((CHOSEN, audience.chosen), (WITHOUT, audience.without or Group())):
        typed.extend((f"{side}_{name}", value) for name, value in _of_group(group, content))
        typed.extend((f"{side}_{name}", value) for name, value in _of_places(group, commune, content, listed))
    return typed


def _of_group(group: Group, content: Content) -> Iterable[tuple[str, str]]:
    for name in ("roles", "langs", "channels"):
        yield from ((name, value) for value in getattr(group, name))
    services = dict.fromkeys(guide.service for id_ in group.guides if (guide := content.guide(id_)))
    yield from (("services", code) for code in services)
    yield from (("answered", str(number)) for number in group.answered)
    yield "seen", str(group.seen_days)


def _of_places(
    group: Group, commune: str, content: Content, listed: Collection[str]
) -> Iterable[tuple[str, str]]:  # fmt: skip
    yield from (("places", one) for one in group.places if "/" not in one)
    villages = [one for one in group.places if "/" in one]
    yield from (("villages", one) for one in villages if one in listed)
    if others := [one for one in villages if one not in listed]:
        yield "typed", _written(others, commune, content)


def _written(villages: Sequence[str], commune: str, content: Content) -> str:
    """Of one commune with commas between; of several with its commune before each, on a line of its own."""
    if commune:
        return ", ".join(one.partition("/")[2] for one in villages)
    by: dict[str, list[str]] = {}
    for one in villages:
        code, _sign, village = one.partition("/")
        by.setdefault(code, []).append(village)
    names = {code: unit.name for code, unit in content.places.units.items()}
    return "\n".join(f"{names.get(code, code)}: {', '.join(some)}" for code, some in by.items())


def _of_timing(timing: Timing) -> Mapping[str, str]:
    at = timing.at.astimezone(VIETNAM) if timing.at else None
    return {
        "when": "at" if at else "now",
        "day": f"{at:%Y-%m-%d}" if at else "",
        "hour": f"{at:%H:%M}" if at else "",
        "repeat": timing.repeat.value,
        "until": timing.until.isoformat() if timing.until else "",
        "lasts": str(timing.lasts_hours),
    }


def languages(draft: Draft) -> list[str]:
    """Those to write in."""
    return [*SPOKEN, *(lang for lang in draft.body.texts if lang not in SPOKEN)]
