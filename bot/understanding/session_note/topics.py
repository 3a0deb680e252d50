"""Which services a note is about, and what it says of how they ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.content.session_words import Said, ServiceWords
from bot.understanding.session_note.line import Line, Phrases

REASON = 4  # words between "vì" and what it was because of

_NO = frozenset({"chua", "khong"})
_BECAUSE = frozenset({"vì", "vi", "tại vì", "bởi"})
_CHANNEL = frozenset({"tren", "qua", "bang", "vao", "len", "trong", "o", "tu"})
"""After one of these a service beside another one is only the way it was done: "nộp khai sinh trên cổng"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A service, or with ``outcome`` one of its outcomes, on the words ``start`` up to ``end``."""

    start: int
    end: int
    service: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Topics:
    """``services`` in the order they are named. ``taken``: the words that name them or how they ended."""

    services: tuple[str, ...] = ()
    named: tuple[Mention, ...] = ()
    results: tuple[Mention, ...] = ()
    deeds: tuple[Mention, ...] = ()
    held: tuple[Mention, ...] = ()
    taken: frozenset[int] = frozenset()


class TopicWords:
    """Built once; holds nothing of any note."""

    def __init__(self, services: Mapping[str, ServiceWords]) -> None:
        self._names = Phrases(_each({code: {"": service.words} for code, service in services.items()}))
        self._hints = Phrases(_each({code: {"": service.weak} for code, service in services.items()}))
        self._deeds = Phrases(_each({code: service.deeds for code, service in services.items()}))
        self._held = Phrases(_each({code: service.held for code, service in services.items()}))
        self._all = Phrases([
            *_each({code: {"": service.words} for code, service in services.items()}),
            *_each({code: service.results for code, service in services.items()}),
        ])  # fmt: skip

    def find(self, line: Line, without: frozenset[int]) -> Topics:
        named = set(_services(_mentions(self._names, line, without)))
        if not named:
            return self._hinted(line, without)
        return self._topics(line, without, named)

    def _topics(self, line: Line, without: frozenset[int], possible: set[str]) -> Topics:
        """A result may take the words that would have named another service: "xác nhận trên vneid"."""
        found = list(_mentions(self._all, line, without, possible))
        names = [m for m in found if not m.outcome and not line.folded(m.end).startswith("●")]  # cccd ●●●●
        meant = [m for m in names if not _is_channel(line, m) and not _is_reason(line, m)] or names
        return self._with_outcomes(line, without, tuple(meant), found)

    def _hinted(self, line: Line, without: frozenset[int]) -> Topics:
        hints = tuple(_mentions(self._hints, line, without))[:1]
        found = list(_mentions(self._all, line, without, set(_services(hints))))
        return self._with_outcomes(line, without, hints, [*hints, *found])

    def of(self, line: Line, without: frozenset[int], service: str) -> Topics:
        """For a service that is known otherwise."""
        whole = (Mention(0, len(line), service),)
        return self._with_outcomes(line, without, whole, list(_mentions(self._all, line, without, {service})))

    def _with_outcomes(
        self, line: Line, without: frozenset[int], named: tuple[Mention, ...], found: list[Mention]
    ) -> Topics:
        services = tuple(dict.fromkeys(_services(named)))
        results = tuple(mention for mention in found if mention.outcome and mention.service in services)
        return Topics(
            services, named, results, tuple(_mentions(self._deeds, line, without, set(services))),
            tuple(_mentions(self._held, line, without, set(services))),
            frozenset(at for mention in found for at in range(mention.start, mention.end)),
        )  # fmt: skip


def _each(phrases: Mapping[str, Mapping[str, Said]]) -> Iterator[tuple[str, tuple[str, str]]]:
    for service, by_outcome in phrases.items():
        for outcome, said in by_outcome.items():
            yield from ((phrase, (service, outcome)) for phrase in said)


def _mentions(
    phrases: Phrases[tuple[str, str]], line: Line, without: frozenset[int], services: set[str] | None = None
) -> Iterator[Mention]:
    for hit in phrases.hits(line, without, lambda meant: services is None or meant[0] in services):
        yield from (Mention(hit.start, hit.end, service, outcome) for service, outcome in hit.meant)


def _services(mentions: Iterable[Mention]) -> list[str]:
    return [mention.service for mention in mentions]


def _is_reason(line: Line, mention: Mention) -> bool:
    """ "… vì chưa có căn cước"."""
    before = range(max(mention.start - REASON, 0), mention.start)
    if line.folded(mention.start - 2) in _NO and line.folded(mention.start - 1) == "co":  # chưa có sim
        return True
    return any(line.words[at].meant in _BECAUSE and line.same_clause(at, mention.start) for at in before)


def _is_channel(line: Line, mention: Mention) -> bool:
    return line.folded(mention.start - 1) in _CHANNEL and line.same_clause(mention.start - 1, mention.start)
