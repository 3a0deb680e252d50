"""Drawing the picture. Colours follow the reader's light or dark; no script, no font, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from bot.content.flow.chart import Chart, Kind
from bot.content.flow.layout import (
    BOX,
    GAP,
    LEFT,
    LINE,
    MARGIN,
    PAD,
    RIGHT,
    SIDE,
    SIDES,
    SMALL_LINE,
    Box,
    Card,
    Jump,
    Layout,
    Option,
    layout,
)

STYLE = """
svg{--ink:#1c2430;--soft:#566273;--paper:#fff;--line:#7d8a9b;--step:#eef3fb;--steps:#9db4d8;--ask:#fff3d1;--asks:#d9a21b;
--end:#e4f5e8;--ends:#5da574;--start:#f4f4f6;--starts:#b9bec7;--side:#fdf0ed;--sides:#dd8a76;--go:#a33b22}
@media(prefers-color-scheme:dark){svg{--ink:#e8ecf2;--soft:#a7b2c1;--paper:#12161c;--line:#8896a8;--step:#1d2a3d;
--steps:#4a6591;--ask:#3a3014;--asks:#b98a1c;--end:#16301f;--ends:#3f7d54;--start:#1f242c;--starts:#4b5563;
--side:#33201c;--sides:#8a4a3a;--go:#ff9d85}}
text{font-family:system-ui,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;font-size:14px;fill:var(--ink)}
.t{font-size:20px;font-weight:700}.h,.s{font-weight:700}.h,.i{font-size:12px;fill:var(--soft)}
.s,.f,.w,.g{font-size:13px}.w,.g{fill:var(--go)}.g{font-weight:600}
.step{fill:var(--step);stroke:var(--steps)}.ask{fill:var(--ask);stroke:var(--asks)}.end{fill:var(--end);stroke:var(--ends)}
.start{fill:var(--start);stroke:var(--starts)}.side{fill:var(--side);stroke:var(--sides)}
.o{fill:var(--paper);stroke:var(--asks)}.l{fill:none;stroke:var(--line);stroke-width:1.6}.d{stroke-dasharray:3 4}
""".strip().replace("\n", "")


ARROW = (
    '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"'
    ' markerUnits="userSpaceOnUse"><path d="M0 0L8 4L0 8z" fill="var(--line)"/></marker></defs>'
)


def draw(chart: Chart) -> str:
    placed = layout(chart)
    boxes = (shape for box in placed.boxes for shape in _box(box))
    parts = [*_frame(placed), *map(_jump, placed.jumps), *_onward(placed.boxes), *boxes, "</svg>"]
    return "\n".join(filter(None, parts)) + "\n"


def _frame(placed: Layout) -> Iterator[str]:
    chart, left, width, height = placed.chart, placed.left, placed.width, placed.height
    size = f'viewBox="{left} 0 {width} {height}" width="{width}" height="{height}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    yield f"<title>{escape(chart.title)}</title>"
    yield f"<style>{STYLE}</style>{ARROW}"
    yield f'<rect x="{left}" width="{width}" height="{height}" fill="var(--paper)"/>'
    yield _text(left + MARGIN, 36, ("t", [chart.title]))
    yield _text(left + MARGIN, 56, ("i", [chart.about]))


def _onward(boxes: Sequence[Box]) -> Iterator[str]:
    """The straight way down from a box to the next."""
    middle = LEFT + BOX // 2
    for box, following in pairwise(boxes):
        if any(not way.label and way.to == following.node.id for way in box.node.ways):
            yield _line(f"M{middle} {box.bottom}V{following.y - 1}")


def _jump(jump: Jump) -> str:
    return _line(f"M{LEFT} {jump.start}H{jump.x}V{jump.end}H{LEFT - 1}")


def _line(path: str, more: str = "", end: str = ' marker-end="url(#a)"') -> str:
    return f'<path class="l{more}" d="{path}"{end}/>'


def _box(box: Box) -> Iterator[str]:
    yield from _spine(box)
    yield _outline(box)
    named = box.node.head if box.node.id.startswith("(") else f"{box.node.head} · {box.node.id}"
    yield _text(LEFT + PAD + 4, box.y + PAD + 8, ("h", [named]), ("", box.text), ("w", box.warn))
    yield from (shape for option in box.options for shape in _option(option))
    yield from (shape for card in box.cards for shape in _card(card))


def _outline(box: Box) -> str:
    kind, y, height = box.node.kind, box.y, box.height
    if kind is not Kind.QUESTION:
        round_ = {Kind.STEP: 6}.get(kind, 18)
        return f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{BOX}" height="{height}" rx="{round_}"/>'
    cut, tall = 14, height - 2 * 14
    path = f"M{LEFT + cut} {y}H{RIGHT - cut}l{cut} {cut}v{tall}l-{cut} {cut}H{LEFT + cut}l-{cut}-{cut}v-{tall}z"
    return f'<path class="{kind}" d="{path}" stroke-width="2"/>'


def _option(option: Option) -> Iterator[str]:
    way, x, y, width = option.way, LEFT + PAD, option.y, BOX - 2 * PAD
    yield f'<rect class="o" x="{x}" y="{y}" width="{width}" height="{option.height}" rx="12"/>'
    yield _text(x + 12, y + 17, ("", [way.label]))
    leads = f'<text class="g" x="{x + width - 12}" y="{y + option.height - 8}" text-anchor="end">'
    yield f"{leads}→ {escape(way.words)}</text>"
    if way.to:
        yield _line(f"M{x} {option.middle}H{LEFT}", end="")


def _spine(box: Box) -> Iterator[str]:
    """What ties the troubles to their step."""
    if box.cards:
        middles = [card.y + card.height // 2 for card in box.cards]
        x, y = RIGHT + GAP // 2, box.y + 18
        twigs = "".join(f"M{x} {middle}H{SIDES}" for middle in middles)
        yield _line(f"M{RIGHT} {y}H{x}V{middles[-1]}M{x} {y}V{middles[0]}{twigs}", " d", end="")


def _card(card: Card) -> Iterator[str]:
    yield f'<rect class="side" x="{SIDES}" y="{card.y}" width="{SIDE}" height="{card.height}" rx="6"/>'
    yield _text(SIDES + PAD, card.y + PAD + 8, ("s", card.sign), ("f", card.fix), ("g", card.leads))


def _text(x: int, y: int, *blocks: tuple[str, Sequence[str]]) -> str:
    """Blocks of lines below each other, each of its own class."""
    written: list[str] = []
    down = 0
    for class_, lines in blocks:
        for line in lines:
            down += (LINE if class_ in {"", "t"} else SMALL_LINE) if written else 0
            classed = f' class="{class_}"' if class_ else ""
            lower = f' y="{down}"' if down else ""
            written.append(f"<text{classed}{lower}>{escape(line)}</text>")
    return f'<g transform="translate({x} {y})">{"".join(written)}</g>' if written else ""
