"""What a note says of how it ended, and for how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.content.session_words import EndingWords, Said
from bot.understanding.session_note.counts import Count
from bot.understanding.session_note.line import Line, Phrases, plain
from bot.understanding.session_note.topics import Mention, Topics

Says = Literal["done", "not_done", "rest", "result"]

NEAR = 2  # words between an ending and the number after it
FAR_NO = 3  # words from "chưa" to the "được" it denies

_CAN = frozenset({"duoc", "dc", "dk"})
_NO = frozenset({"chua", "khong", "ko", "k", "hong", "chx"})


@dataclass(frozen=True, slots=True)
class Ending:
    """On the words ``start`` up to ``end``. ``count``: of how many it is said; None: of all. ``result``: which one."""

    start: int
    end: int
    says: Says
    result: Mention | None = None
    count: Count | None = None

    @property
    def people(self) -> int | None:
        if self.count is None:
            return None
        return self.count.value if self.count.part is None else self.count.part


class Endings:
    """Built once; holds nothing of any note."""

    def __init__(self, words: EndingWords, teaching: Said) -> None:
        said: list[tuple[str, Says]] = [(phrase, "done") for phrase in words.done]
        said += [(phrase, "not_done") for phrase in words.not_done]
        said += [(phrase, "rest") for phrase in words.rest]
        self._endings, self._can, self._teaching = Phrases(said), plain(words.can), plain(teaching)

    def find(self, line: Line, topics: Topics, counts: Sequence[Count], without: frozenset[int]) -> list[Ending]:
        """From left to right, each beside its number."""
        results = [mention for mention in topics.results if line.folded(mention.start - 1) not in _NO]
        taken = without | {at for mention in results for at in range(mention.start, mention.end)}
        found = [Ending(mention.start, mention.end, "result", mention) for mention in results]
        found += [Ending(hit.start, hit.end, hit.meant[0]) for hit in self._endings.hits(line, taken)]
        found += self._already(line, taken, topics)
        found += [Ending(at, at + 1, "done") for at in self._able(line, taken, topics, counts)]
        said = sorted((ending for ending in found if not self._is_denied(line, ending, counts)), key=lambda e: e.start)
        return list(_with_counts(line, said, counts))

    def _able(self, line: Line, taken: frozenset[int], topics: Topics, counts: Sequence[Count]) -> Iterator[int]:
        """ "cài được", "được 3 người"; but not "được hướng dẫn", "hướng dẫn được 20 người"."""
        numbers = {count.start for count in counts}
        first = min((mention.start for mention in topics.named), default=len(line))
        for at in range(len(line)):
            if line.folded(at) in _CAN and at not in taken:
                counted = at + 1 in numbers
                known = at > first or any(deed.end == at for deed in topics.deeds)
                if known if counted else self._can.ending_at(line, at):
                    yield at

    def _already(self, line: Line, taken: frozenset[int], topics: Topics) -> Iterator[Ending]:
        """ "đã lên mức 2"."""
        for deed in topics.deeds:
            for at in range(max(deed.start - 2, 0), deed.start):
                if line.words[at].meant in {"đã", "da"} and at not in taken and line.same_clause(at, deed.start):
                    yield Ending(at, deed.end, "done")

    def _is_denied(self, line: Line, ending: Ending, counts: Sequence[Count]) -> bool:
        """ "chưa … được": what "chưa" says is enough. "hướng dẫn xong" is nothing done."""
        if ending.says != "done":
            asks = ending.end == len(line) and line.folded(ending.start) in _NO and ending.end == ending.start + 1
            return asks and not any(count.end == ending.start for count in counts)  # "… về chưa"
        before = range(max(ending.start - FAR_NO, 0), ending.start)
        denied = any(line.folded(at) in _NO and line.same_clause(at, ending.start) for at in before)
        return denied or self._teaching.ending_at(line, ending.start)


def _with_counts(line: Line, endings: Sequence[Ending], counts: Sequence[Count]) -> Iterator[Ending]:
    """Each ending takes the number nearest to it in its clause that no other ending has taken."""
    taken: dict[Count, str] = {}
    for ending in endings:
        key = f"{ending.says}:{ending.result.service}" if ending.result else ending.says
        free = [count for count in counts if taken.get(count, key) == key and _is_near(line, ending, count)]
        is_last = not any(e.start > ending.start and line.same_clause(e.start, ending.start) for e in endings)
        count = min(
            free, key=lambda count: (_gap(ending, count), -count.start if is_last else count.start), default=None
        )
        if count:
            taken[count] = key
        yield Ending(ending.start, ending.end, ending.says, ending.result, count)


def _is_near(line: Line, ending: Ending, count: Count) -> bool:
    if not line.same_clause(ending.start, count.start):
        return False
    return count.start < ending.start or 0 <= count.start - ending.end <= NEAR


def _gap(ending: Ending, count: Count) -> int:
    return ending.start - count.end if count.start < ending.start else count.start - ending.end
