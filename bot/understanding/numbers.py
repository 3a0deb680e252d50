"""The numbers in a text, as people write them: in one piece or in groups, side by side, dates and amounts between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.understanding.fold import unmarked

MASK = "●●●●"
SHORTEST = 4  # digits; what has fewer hides nothing
LONG = 9  # digits in one piece that are a number by themselves, whatever stands beside them
SHORTEST_PHONE, LONGEST_PHONE = 10, 13  # digits; the longest begins with 0084
BEFORE, AFTER = 48, 32  # characters around a number that tell what it is

_DIGITS = re.compile(r"\d+")
_GAP = re.compile(r"[ .\u00a0\u2010-\u2015-]{1,2}")
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_PHONE = re.compile(r"0[35789]\d{8}|02\d{8,9}|(?:00)?84[2-9]\d{8}")
_SOMETHING_ELSE = re.compile(
    r"(?<![\d.])(?:"
    rf"{_DAY}([./ -]){_MONTH}\1{_YEAR}"  # a day
    rf"|{_YEAR}([./-]){_MONTH}\2{_DAY}"
    rf"|{_YEAR}(?:[ -]{_YEAR}){{1,9}}"  # years
    r"|\d{1,2}[/:]\d{1,2}(?:[/:]\d{1,4})?|\d{1,4}/\d{4}"  # 1/6, 8:30, 70/2025
    r"|[1-9]\d{0,2}(?:\.\d{3}){1,4} ?(?:d|dong|vnd)(?![a-z])"  # money
    r"|[1-9]\d{0,5}000 ?(?:d|dong|vnd)(?![a-z])|\d{1,4} ?(?:trieu|nghin|ngan|ty)(?![a-z])|\d{1,4}k(?![a-z])"
    r"|\d{1,2} ?(?:tuoi|lan|phut|giay|gio|ngay|thang|nam|nguoi)(?![a-z])"  # things counted
    r")(?!\d)"
)
_MONEY = re.compile(r"(?<![\d.])[1-9]\d{0,2}(?:\.\d{3}){1,2}(?![.\d])")
_CURRENCY = re.compile(r" ?(?:d|dong|vnd)(?![a-z])")
_LATIN = (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF01, 0xFF5F))
_WIDE = {0xFF01 + n: chr(0x21 + n) for n in range(0x5E)}
_PLAIN = {code: unmarked(_WIDE.get(code, chr(code)))[:1] or chr(code) for code in _LATIN}


def plainly(text: str) -> str:
    """Small letters without marks and narrow digits, each in the place where it stood."""
    return text.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Number:
    """``sizes`` of the groups it is written in. ``before`` and ``after``: the plain words up to the next number."""

    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]
    before: str
    after: str

    @property
    def is_phone(self) -> bool:
        return is_phone(self.digits)

    @property
    def is_money(self) -> bool:
        """As an amount looks: 500000, or 482500 đồng."""
        is_round = self.digits.endswith("000") and not self.digits.startswith("0")
        return is_round or _CURRENCY.match(self.after) is not None


Piece = tuple[int, int]
"""(start, end) of digits without anything between them."""


def numbers(plain: str, named: Callable[[str], bool]) -> list[Number]:
    """All that may be a secret. ``named(before)``: the words just before say that it is one, however it looks."""
    shown = _without_amounts(_SOMETHING_ELSE.sub(lambda found: "·" * len(found[0]), plain), named)
    units = [unit for chain in _chains(shown) for unit in _units(shown, chain, named)]
    units = [unit for unit in units if len(_digits(shown, unit)) >= SHORTEST]
    starts, ends = [unit[0][0] for unit in units], [unit[-1][1] for unit in units]
    return [
        Number(start, end, _digits(shown, unit), tuple(b - a for a, b in unit), _before(shown, start, last),
               _after(shown, end, following))
        for unit, start, end, last, following in zip(units, starts, ends, [0, *ends], [*starts[1:], None], strict=False)
    ]  # fmt: skip


def is_phone(digits: str) -> bool:
    return _PHONE.fullmatch(digits) is not None


def _without_amounts(shown: str, named: Callable[[str], bool]) -> str:
    """200.000 is money, unless it is said to be something else."""
    return _MONEY.sub(lambda m: m[0] if named(_before(shown, m.start(), 0)) else "·" * len(m[0]), shown)


def _before(shown: str, start: int, last: int) -> str:
    return shown[max(last, start - BEFORE) : start].rpartition("●")[2]


def _after(shown: str, end: int, following: int | None) -> str:
    return shown[end : end + AFTER if following is None else min(following, end + AFTER)].partition("●")[0]


def _digits(shown: str, unit: list[Piece]) -> str:
    return "".join(str(int(letter)) for start, end in unit for letter in shown[start:end])


def _chains(shown: str) -> Iterator[list[Piece]]:
    """Pieces with no more than a space, a dot or a dash between them."""
    chain: list[Piece] = []
    for found in _DIGITS.finditer(shown):
        if chain and not _GAP.fullmatch(shown, chain[-1][1], found.start()):
            yield chain
            chain = []
        chain.append(found.span())
    if chain:
        yield chain


def _units(shown: str, chain: list[Piece], named: Callable[[str], bool]) -> Iterator[list[Piece]]:
    """The numbers of a chain: long pieces stand by themselves, what is short belongs together."""
    short: list[Piece] = []
    for piece in chain:
        if piece[1] - piece[0] < LONG:
            short.append(piece)
        elif short and is_phone(_digits(shown, [short[-1], piece])):
            yield from _short_units(shown, short[:-1], named)
            yield [short[-1], piece]  # +84 912345678
            short = []
        else:
            yield from _short_units(shown, short, named)
            yield [piece]
            short = []
    yield from _short_units(shown, short, named)


def _short_units(shown: str, pieces: list[Piece], named: Callable[[str], bool]) -> Iterator[list[Piece]]:
    """A telephone number is found beside another number, unless all of it is said, or looks, to be one number."""
    total, sizes = sum(b - a for a, b in pieces), {b - a for a, b in pieces}
    if pieces and ((len(sizes) == 1 and 12 <= total <= 19) or named(_before(shown, pieces[0][0], 0))):
        yield pieces
        return
    rest: list[Piece] = []
    position = 0
    while position < len(pieces):
        if length := _phone_at(shown, pieces, position):
            yield rest
            yield pieces[position : position + length]
            rest = []
        else:
            rest.append(pieces[position])
        position += length or 1
    yield rest


def _phone_at(shown: str, pieces: list[Piece], position: int) -> int:
    """How many pieces from here make up a telephone number; 0: none do."""
    length = 0
    for count, (start, end) in enumerate(pieces[position : position + LONGEST_PHONE], 1):
        length += end - start
        if length > LONGEST_PHONE:
            break
        if length >= SHORTEST_PHONE and is_phone(_digits(shown, pieces[position : position + count])):
            return count
    return 0


def one_line(written: str, most: int) -> str:
    """A name as it may be shown to others: one line, no mark-up; "" where that leaves nothing fit for a name."""
    name = " ".join(written.replace("*", " ").split())
    fit = 1 < len(name) <= most and MASK not in name and any(letter.isalpha() for letter in name)
    return name if fit else ""
