"""Where it was, in the words of the note: "thôn 2", "nhà rông làng Krái", "Biển Hồ". Never somebody's house."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.session_words import PeopleWords, PlaceWords
from bot.understanding.places import Places
from bot.understanding.session_note.line import Line, Phrases, Word, plain
from bot.understanding.session_note.numerals import quantity

LONGEST_NAME = 4  # words
LONGEST_NUMBER = 3  # figures
LONGEST_SMALL_NAME = 3  # words written small

_STRICT = frozenset({
    "ap", "ban", "bon", "cau", "cong ty", "doi", "doi san xuat", "duong", "hem", "huyen", "khoi", "khu", "kon",
    "nha may", "p", "thanh pho", "thi xa", "to", "tp", "tt", "tx",
})  # fmt: skip
"""Words of many meanings: places only before a number or a name with a capital."""
_LARGER = frozenset({"xa", "phuong", "p", "thi tran", "huyen", "thi xa", "thanh pho", "tp", "tx", "tt"})
_BEGINNINGS = frozenset({"kon", "plei", "ploi", "bon", "buon"})  # làng Kon Mahar
_OLD = "gia"
_OUT = frozenset({"ra", "len", "qua", "sang"})
_HOME = frozenset({"o", "tai", "xuong", "vo"})
_OF_WHOM = frozenset({"xa", "phuong", "thon", "lang", "to"})
_BETWEEN = frozenset({"thuoc", "cua"})


@dataclass(frozen=True, slots=True)
class Site:
    """A place on the words ``start`` up to ``end``. ``kind``: the word for it, folded."""

    start: int
    end: int
    kind: str = ""
    is_named: bool = False


def _is_small(word: Word) -> bool:
    """A number as places have; a longer one is a telephone's."""
    return word.is_number and len(word.typed) <= LONGEST_NUMBER


