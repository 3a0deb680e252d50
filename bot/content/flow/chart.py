"""What stands in the picture, before it is known where: nodes, the ways between them, the troubles beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.content.load import Content
from bot.content.model import Guide, Step
from bot.core.markup import plain
from bot.core.phrases import Phrase, Say
from bot.core.phrases import text as _

START, END = "(start)", "(end)"  # no step can be called that


class Kind(StrEnum):
    START = "start"
    STEP = "step"
    QUESTION = "ask"
    END = "end"


class Way(NamedTuple):
    """``label``: what is pressed, "" for “done”. ``to``: a node, or "" for out of the guide; ``words`` say where."""

    label: str
    to: str
    words: str = ""


class Side(NamedTuple):
    """A trouble. ``leads``: where one goes on after the fix, in words; "" for the same step."""

    sign: str
    fix: str
    leads: str


@dataclass(frozen=True)
class Node:
    id: str
    kind: Kind
    head: str
    text: str
    warn: str = ""
    ways: tuple[Way, ...] = ()
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True)
class Chart:
    title: str
    about: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Charts:
    """Makes the charts of a content, in one language."""

    content: Content
    say: Say
    lang: str

    def of(self, guide: Guide) -> Chart:
        steps = (self._step(guide, step) for step in guide.steps)
        about = f"{guide.id} · {guide.service} · {guide.status} · {guide.checked_on:%d/%m/%Y}"
        return Chart(self._say(guide.title), about, (self._start(guide), *steps, self._end(guide)))

    def _say(self, phrase: Phrase | None) -> str:
        return plain(self.say(phrase, self.lang)) if phrase else ""

    def _start(self, guide: Guide) -> Node:
        told = "\n".join(self._say(notice.text) for notice in guide.intro if self.content.holds(notice.when))
        return Node(START, Kind.START, self._say(_("Opening")), told, ways=(Way("", guide.first.id),))

    def _end(self, guide: Guide) -> Node:
        return Node(END, Kind.END, self._say(_("End")), self._say(guide.ending), self._say(guide.warning))

    def _step(self, guide: Guide, step: Step) -> Node:
        number = str(sum(1 for s in map(guide.step, guide.way_to(step)) if s and not s.options))
        name = _("Question") if step.options else _("Step {number}", number=number)
        text = "\n".join([self._say(step.do), *self._contacts(step)])
        kind = Kind.QUESTION if step.options else Kind.STEP
        sides = tuple(
            Side(self._say(t.sign), self._say(t.fix), self._words(guide, t.then.removeprefix("step:")))
            for t in step.troubles
        )
        return Node(step.id, kind, self._say(name), text, self._say(step.warn), tuple(self._ways(guide, step)), sides)

    def _contacts(self, step: Step) -> Iterator[str]:
        for contact in filter(None, map(self.content.contacts.get, step.contacts)):
            if contact.usable:
                yield f"{self._say(contact.name)}: {contact.value}"

    def _ways(self, guide: Guide, step: Step) -> Iterator[Way]:
        after = guide.after(step)
        if not step.options:
            yield Way("", after.id if after else END)
        for option in step.options:
            there = guide.step(option.go)
            to = END if option.go == "end" else there.id if there else ""
            yield Way(self._say(option.label), to, self._words(guide, option.go))

    def _words(self, guide: Guide, go: str) -> str:
        """Where ``go`` leads, for whoever does not follow the arrow."""
        linked = self.content.guides.get(go.removeprefix("guide:"))
        if go.startswith("guide:"):
            return self._say(_("the guide “{title}”", title=linked.title if linked else go))
        if go in {"end", "person"}:
            return self._say(_("End") if go == "end" else _("Meet a person"))
        there = guide.step(go)
        return there.id if there else go
