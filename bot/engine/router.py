"""Who answers what: a table of handlers by pressed action, awaited answer and understood meaning."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.engine.turn import Turn

T = TypeVar("T")
Handler = Callable[[Turn], Awaitable[None]]
Answer = Callable[[Turn], Awaitable[bool]]
"""Handles an awaited answer; False: this is not an answer to the question, take it for what it means."""


@dataclass
class Router:
    actions: dict[str, Handler] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    meanings: dict[str, Handler] = field(default_factory=dict)

    def action(self, name: str) -> Callable[[Handler], Handler]:
        """For a pressed button ``name:arg.arg``."""
        return lambda handler: _enter(self.actions, name, handler)

    def answer(self, name: str) -> Callable[[Answer], Answer]:
        """For the text, location or photo that follows ``turn.ask(…, name)``."""
        return lambda handler: _enter(self.answers, name, handler)

    def on(self, *kinds: str) -> Callable[[Handler], Handler]:
        """For a kind of meaning, or a kind of message that is not text (``start``, ``photo`` …)."""

        def register(handler: Handler) -> Handler:
            for kind in kinds:
                _enter(self.meanings, kind, handler)
            return handler

        return register

    def include(self, *others: Router) -> Router:
        for other in others:
            for mine, theirs in ((self.actions, other.actions), (self.meanings, other.meanings)):
                for name, handler in theirs.items():
                    _enter(mine, name, handler)
            for name, answer in other.answers.items():
                _enter(self.answers, name, answer)
        return self


def _enter(table: dict[str, T], name: str, handler: T) -> T:
    if name in table:
        raise ValueError(f"two handlers for “{name}”")
    table[name] = handler
    return handler
