"""Files of a report that somebody asked for: what they are of, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

DAYS = 7
"""How long a file is kept; whoever still needs it has it made again."""


class Form(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    PNG = "png"


class State(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Asked:
    """``period``: its code. ``place``: a commune's code, "" for the province. ``team``: 0 for all. ``sessions``: one by
    one, as well."""

    person: int
    form: Form
    period: str
    place: str = ""
    team: int = 0
    sessions: bool = False
    lang: str = "vi"


def dump_asked(asked: Asked) -> list[Any]:
    """As JSON values."""
    return [asked.person, asked.form.value, asked.period, asked.place, asked.team, asked.sessions, asked.lang]


def load_asked(body: list[Any]) -> Asked:
    person, form, *rest = body
    return Asked(person, Form(form), *rest)


@dataclass(frozen=True, slots=True)
class Export:
    """``done`` of ``total`` sessions are written. ``file``: its name in the folder, "" until it is done. ``attempts``:
    how often it was begun. ``inside``: it was made for the team itself, with its small counts."""

    id: int
    asked: Asked
    state: State
    asked_at: datetime
    attempts: int = 0
    done: int = 0
    total: int = 0
    file: str = ""
    size: int = 0
    ended_at: datetime | None = None
    inside: bool = False