class Sites:
    """Built once; holds nothing of any note."""

    def __init__(self, words: PlaceWords, people: PeopleWords, places: Places) -> None:
        self._kinds = Phrases([*((kind, True) for kind in words.named), *((kind, False) for kind in words.standing)])
        self._before, self._not_after = plain(words.before), plain(words.not_after)
        self._counted = plain([*people.counted, *people.homes, *people.doubled, *people.things, *people.items])
        self._people, self._places = plain([*people.counted, *people.homes, *people.doubled]), places
        self._never = plain([*words.never_in_names, *people.counted, *people.homes, *people.pairs, *people.companions])

    def find(self, line: Line, without: frozenset[int]) -> tuple[str | None, frozenset[int]]:
        """The first place as it is typed, and the words on which this or any other place stands."""
        chains = self._chains(line, without)
        if not chains and (bare := self._without_kind(line, without)):
            chains = [[bare]]
        text = line.typed(chains[0][0].start, chains[0][-1].end) if chains else None
        return text, frozenset(at for chain in chains for site in chain for at in range(site.start, site.end))

    def _chains(self, line: Line, without: frozenset[int]) -> list[list[Site]]:
        """Each place from the smallest to the largest part: nhà văn hóa · thôn 5 · xã Ia Ko."""
        chains: list[list[Site]] = []
        at = 0
        while at < len(line):
            site = self._site(line, at, without)
            if site and chains and self._belongs(line, chains[-1][-1], site):
                chains[-1].append(site)
            elif site and (site.is_named or self._may_stand_alone(line, site)):
                chains.append([site])
            at = site.end if site else at + 1
        return chains

    def _site(self, line: Line, at: int, without: frozenset[int]) -> Site | None:
        hit = self._kinds.at(line, at)
        if not hit or at in without or line.folded(at - 1) == _OLD:  # già làng
            return None
        kind = " ".join(line.folded(n) for n in hit.span)
        end = self._name_end(line, hit.end, without, strict=kind in _STRICT, needs_one=hit.meant[0])
        if end == hit.end and hit.meant[0]:
            return None
        if end == hit.end and self._is_of_whom(line, end, without):
            end += 1
        return Site(at, end, kind, end > hit.end)

    def _is_of_whom(self, line: Line, at: int, without: frozenset[int]) -> bool:
        """ "hội trường xã": that of the commune, which is not named."""
        kind = self._kinds.at(line, at) if at < len(line) and line.same_clause(at - 1, at) else None
        is_bare = kind is not None and kind.end == at + 1 and not self._site(line, at, without)
        return is_bare and line.folded(at) in _OF_WHOM

    def _belongs(self, line: Line, before: Site, site: Site) -> bool:
        between = range(before.end, site.start)
        if not between and line.same_clause(before.start, site.start):
            return True
        near = not between or (len(between) == 1 and line.folded(between[0]) in _BETWEEN)
        return near and site.is_named and (site.kind in _LARGER or not before.is_named) and site.kind != before.kind

    def _may_stand_alone(self, line: Line, site: Site) -> bool:
        word, alone = line.words[site.start], site.end == site.start + 1
        begins = site.start == 0 or (not line.same_clause(site.start - 1, site.start) and not alone)
        errand = line.folded(site.start - 1) in _OUT and self._not_after.ending_at(line, site.start - 1)
        if errand or self._not_after.ending_at(line, site.start):
            return False
        is_plain = line.has_marks or word.has_marks or not alone
        return self._before.ending_at(line, site.start) or (begins and is_plain)

    # ---- names ----

    def _name_end(self, line: Line, at: int, without: frozenset[int], *, strict: bool, needs_one: bool) -> int:
        """Where a name that begins here ends: words with capitals, or some small ones, then perhaps a number."""
        end, small = at, not (at < len(line) and line.words[at].is_capital)
        if not (small and (strict or (not needs_one and line.has_marks))):
            longest = LONGEST_SMALL_NAME if small else LONGEST_NAME
            while end < len(line) and end - at < longest and self._is_of_name(line, at, end, without, small=small):
                end += 1
        return end + self._numbered(line, at, end, without, needs_one=needs_one)

    def _is_of_name(self, line: Line, start: int, at: int, without: frozenset[int], *, small: bool) -> bool:
        word = line.words[at]
        if at in without or not line.same_clause(start - 1, at) or not word.typed[0].isalpha():
            return False
        if self._kinds.at(line, at) and not (at == start and self._may_begin_name(line, at)):
            return False
        if small:
            return not word.is_capital and not self._never.at(line, at) and not quantity(line, at)
        return word.is_capital and not (word.typed.isupper() and len(word.typed) > 3)

    def _may_begin_name(self, line: Line, at: int) -> bool:
        """ "làng Kon Mahar", "xóm Đình": also the word for a place, but not for one with a number after it."""
        is_capital = line.words[at].is_capital and not (at + 1 < len(line) and line.words[at + 1].is_number)
        return is_capital or line.folded(at) in _BEGINNINGS

    def _numbered(self, line: Line, at: int, end: int, without: frozenset[int], *, needs_one: bool) -> int:
        """How many words a number here takes: it is a count, not a name, if people stand after it."""
        if end in without or not line.same_clause(at - 1, end) or not _is_small(line.words[end]):
            return 0
        counts = end + 1 < len(line) and self._counted.at(line, end + 1) is not None
        if (counts or not needs_one) and (end > at or not needs_one):
            return 0
        letter = end + 1 < len(line) and line.words[end].end == line.words[end + 1].start
        return 2 if letter and len(line.words[end + 1].typed) == 1 else 1

    # ---- without a word for what it is ----

    def _without_kind(self, line: Line, without: frozenset[int]) -> Site | None:
        """A commune named alone, or a name with a capital after "ở"."""
        for at in range(len(line)):
            if at not in without and self._before.ending_at(line, at) and (end := self._commune_end(line, at, without)):
                return Site(at, end)
        for at in range(len(line)):
            if line.folded(at - 1) in _HOME and at not in without and line.words[at].is_capital:
                end = self._name_end(line, at, without, strict=True, needs_one=True)
                if end > at and not self._people.at(line, at):
                    return Site(at, end)
        return None

    def _commune_end(self, line: Line, at: int, without: frozenset[int]) -> int:
        """Where the longest name of a commune that begins here ends; 0: none does."""
        end = at
        while end < len(line) and end - at < LONGEST_NAME and self._may_name(line, at, end, without):
            end += 1
        for stop in range(end, at, -1):
            found = self._places.find(line.typed(at, stop))
            if found.units and found.sure and not found.rest:
                return stop
        return 0

    def _may_name(self, line: Line, start: int, at: int, without: frozenset[int]) -> bool:
        word = line.words[at]
        known = at in without or not line.same_clause(start, at) or not word.typed[0].isalpha()
        return not known and (word.is_capital or not self._never.at(line, at))
