"""The same picture for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from bot.content.flow.chart import Chart, Kind, Node

SIGNS = {Kind.START: "▶", Kind.STEP: "■", Kind.QUESTION: "◆", Kind.END: "●"}
COLUMNS = 96


def write(chart: Chart) -> str:
    blocks = ["\n".join(_node(node, chart)) for node in chart.nodes]
    return "\n".join([chart.title, chart.about, "", *blocks, ""])


def _node(node: Node, chart: Chart) -> Iterator[str]:
    name = "" if node.id.startswith("(") else f" · {node.id}"
    yield f"{SIGNS[node.kind]} {node.head}{name}"
    yield from _indented(node.text)
    yield from _indented(f"⚠ {node.warn}" if node.warn else "")
    for side in node.sides:
        yield from _indented(f"{side.sign}: {side.fix}{f' → {side.leads}' if side.leads else ''}", "│   ✗ ", "│     ")
    for way in node.ways:
        if way.label:
            yield f"├─ {way.label} → {way.words}"
    yield from _onward(node, chart)


def _onward(node: Node, chart: Chart) -> Iterator[str]:
    ids = [n.id for n in chart.nodes]
    following = ids[ids.index(node.id) + 1 :][:1]
    to = next((way.to for way in node.ways if not way.label), "")
    if [to] == following:
        yield "▼"
    elif to:
        yield f"└─→ {next(n.head if n.id.startswith('(') else n.id for n in chart.nodes if n.id == to)}"
    elif node.ways:
        yield ""


def _indented(text: str, first: str = "│ ", rest: str = "│ ") -> Iterator[str]:
    for paragraph in text.split("\n"):
        yield from wrap(paragraph, COLUMNS, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
