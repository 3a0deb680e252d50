"""What the API answers besides reports. Their JSON Schema is made from these."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from bot.reports.report import Figure


@dataclass(frozen=True, slots=True)
class PlaceName:
    """``code`` "": the province."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Places:
    places: tuple[PlaceName, ...]


@dataclass(frozen=True, slots=True)
class TargetShape:
    """``says``: words where there is no number. ``over``: more than the number."""

    year: int
    value: float | None
    over: bool
    says: str | None


@dataclass(frozen=True, slots=True)
class OfficialShape:
    """``place`` "": it is of the whole province."""

    value: float
    place: str
    as_of: date
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class ContributionShape:
    column: str
    figure: Figure
    counts: str
    bears: str


@dataclass(frozen=True, slots=True)
class IndicatorShape:
    """The three stand side by side; none is ever to be divided by another."""

    id: str
    programme: str
    name: str
    unit: str
    targets: tuple[TargetShape, ...]
    official: OfficialShape | None
    contributed: tuple[ContributionShape, ...]
    may_not_say: str | None


@dataclass(frozen=True, slots=True)
class Indicators:
    period: str
    place: PlaceName
    indicators: tuple[IndicatorShape, ...]
    footnote: str


@dataclass(frozen=True, slots=True)
class Problem:
    """As RFC 9457 has it; ``title`` and ``detail`` in the language asked for."""

    type: str
    title: str
    status: int
    detail: str


def plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
