"""Official figures: what the office that measures an indicator published, as an admin entered it.

They stand beside the target and what the teams did; none of the three is ever divided by another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import isfinite

PROVINCE = ""
"""The place of a figure that is of the whole province."""

WHOLE = 100  # per cent
LONGEST_SOURCE = 200  # characters


@dataclass(frozen=True, slots=True)
class OfficialFigure:
    """``place``: a commune's code, or ``PROVINCE``. ``as_of``: the day it holds for, the last of a period.
    ``source``: who published it and in which document; ``url``: where, if it is on a page."""

    indicator: str
    place: str
    value: float
    as_of: date
    source: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """``entered_by`` None: whoever entered it erased their data. A wrong one is withdrawn, never changed."""

    id: int
    figure: OfficialFigure
    entered_by: int | None
    entered_at: datetime
    withdrawn: bool = False


class FigureFault(StrEnum):
    """Why a figure cannot be entered as it is."""

    INDICATOR = "indicator"  # not one of ours
    PLACE = "place"
    VALUE = "value"  # no number, less than none, or more than the whole
    COMING = "coming"  # the day is still to come
    SOURCE = "source"  # nobody is named, or too long
    URL = "url"


def figure_faults(
    figure: OfficialFigure, shares: Mapping[str, bool], places: Collection[str], today: date
) -> list[FigureFault]:
    """``shares``: the known indicators, each with whether it is a share in per cent. ``today``: in Vietnam.
    None: it holds."""
    most = WHOLE if shares.get(figure.indicator) else float("inf")
    broken = {
        FigureFault.INDICATOR: figure.indicator not in shares,
        FigureFault.PLACE: figure.place != PROVINCE and figure.place not in places,
        FigureFault.VALUE: not (isfinite(figure.value) and 0 <= figure.value <= most),
        FigureFault.COMING: figure.as_of > today,
        FigureFault.SOURCE: not 0 < len(figure.source.strip()) <= LONGEST_SOURCE,
        FigureFault.URL: bool(figure.url) and not figure.url.startswith(("https://", "http://")),
    }
    return [fault for fault, found in broken.items() if found]


def latest(kept: Iterable[KeptFigure], indicator: str, place: str, day: date) -> KeptFigure | None:
    """The one that held last on that day; of two for the same day the one entered later."""
    held = (one for one in kept if not one.withdrawn and one.figure.as_of <= day)
    of_it = (one for one in held if (one.figure.indicator, one.figure.place) == (indicator, place))
    return max(of_it, key=lambda one: (one.figure.as_of, one.entered_at, one.id), default=None)
