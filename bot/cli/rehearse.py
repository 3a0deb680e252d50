"""Playing a guide through from its opening to its end, every button of every step, as the bot itself would answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from bot.content.model import Guide, Step
from bot.core.messages import Choice, Inbound, Kind, Reply, Spoken
from bot.core.phrases import Say
from bot.core.talk import Person, Talk
from bot.engine.router import Router
from bot.engine.run import run_turn
from bot.engine.turn import World

NO_PORTS: Any = None
"""A guide is led through without asking what is stored."""
ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


class Scene(NamedTuple):
    """What is said at one point of the guide."""

    title: str
    said: list[Spoken]


@dataclass(frozen=True)
class Rehearsal:
    world: World
    router: Router
    say: Say
    lang: str

    async def play(self, guide: Guide) -> list[Scene]:
        """Every scene in the order a resident meets it. A draft is played as if it were published."""
        guide = guide.model_copy(update={"status": "published"})
        content = self.world.content
        content = replace(content, guides={**content.guides, guide.id: guide})
        staged = replace(self, world=replace(self.world, content=content))
        return [Scene(title, await staged.press(action)) for title, action in scenes(guide)]

    async def press(self, action: str) -> list[Spoken]:
        inbound = Inbound("preview", action, "editor", Kind.PRESS, ANY_TIME, action=action)
        outcome = await run_turn(
            inbound, Person(1, self.lang), Talk(greeted=True), world=self.world, router=self.router, ports=NO_PORTS,
            now=ANY_TIME,
        )  # fmt: skip
        return [self._spoken(n, reply) for n, reply in enumerate(outcome.replies, 1)]

    def _spoken(self, n: int, reply: Reply) -> Spoken:
        choices = (Choice(self.say(b.label, self.lang), b.action, b.url, b.wants) for b in reply.buttons)
        return Spoken(n, self.say(reply.text, self.lang), tuple(choices), lang=self.lang)


def scenes(guide: Guide) -> Iterator[tuple[str, str]]:
    """(what it is, the button that leads there)."""
    yield f"opening, step {guide.first.id}", f"guide.open:{guide.id}"
    for step in as_met(guide):
        here = f"{guide.id}.{step.id}"
        if step is not guide.first:
            yield f"step {step.id}", f"guide.here:{here}"
        if step.troubles:
            yield f"stuck at {step.id}", f"guide.stuck:{here}"
        for trouble in step.troubles:
            yield f"{step.id}: {trouble.id}", f"guide.trouble:{here}.{trouble.id}"
    if action := last_button(guide):
        yield "end", action
    yield "it did not help", f"guide.rate:{guide.id}.no"


def as_met(guide: Guide) -> list[Step]:
    """The steps, each way followed to its end before the next is begun."""
    met: list[Step] = []
    waiting = [guide.first]
    while waiting:
        step = waiting.pop()
        if step not in met:
            met.append(step)
            waiting += reversed(guide.leads_to(step))
    return met


def last_button(guide: Guide) -> str:
    """The button that ends the guide; "" where every way leads out of it."""
    for step in guide.steps:
        if not step.options and not guide.after(step):
            return f"guide.done:{guide.id}.{step.id}"
        for option in step.options:
            if option.go == "end":
                return f"guide.pick:{guide.id}.{step.id}.{option.id}"
    return ""
