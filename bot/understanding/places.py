"""Which commune a person means: today's names, the old communes, the old districts people still say, or a position.

Traps this knows of (all real): a district's name is often also that of one smaller commune (Vĩnh Thạnh, Chư Sê), an old
commune may be split between two, one name may have stood in several districts (An Phú, Tây Sơn), and a name is spelt in
many ways (Đak/Đắk, Kbang/K'Bang, Ia/Ya, Pleiku/Plei Ku). Whoever is not sure, asks.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.content.places import Gazetteer, Unit
from bot.understanding.fold import fold

TYPES = {"xa": "xa", "phuong": "phuong", "p": "phuong", "tt": "thi tran"}
DISTRICT_TYPES = frozenset({"huyen", "h", "tp", "tx", "quan"})
_LONG_TYPES = (("thi tran", "tt"), ("thanh pho", "tp"), ("thi xa", "tx"))
_SPELT = {
    "ya": "ia",
    "playcu": "pleiku",
    "pleicu": "pleiku",
    "playku": "pleiku",
    "qui": "quy",
    "ploi": "plei",
    "dac": "dak",
}
CLOSE = 83  # of 100: one slip in a name of six letters
PROVINCES = frozenset({"binhdinh", "gialai"})
"""Too large to be an answer. Bình Định is also a ward today: whoever says only that may mean either."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name on the map, past or present: its type, the district it lay in, where its ground is now."""

    type: str
    district: str
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: the type said before it, the name as it is looked up, the words it stands on."""

    type: str
    key: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """The communes that may be meant, likeliest first; one: that is it. ``rest``: what else is said, folded."""

    units: tuple[Unit, ...]
    sure: bool = True
    rest: str = ""

    @property
    def only(self) -> Unit | None:
        return self.units[0] if self.sure and len(self.units) == 1 else None


class Places:
    def __init__(self, gazetteer: Gazetteer) -> None:
        self.units = gazetteer.units
        everyday = gazetteer.everyday
        self._everyday = frozenset("".join(_words(name)) for name in everyday.names)
        self._beside = frozenset(map(fold, everyday.beside)) | TYPES.keys() | DISTRICT_TYPES
        self._after = frozenset(map(fold, everyday.after))
        self._names: dict[str, list[Name]] = defaultdict(list)
        self._districts: dict[str, Name] = {}
        for unit in gazetteer.units.values():
            self._add(unit.name, "", (unit.code,))
        for old in gazetteer.old_units:
            self._add(old.name, _bare(old.district)[1], old.now)
        for district in gazetteer.old_districts:
            self._districts[_bare(district.name)[1]] = Name("district", "", district.now)

    def find(self, text: str) -> PlaceFound:
        """Every commune the text may name."""
        words = _words(text)
        named = list(self._mentions(words))
        rest = self._rest(words, named)
        said = [m for m in named if self._meant(m, words, alone=not rest)] or list(self._near(words))
        districts = [m.key for m in said if m.key in self._districts and m.type in (*DISTRICT_TYPES, "")]
        codes = self._communes(said, districts) or self._of_districts(districts)
        vague = all(m.key in PROVINCES and not m.type for m in said)
        return PlaceFound(tuple(self.units[code] for code in dict.fromkeys(codes)), not vague, rest if named else "")

    def nearest(self, lat: float, lon: float, count: int = 3) -> list[tuple[Unit, float]]:
        """The communes whose centres are nearest, each with its distance in km."""
        away = [(unit, _km(lat, lon, unit.lat, unit.lon)) for unit in self.units.values()]
        return sorted(away, key=lambda pair: pair[1])[:count]

    def _add(self, name: str, district: str, now: tuple[str, ...]) -> None:
        type_, key = _bare(name)
        self._names[key].append(Name(type_, district, now))

    def _communes(self, said: list[Mention], districts: list[str]) -> list[str]:
        """The communes named. "Tây Sơn An Khê" is the Tây Sơn that lay in An Khê; a district alone is all it held."""
        inside = [code for mention in said for code in self._inside(mention, districts)]
        return inside or [code for mention in said for code in self._named(mention)]

    def _inside(self, mention: Mention, districts: list[str]) -> list[str]:
        """The communes of this name that lie in another district named beside it."""
        return [
            code
            for name in self._of_type(mention)
            for code in name.now
            if any(self._lies_in(name, district) for district in districts if district != mention.key)
        ]

    def _named(self, mention: Mention) -> list[str]:
        codes = [code for name in self._of_type(mention) for code in name.now]
        whole = self._districts[mention.key].now if not mention.type and mention.key in self._districts else ()
        return [*codes, *whole]

    def _of_type(self, mention: Mention) -> list[Name]:
        """The communes of this name, of the type said before it if there is one of that type."""
        names = [] if mention.type in DISTRICT_TYPES else self._names.get(mention.key, [])
        return [name for name in names if name.type == TYPES.get(mention.type)] or names

    def _lies_in(self, name: Name, district: str) -> bool:
        return name.district == district or (not name.district and set(name.now) <= set(self._districts[district].now))

    def _of_districts(self, districts: Iterable[str]) -> list[str]:
        return [code for key in districts for code in self._districts[key].now]

    def _rest(self, words: list[str], named: list[Mention]) -> str:
        """What the text says besides these names and the words that stand beside a name."""
        taken = {position for m in named for position in range(m.start, m.end)}
        rest = [word for at, word in enumerate(words) if at not in taken and word not in self._beside]
        return "" if all(word.isdigit() for word in rest) else " ".join(rest)

    def _meant(self, mention: Mention, words: list[str], *, alone: bool) -> bool:
        """Not the name of a person or a street, nor a word of every day."""
        if mention.type:
            return True
        of_somebody = mention.start > 0 and words[mention.start - 1] in self._after
        return not of_somebody and (alone or mention.key not in self._everyday)

    def _mentions(self, words: list[str]) -> Iterator[Mention]:
        """Each name in the text; the longest at each place wins."""
        position, type_ = 0, ""
        while position < len(words):
            length = self._name_at(words, position)
            end = position + (length or 1)
            if length:
                yield Mention(type_, "".join(words[position:end]), position, end)
            type_ = words[position] if not length and words[position] in {*TYPES, *DISTRICT_TYPES} else ""
            position = end

    def _name_at(self, words: list[str], position: int) -> int:
        for length in range(min(4, len(words) - position), 0, -1):
            key = "".join(words[position : position + length])
            if key in self._names or key in self._districts:
                return length
        return 0

    def _near(self, words: list[str]) -> Iterator[Mention]:
        """A name with one slip in it, if the text is hardly more than that name."""
        joined = "".join(word for word in words if word not in {*TYPES, *DISTRICT_TYPES})
        known = [key for key in (*self._names, *self._districts) if len(key) > 4]
        found = process.extract(joined, known, scorer=fuzz.ratio, limit=3, score_cutoff=CLOSE)
        if joined not in PROVINCES:
            yield from (Mention("", key) for key, score, _ in found if score == found[0][1])


def _words(text: str) -> list[str]:
    folded = f" {fold(text.replace('’', '').replace(chr(39), ''))} "
    for long, short in _LONG_TYPES:
        folded = folded.replace(f" {long} ", f" {short} ")
    return [_SPELT.get(word, word) for word in folded.split()]


def _bare(name: str) -> tuple[str, str]:
    """``"Xã Ia Ko"`` → ``("xa", "iako")``: the type, and the name without spaces as it is looked up."""
    first, *rest = _words(name)
    return TYPES.get(first, "district" if first in DISTRICT_TYPES else first), "".join(rest)


def _km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance by the haversine formula, on a sphere of 6,371 km."""
    half_lat, half_lon = math.radians(lat2 - lat1) / 2, math.radians(lon2 - lon1) / 2
    shared = math.cos(math.radians(lat1)) * math.cos(math.radians(lat2))
    return 2 * 6371 * math.asin(math.sqrt(math.sin(half_lat) ** 2 + shared * math.sin(half_lon) ** 2))
