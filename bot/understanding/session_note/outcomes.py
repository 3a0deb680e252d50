"""What each service came to, in people: only what the note says, so that it can be defended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.content.session_words import ServiceWords
from bot.understanding.session_note.endings import NEAR, Ending
from bot.understanding.session_note.line import Line
from bot.understanding.session_note.people import People
from bot.understanding.session_note.topics import Topics

NOT_DONE = "not_done"
"""Beside the outcomes of a service: begun, and not brought to an end."""

_OF_PEOPLE = frozenset({"people", "homes", "pair", "bare"})


class Outcomes:
    """Built once; holds nothing of any note."""

    def __init__(self, services: Mapping[str, ServiceWords]) -> None:
        self._services = services

    def of(self, line: Line, topics: Topics, people: People, endings: Sequence[Ending]) -> dict[str, dict[str, int]]:
        found = {code: self._of_service(code, line, topics, people.of(code), endings) for code in topics.services}
        return {code: outcomes for code, outcomes in found.items() if outcomes}

    def _of_service(
        self, code: str, line: Line, topics: Topics, people: int, endings: Sequence[Ending]
    ) -> dict[str, int]:
        meant = [ending for ending in endings if _is_about(code, line, topics, ending)]
        tally = _Tally(people)
        for ending in (ending for ending in meant if ending.people is not None):
            tally.add(self._outcome(code, line, topics, ending), ending.people or 0)
        for ending in (ending for ending in meant if ending.people is None):
            tally.add(self._outcome(code, line, topics, ending), tally.left)
        self._complete(code, topics, meant, tally)
        held = [mention.outcome for mention in topics.held if mention.service == code]
        if held and not tally.said:
            tally.add(held[0], people)
        return {outcome: number for outcome, number in tally.said.items() if number and outcome}

    def _complete(self, code: str, topics: Topics, meant: Sequence[Ending], tally: _Tally) -> None:
        """ "3 cô chú …, 1 người chưa xong": two are done. "4 người …, 3 người xong": one is not."""
        said = {ending.says for ending in meant}
        if said == {"not_done"}:
            deeds = [mention.outcome for mention in topics.deeds if mention.service == code]
            tally.add(deeds[-1] if deeds else self._services[code].done, tally.left)
        elif any(ending.says == "done" and ending.count and ending.count.kind in _OF_PEOPLE for ending in meant):
            tally.add(NOT_DONE, tally.left)

    def _outcome(self, code: str, line: Line, topics: Topics, ending: Ending) -> str:
        """The outcome that an ending means: "" where it is done, but nobody knows what."""
        if ending.result:
            return ending.result.outcome
        if ending.says == "not_done":
            return NOT_DONE
        deeds = [mention for mention in topics.deeds if mention.service == code]
        before = [deed for deed in deeds if deed.start < ending.start]
        beside = [deed for deed in before if line.same_clause(deed.start, ending.start)]
        after = [deed for deed in deeds if 0 <= deed.start - ending.end <= NEAR + 1
                 and line.same_clause(deed.start, ending.start)]  # fmt: skip
        nearest = next(iter([*beside[-1:], *after, *before[-1:]]), None)
        if nearest and nearest.end == nearest.start + 1:  # "nộp phí …, nộp được": the longer one says what
            same = [deed for deed in before if line.folded(deed.start) == line.folded(nearest.start)]
            nearest = max([*same, nearest], key=lambda deed: deed.end - deed.start)
        return nearest.outcome if nearest else self._services[code].done


class _Tally:
    """Outcomes of so many people: never more of them than people."""

    def __init__(self, people: int) -> None:
        self._people = people
        self.said: Counter[str] = Counter()

    @property
    def left(self) -> int:
        return max(self._people - sum(self.said.values()), 0)

    def add(self, outcome: str, number: int) -> None:
        if number := min(number, self.left):
            self.said[outcome] += number


def _is_about(code: str, line: Line, topics: Topics, ending: Ending) -> bool:
    """An ending is about the services of its clause, else about all that are named before, else about all."""
    here = {mention.service for mention in topics.named if line.same_clause(mention.start, ending.start)}
    if ending.result:
        others = {mention.service for mention in topics.results if mention.start == ending.start} & here
        return ending.result.service == code and (code in here or not others)
    before = {mention.service for mention in topics.named if mention.start < ending.start}
    return code in (here or before or set(topics.services))
