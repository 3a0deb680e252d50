"""Readings: how far people come in a guide, and where and why they stop.

A reading begins when somebody opens a guide. It is over when they finish it, or a week later; opening the same guide
again before that goes on with it. It counts on the day and in the commune in which it began, so readings add up over
days and communes; who begins again after a week, or after having finished, counts again. Whoever has not finished has
stopped, at the step that was before them last. Why: what they told at that step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

LASTS = timedelta(days=7)

SILENT, STUCK, PERSON, TROUBLE = REASONS = ("", "stuck", "person", "trouble.")
"""Why they stopped: nothing was told, they said they were stuck, they asked for a person, or ``trouble.ID``: they named
what was wrong. The later of these says more, and what says more stays."""

Told = tuple[str, Mapping[str, Any]]
"""The type and data of an event."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``step`` "": none was told of yet."""

    guide: str
    commune: str
    opened_at: datetime
    step: str = ""
    why: str = SILENT


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person is when a turn is over. ``guide``, ``step``: that of their talk; "" where it is not known."""

    commune: str
    guide: str = ""
    step: str = ""


def read_on(going: Mapping[str, Reading], told: Iterable[Told], spot: Spot, now: datetime) -> dict[str, Reading]:
    """The readings of a person that go on after a turn, by guide, from those that went on before it."""
    here = {guide: one for guide, one in going.items() if now - one.opened_at < LASTS}
    for type_, data in told:
        guide = data.get("guide", "")
        if type_ == "GuideOpened":
            here.setdefault(guide, Reading(guide, spot.commune, now))
        elif type_ == "GuideFinished":
            here.pop(guide, None)
        elif guide in here and type_ in _WHY:
            why = _WHY[type_] + data.get("trouble", "")
            here[guide] = _at(here[guide], data.get("step", ""), why, anew=type_ == "StepDone")
    if spot.guide in here and spot.step:
        here[spot.guide] = _at(here[spot.guide], spot.step, SILENT)
    return here


_WHY = {"StepDone": SILENT, "StuckReported": STUCK, "PersonAsked": PERSON, "TroubleNamed": TROUBLE}


def _at(reading: Reading, step: str, why: str, *, anew: bool = False) -> Reading:
    if anew or step != reading.step:
        return replace(reading, step=step, why=why)
    return replace(reading, why=max(why, reading.why, key=_weight))


def _weight(why: str) -> int:
    return REASONS.index(TROUBLE if why.startswith(TROUBLE) else why)
