"""How many people were helped, and with what. Where a note gives no number it is at least the one it speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from bot.understanding.session_note.counts import SEVERAL, Count, Named
from bot.understanding.session_note.line import Line, Phrases
from bot.understanding.session_note.topics import Mention, Topics

MOST_BARE = 500
"""A larger number without a word for what it counts is something else."""

_WITH = frozenset({"va", "voi", "cung", "cong"})
_CALLED = frozenset({"goi", "so", "nhan", "dai", "gui", "chuyen"})


@dataclass(frozen=True, slots=True)
class Block:
    """Numbers that belong together, and what these people were helped with. ``tied``: those of an ending alone."""

    counts: tuple[Count, ...]
    tied: tuple[Count, ...] = ()
    services: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """The first number, if it is the sum of the others; else of those that are not only an ending's."""
        values = [count.value for count in sorted((*self.counts, *self.tied), key=lambda count: count.start)]
        if len(values) > 2 and values[0] == sum(values[1:]):
            return values[0]
        return sum(count.value for count in self.counts or self.tied)

    def plus(self, count: Count, services: tuple[str, ...], *, is_tied: bool) -> Block:
        tied = (*self.tied, count) if is_tied else self.tied
        counts = self.counts if is_tied else (*self.counts, count)
        return Block(counts, tied, (*self.services, *services))


@dataclass(frozen=True, slots=True)
class People:
    """``said``: the note counts or names somebody."""

    total: int = 1
    blocks: tuple[Block, ...] = ()
    said: bool = False

    def of(self, service: str) -> int:
        counted = sum(block.people for block in self.blocks if service in block.services)
        return min(counted, self.total) or self.total


@dataclass(frozen=True)
class Reckoning:
    """``tied``: counts that an ending took ("1 người chưa xong"); ``helping``: phrases that somebody helped."""

    line: Line
    topics: Topics
    counts: Sequence[Count]
    named: Sequence[Named]
    tied: Collection[Count]
    helping: Phrases[None]
    taken: frozenset[int] = frozenset()
    selves: Phrases[None] = field(default_factory=lambda: Phrases(()))

    def people(self) -> People:
        numbers = [count for count in self.counts if count.kind in {"people", "pair"}]
        numbers = numbers or [count for count in self.counts if count.kind == "homes"]
        numbers = [count for count in numbers if not self._helps(count.end, count.start, numbers)]
        if numbers:
            return self._counted(numbers, self._joined(numbers))
        if named := self._helped():
            return People(sum(not one.host for one in named) or 1, said=True)
        numbers = [count for count in self.counts if count.kind == "each"] or [*self._bare()]
        if numbers:
            return self._counted(numbers, 0)
        several = any(count.kind == "several" for count in self.counts)
        return People(SEVERAL, said=True) if several else People()

    def _counted(self, numbers: Sequence[Count], joined: int) -> People:
        blocks = self._blocks(numbers)
        rest = sum(block.people for block in blocks[1:])
        if blocks[0].people == rest and not blocks[0].services:  # 10 người: 6 người vneid, 4 người sim
            blocks = blocks[1:]
        return People(sum(block.people for block in blocks) + joined, tuple(blocks), said=True)

    # ---- numbers ----

    def _blocks(self, numbers: Sequence[Count]) -> list[Block]:
        """A number beside a service that was not named before begins a new block."""
        owned = {count: [m for m in self.topics.named if self._owner(m, numbers) == count] for count in numbers}
        blocks: list[Block] = []
        for count in numbers:
            services = tuple(mention.service for mention in owned[count])
            beside = {m.service for m in owned[count] if self.line.same_clause(m.start, count.start)}
            is_new = bool(beside - set(blocks[-1].services)) if blocks else True
            if is_new and (not blocks or blocks[-1].services or self._is_whole(blocks, numbers)):
                blocks.append(Block(()))
            blocks[-1] = blocks[-1].plus(count, services, is_tied=count in self.tied and count.part is None)
        return blocks

    def _is_whole(self, blocks: Sequence[Block], numbers: Sequence[Count]) -> bool:
        """Whether the first number is the sum of all others."""
        all_of_them = sum(count.value for count in numbers)
        return len(blocks) == 1 and len(numbers) > 2 and blocks[0].people * 2 == all_of_them

    def _owner(self, mention: Mention, numbers: Sequence[Count]) -> Count | None:
        """The number that a service stands beside: in its clause, else before, else after."""
        beside = [count for count in numbers if self.line.same_clause(count.start, mention.start)]
        before = [count for count in beside if count.start < mention.start]
        after = [count for count in beside if count.start > mention.start]
        if beside and self._begins_with_service(beside[0]) and after:
            return after[0]
        earlier = [count for count in numbers if count.start < mention.start]
        return next(iter([*before[-1:], *after, *earlier[-1:], *numbers]), None)

    def _begins_with_service(self, first: Count) -> bool:
        return any(m.start < first.start and self.line.same_clause(m.start, first.start) for m in self.topics.named)

    def _bare(self) -> Iterator[Count]:
        """Numbers beside a service or at the end of a clause: "vneid 3, sim 2"."""
        for count in self.counts:
            at_end = not self.line.same_clause(count.start, count.end)
            beside = count.end in self.topics.taken or count.start - 1 in self.topics.taken
            called = self.line.folded(count.start - 1) in _CALLED
            if (
                count.kind == "bare"
                and count.value <= MOST_BARE
                and not called
                and (at_end or beside or count in self.tied)
            ):
                yield count

    # ---- names ----

    def _joined(self, numbers: Sequence[Count]) -> int:
        """Those who are named beside a number: "3 cô chú và bà Năm"."""
        ends, starts = {count.end for count in numbers}, {count.start for count in numbers}
        pairs_only = all(count.kind == "pair" for count in numbers)
        joined, listed = 0, 0
        for named in self.named:
            after = self.line.folded(named.start - 1) in _WITH and named.start - 1 in ends
            apart = named.start in ends and self.line.between(named.start) == ","
            before = self.line.folded(named.end) in _WITH and named.end + 1 in starts
            companion = named.relative and pairs_only and not after
            if after or apart or before or companion:
                joined += 1
                listed += apart
                ends.add(named.end)
        is_a_list_of_them = listed == numbers[-1].value and numbers[-1].kind == "people"  # 1 người, bà Hai
        return joined - listed if is_a_list_of_them else joined

    def _helped(self) -> list[Named]:
        return [named for named in self.named if not self._is_helper(named)]

    def _is_helper(self, named: Named) -> bool:
        """ "chị Hoa hướng dẫn bà Năm", "mình với anh Tú"."""
        beside_self = named.joined and self.selves.ending_at(self.line, named.start - 1)
        return beside_self or self._helps(named.end, named.start, self.named)

    def _helps(self, end: int, start: int, others: Sequence[Count] | Sequence[Named]) -> bool:
        """Whether who stands there helps those who are named later."""
        later = any(other.start > end for other in others)
        near = [
            self.helping.at(self.line, at) for at in range(end, min(end + 3, len(self.line))) if at not in self.taken
        ]
        passive = self.line.folded(end) in {"duoc", "dc"}
        return later and not passive and any(hit and self.line.same_clause(start, hit.start) for hit in near)
