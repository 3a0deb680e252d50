"""Where everything stands: boxes below each other, troubles at the right, the ways that jump in lanes at the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.content.flow.chart import Chart, Node, Side, Way
from bot.content.flow.wrap import width, wrap

MARGIN, TOP = 20, 76
LANE, LANES = 12, 7
BOX, GAP, SIDE = 400, 44, 400
PAD = 12
BETWEEN, CARDS = 34, 8
TEXT, SMALL = 14, 13
LINE, SMALL_LINE = 20, 18
OPTION_GAP = 6

LEFT = MARGIN + LANE * (LANES + 1)
RIGHT = LEFT + BOX
SIDES = RIGHT + GAP
WIDTH = SIDES + SIDE + MARGIN


@dataclass(frozen=True)
class Card:
    side: Side
    y: int
    sign: list[str]
    fix: list[str]
    leads: list[str]

    @property
    def height(self) -> int:
        return (len(self.sign) + len(self.fix) + len(self.leads)) * SMALL_LINE + PAD + 4


@dataclass(frozen=True)
class Option:
    """``apart``: where it leads has a line of its own, for it does not fit beside the label."""

    way: Way
    y: int
    apart: bool

    @property
    def height(self) -> int:
        return 42 if self.apart else 24

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Box:
    node: Node
    y: int
    text: list[str]
    warn: list[str]
    options: tuple[Option, ...]
    cards: tuple[Card, ...]

    @property
    def height(self) -> int:
        return self.bottom - self.y

    @property
    def bottom(self) -> int:
        lines = self.y + LINE * (1 + len(self.text)) + SMALL_LINE * len(self.warn) + 2 * PAD
        return max([lines, *(option.y + option.height + PAD for option in self.options)])

    @property
    def end(self) -> int:
        """Where it ends with all its cards."""
        return max([self.bottom, *(card.y + card.height for card in self.cards)])


class Jump(NamedTuple):
    """A way that does not simply lead to the next box: from ``start`` by the lane at ``x`` to ``end``."""

    start: int
    x: int
    end: int


@dataclass(frozen=True)
class Layout:
    chart: Chart
    boxes: list[Box]
    jumps: list[Jump]

    @property
    def left(self) -> int:
        return min([LEFT, *(jump.x for jump in self.jumps)]) - MARGIN

    @property
    def width(self) -> int:
        return (WIDTH if any(box.cards for box in self.boxes) else RIGHT + MARGIN) - self.left

    @property
    def height(self) -> int:
        return self.boxes[-1].end + MARGIN


def layout(chart: Chart) -> Layout:
    boxes: list[Box] = []
    y = TOP
    for node in chart.nodes:
        boxes.append(_box(node, y))
        y = boxes[-1].end + BETWEEN
    return Layout(chart, boxes, list(_in_lanes(list(_jumps(boxes)))))


def _box(node: Node, y: int) -> Box:
    room = BOX - 2 * PAD - 8
    warn = wrap(f"⚠ {node.warn}", room, SMALL) if node.warn else []
    text = wrap(node.text, room, TEXT)
    below = y + LINE * (1 + len(text)) + SMALL_LINE * len(warn) + PAD + OPTION_GAP
    return Box(node, y, text, warn, tuple(_options(node.ways, below)), tuple(_cards(node.sides, y)))


def _options(ways: Sequence[Way], y: int) -> Iterator[Option]:
    for way in ways:
        if way.label:
            needed = width(way.label, TEXT) + width(f"→ {way.words}", SMALL + 1)
            option = Option(way, y, apart=needed > BOX - 4 * PAD - 16)
            yield option
            y += option.height + OPTION_GAP


def _cards(sides: Sequence[Side], y: int) -> Iterator[Card]:
    room = SIDE - 2 * PAD
    for side in sides:
        leads = wrap(f"→ {side.leads}", room, SMALL) if side.leads else []
        card = Card(side, y, wrap(side.sign, room, SMALL + 1), wrap(side.fix, room, SMALL), leads)
        yield card
        y += card.height + CARDS


def _jumps(boxes: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """(from, to), as heights."""
    tops = {box.node.id: box.y for box in boxes}
    for box, following in pairwise(boxes):
        for option in box.options:
            if option.way.to:
                yield option.middle, tops[option.way.to] + 18
        for way in box.node.ways:
            if not way.label and way.to != following.node.id:
                yield box.bottom - 14, tops[way.to] + 18


def _in_lanes(jumps: Sequence[tuple[int, int]]) -> Iterator[Jump]:
    """The short ones inside, so that lines cross as little as can be. The last lane is shared by what is left."""
    lanes: list[list[tuple[int, int]]] = [[] for _ in range(LANES)]
    for start, end in sorted(jumps, key=lambda jump: abs(jump[0] - jump[1])):
        span = min(start, end), max(start, end)
        number = next((n for n, lane in enumerate(lanes) if _is_free(lane, span)), LANES - 1)
        lanes[number].append(span)
        yield Jump(start, LEFT - LANE * (number + 1), end)


def _is_free(lane: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    return all(span[1] < start or end < span[0] for start, end in lane)
