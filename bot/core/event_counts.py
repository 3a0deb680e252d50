"""Which events are counted by day and place, and as what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Data = Mapping[str, Any]


class What(NamedTuple):
    """``detail``: of a rating "yes" or "no"; the trouble, inquiry or emergency; else ""."""

    type: str
    guide: str
    step: str
    detail: str


def _nothing(_data: Data) -> str:
    return ""


def _rating(data: Data) -> str:
    return "yes" if data.get("helped") else "no"


def _named(name: str) -> Callable[[Data], str]:
    return lambda data: data.get(name) or ""


_guide, _step = _named("guide"), _named("step")
_DETAILS: Mapping[str, Callable[[Data], str]] = {
    "GuideOpened": _nothing,
    "GuideFinished": _nothing,
    "GuideRated": _rating,
    "StepDone": _nothing,
    "StuckReported": _nothing,
    "TroubleNamed": _named("trouble"),
    "PersonAsked": _nothing,
    "QuestionNotUnderstood": _nothing,
    "InquiryAnswered": _named("inquiry"),
    "EmergencyAnswered": _named("emergency"),
}
COUNTED = frozenset(_DETAILS)
SAID = ("guide", "step", "trouble", "inquiry", "emergency", "helped")
"""What of the data is looked at."""


def counted_as(type_: str, data: Data) -> What | None:
    """None: it is not."""
    detail = _DETAILS.get(type_)
    return What(type_, _guide(data), _step(data), detail(data)) if detail else None
