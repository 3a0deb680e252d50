"""What the province is measured by, and what of the teams' work bears on it: the shape of ``indicators.yaml``.

A team's log counts help given, never a share of the population: target, official figure and contribution stand side by
side, and nothing here is ever divided by anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from bot.content.model import ContactId, Id, LocalText, Model, Source

Value = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Year = Annotated[int, Field(ge=2020, le=2050)]
AsOf = Annotated[
    str, BeforeValidator(str), StringConstraints(pattern=r"^20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
]
"""A day, a month or a year, as exactly as it is known."""

Counts = Literal["people", "households", "files", "visits", "sessions", "members"]
"""``visits``: people, added up over the sessions. ``members``: of the teams, with a session in the period."""
NEW: frozenset[Counts] = frozenset({"people", "households"})
"""Counted only where they did not have it before."""
DONE: frozenset[Counts] = NEW | {"files"}
"""Counted only where it was seen on the screen."""


class Stated(Model):
    """A number, or the words that stand in its place."""

    value: Value | None = Field(default=None, description="the number alone; its unit is that of the indicator")
    over: bool = Field(default=False, description="“trên …”: more than the number")
    says: LocalText | None = Field(default=None, description="what is said instead, where no number is")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.value is None) == (self.says is None):
            raise ValueError("write a value or, where there is no number, what is said instead (says); not both")
        return self


class Target(Stated):
    year: Year = Field(description="by the end of which year")
    to_verify: str = Field(default="", description="what a person still has to check; until then it is not shown")


class Reading(Stated):
    """What a public page said it was. It has a definition of its own, which need not be that of the target."""

    as_of: AsOf = Field(description="in quotes: “2023”, “2023-04” or “2023-04-18”, as exactly as it is known")
    definition: LocalText = Field(description="what was counted, and of whom, in the words of the page")
    warning: LocalText | None = Field(default=None, description="why it cannot be held against the target")
    source: Source


class Contribution(Model):
    """One outcome of the log that bears on the indicator. Those with the same column may be added up, others never."""

    service: str = Field(default="", description="a code of services.yaml; none where members are counted")
    outcome: str = Field(default="", description="an outcome of that service")
    evidence: Literal["E2", "any"] = Field(default="E2", description="E2: seen on the screen")
    had_before: Literal["no", "any"] = Field(default="no", description="no: only who did not have it before")
    counts: Counts
    column: LocalText = Field(description="its name in a report")
    bears: Literal["directly", "partly", "input", "related"] = Field(
        default="directly",
        description="partly: on a part of it; input: it comes before it; related: it only has to do with it",
    )


class Indicator(Model):
    id: Id = Field(description="short, a-z 0-9 and -; never changed: official figures are kept by it")
    programme: ContactId = Field(description="one of “programmes” above")
    status: Literal["draft", "published"] = Field(description="draft: somebody still has to check that it is so")
    name: LocalText
    unit: LocalText = Field(description="a share begins with “%”")
    code: str | None = Field(default=None, description="its code, as in the annex of the decision; null until entered")
    code_source: Source | None = Field(default=None, description="the annex the code was read in")
    targets: tuple[Target, ...] = ()
    baseline: Reading | None = None
    later: tuple[Reading, ...] = Field(default=(), description="what public pages said since")
    official_source: LocalText | None = Field(description="who publishes the real figure; null while nobody knows")
    contributes: tuple[Contribution, ...] = Field(default=(), description="none: no log can count it")
    may_not_say: LocalText | None = Field(default=None, description="the sentence that a report must not suggest")
    source: Source | None = Field(default=None, description="the document that sets it")
    checked_on: date = Field(description="the day all of it was last held against its sources: YYYY-MM-DD")
    to_verify: tuple[str, ...] = Field(default=(), description="what a person still has to check; never shown")

    @property
    def is_share(self) -> bool:
        return self.unit.by_lang["vi"].startswith("%")

    @property
    def shown_targets(self) -> tuple[Target, ...]:
        """Those that nobody has to check any more."""
        return tuple(target for target in self.targets if not target.to_verify)

    @property
    def readings(self) -> Iterator[Reading]:
        yield from ((self.baseline, *self.later) if self.baseline else self.later)


class Programme(Model):
    title: LocalText
    issued_on: date | None = None


class Indicators(Model):
    programmes: Mapping[ContactId, Programme] = Field(default={}, description="the documents, in the order of a report")
    indicators: tuple[Indicator, ...] = ()

    @property
    def published(self) -> tuple[Indicator, ...]:
        """What a report may show, in its order."""
        shown = (one for one in self.indicators if one.status == "published")
        order = {id_: position for position, id_ in enumerate(self.programmes)}
        return tuple(sorted(shown, key=lambda one: order.get(one.programme, len(order))))

    def find(self, id_: str) -> Indicator | None:
        return next((one for one in self.indicators if one.id == id_), None)
