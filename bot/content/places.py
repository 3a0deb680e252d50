"""The communes of the province, and the names people still use for them. Read from ``content/places/``."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

SCHEME = "gso_2025"
"""The code set. New codes re-use old ones for other ground (21553 was phường Nhơn Phú), so a code needs its set."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune or ward of today. ``lat`` and ``lon`` are its centre, in degrees."""

    code: str
    name: str
    short: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A commune, ward or town before 1/7/2025, and the units that hold its ground now (the main one first)."""

    name: str
    district: str
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OldDistrict:
    """A district or town before 1/7/2025 (abolished), and the units that hold its ground now."""

    name: str
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Everyday:
    """``names`` that are also ordinary words, the words that may stand ``beside`` one that is meant as a place, and
    those ``after`` which any name is that of a person or a street."""

    names: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    units: Mapping[str, Unit]
    old_units: tuple[OldUnit, ...]
    old_districts: tuple[OldDistrict, ...]
    everyday: Everyday = Everyday()


def read_places(folder: Path) -> Gazetteer:
    """Raises OSError, KeyError, ValueError, TypeError, YAMLError when a file is missing or not of this shape."""
    units = {row["code"]: _unit(row) for row in _rows(folder / "units.csv")}
    districts = tuple(_district(row) for row in _rows(folder / "old_districts.csv"))
    return Gazetteer(
        units, tuple(_old_units(folder / "old_to_new.csv")), districts, _everyday(folder / "everyday.yaml")
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _unit(row: dict[str, str]) -> Unit:
    return Unit(row["code"], row["name"], row["short_name"], float(row["lat"]), float(row["lon"]))


def _old_units(path: Path) -> Iterator[OldUnit]:
    found: dict[tuple[str, str], list[tuple[bool, str]]] = {}
    for row in _rows(path):
        key = (row["old_unit"], row["old_district"])
        found.setdefault(key, []).append((row["is_default"] != "1", row["new_unit_code"]))
    for (name, district), now in found.items():
        yield OldUnit(name, district, tuple(code for _, code in sorted(now)))


def _district(row: dict[str, str]) -> OldDistrict:
    return OldDistrict(row["old_district"], tuple(unit.split(" ", 1)[0] for unit in row["new_units"].split(" | ")))


def _everyday(path: Path) -> Everyday:
    written = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return Everyday(*(tuple(map(str, written[name])) for name in ("names", "beside", "after")))
