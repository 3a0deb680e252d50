"""A guide's steps as a picture: at each how many went on, were stuck and stopped, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.content.flow.chart import Chart, Kind
from bot.content.model import Guide, Step
from bot.core.markup import plain
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.readings import PERSON, SILENT, STUCK, TROUBLE
from bot.reports.names import HEADINGS, written
from bot.reports.report import Figure, StepLine

BARS: Mapping[str, Phrase] = {
    "done": _("Step done"), "stuck": HEADINGS["stuck"], "stopped": HEADINGS["stopped"],
}  # fmt: skip
WHY: Mapping[str, Phrase] = {
    SILENT: _("without a word"), STUCK: _("said they were stuck"), PERSON: _("asked for a person"),
}  # fmt: skip
FULL = 100
"""How long the longest bar is."""


@dataclass(frozen=True, slots=True)
class Bar:
    """``length``: of ``FULL``; 0 where the figure is not shown."""

    name: str
    title: Phrase
    figure: Figure
    length: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """``head``: "Step 3". ``before``: the first step is still to come; ``asks``: it is a question. ``troubles``,
    ``why``: what was named, and how often."""

    head: str
    words: str
    bars: tuple[Bar, ...]
    asks: bool = False
    before: bool = False
    troubles: tuple[tuple[str, Figure], ...] = ()
    why: tuple[tuple[str, Figure], ...] = ()

    @property
    def row(self) -> list[object]:
        told = "; ".join(f"{name}: {written(figure)}" for name, figure in (*self.troubles, *self.why))
        return [f"{self.head}. {self.words}".strip(". "), *(bar.figure for bar in self.bars), told or "—"]


@dataclass(frozen=True)
class Picture:
    """``say``: in the language of who looks; ``chart``: of the guide, None where it is not there any more."""

    guide: Guide | None
    chart: Chart | None
    say: Callable[[Phrase], str]

    def drawn(self, lines: Sequence[StepLine]) -> list[Drawn]:
        """Before the first step, its steps in order, then steps that are gone and that somebody stood at."""
        most = max((n for line in lines for name in BARS if isinstance(n := getattr(line, name), int)), default=0)
        return list(self._all({line.step: line for line in lines}, most))

    def _all(self, by_id: dict[str, StepLine], most: int) -> Iterator[Drawn]:
        if before := by_id.pop("", None):
            yield replace(self._one(None, self.say(_("Before the first step")), before, most), before=True)
        heads = {node.id: node for node in self.chart.nodes} if self.chart else {}
        for step in self.guide.steps if self.guide else ():
            drawn = self._one(step, heads[step.id].head, by_id.pop(step.id, None), most)
            yield replace(drawn, asks=heads[step.id].kind is Kind.QUESTION)
        for id_, line in by_id.items():
            yield self._one(None, self.say(_("A step of an older version: {step}", step=id_)), line, most)

    def _one(self, step: Step | None, head: str, line: StepLine | None, most: int) -> Drawn:
        words, bars = plain(self.say(step.do)) if step else "", tuple(_bars(line, most))
        if not line:
            return Drawn(head, words, bars)
        why = tuple((self._why(step, code), figure) for code, figure in line.why.items())
        troubles = tuple((self._trouble(step, id_), figure) for id_, figure in line.troubles.items())
        return Drawn(head, words, bars, troubles=troubles, why=why)

    def _why(self, step: Step | None, code: str) -> str:
        if code.startswith(TROUBLE):
            return self._trouble(step, code.removeprefix(TROUBLE))
        return self.say(WHY.get(code, code))

    def _trouble(self, step: Step | None, id_: str) -> str:
        known = step.trouble(id_) if step else None
        return f"“{plain(self.say(known.sign)) if known else id_}”"


def _bars(line: StepLine | None, most: int) -> Iterator[Bar]:
    for name, title in BARS.items():
        figure: Figure = getattr(line, name) if line else None
        yield Bar(name, title, figure, round(FULL * figure / most, 1) if isinstance(figure, int) and most else 0)
