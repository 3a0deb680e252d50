"""Pages, and what must hold before one is shown: every route names its act and how its place is found."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from aiohttp import web

from bot.core.phrases import Phrase
from bot.core.roles import ENTER
from bot.reports.report import Place

if TYPE_CHECKING:
    from bot.web.admin.ask import Ask

ROOT = "/quan-tri"


class Reach(Enum):
    CHOSEN = "at the place that the address names"
    SOMEWHERE = "at any place of theirs"


CHOSEN, SOMEWHERE = Reach.CHOSEN, Reach.SOMEWHERE

Answers: TypeAlias = "Callable[[Ask], Awaitable[web.StreamResponse]]"
Where: TypeAlias = "Reach | Callable[[Ask], Awaitable[Place | None]]"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may: whoever may do the act there."""

    act: str
    where: Where


@dataclass(frozen=True, slots=True)
class Route:
    """``largest``: bytes of a form, where it may be more than usual; 0: as usual."""

    method: str
    path: str
    rule: Rule
    answers: Answers
    largest: int = 0


class Section:
    """``path`` and ``title``: as the navigation shows it; without a title it does not."""

    def __init__(self, path: str = "", title: Phrase = "", *, act: str = ENTER, where: Where = CHOSEN) -> None:
        self.path, self.title, self.rule = path, title, Rule(act, where)
        self.routes: list[Route] = []

    def get(self, path: str, *, act: str = "", where: Where | None = None) -> Callable[[Answers], Answers]:
        return self._on("GET", path, act, where)

    def post(
        self, path: str, *, act: str = "", where: Where | None = None, largest: int = 0
    ) -> Callable[[Answers], Answers]:  # fmt: skip
        return self._on("POST", path, act, where, largest)

    def _on(
        self, method: str, path: str, act: str, where: Where | None, largest: int = 0
    ) -> Callable[[Answers], Answers]:  # fmt: skip
        rule = Rule(act or self.rule.act, where or self.rule.where)

        def add(answers: Answers) -> Answers:
            self.routes.append(Route(method, ROOT + path, rule, answers, largest))
            return answers

        return add
