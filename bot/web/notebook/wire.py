"""What the page sends, and only that: anything else is refused before it is looked at."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.core.clean import clean
from bot.core.sessions import Evidence, Had, Session, Work

MOST_ENTRIES = 50  # at once
KEY = re.compile(r"page\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""As the page makes them: nobody guesses another's."""

Count = Annotated[int, Field(ge=0, le=10_000)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{0,40}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LoggedSession(Strict):
    """As ``bot.core.sessions.dump_session`` writes it; ``members`` are numbers of posts: the page knows no person's."""

    team: Number
    held_on: date
    works: tuple[tuple[Code, Code, Count, Evidence, Had], ...] = Field(default=(), max_length=30)
    people: Count
    village: Annotated[str, StringConstraints(max_length=60)] = ""
    started: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    minutes: Count | None = None
    elders: Count | None = None
    women: Count | None = None
    phoneless: Count = 0
    difficulty: Annotated[str, StringConstraints(max_length=500)] = ""
    members: tuple[Number, ...] = Field(default=(), max_length=50)

    def as_session(self, key: str, commune: str) -> Session:
        works = tuple(Work(*work) for work in self.works)
        started = time.fromisoformat(self.started) if self.started else None
        return Session(
            key, self.team, commune, self.held_on, works, self.people, _one_line(self.village), started, self.minutes,
            self.elders, self.women, self.phoneless, clean(self.difficulty),
        )  # fmt: skip


class Entry(Strict):
    """One line of the page's queue: a session that is new, or that corrects the one numbered ``of``; or takes back
    (``drop``) that one, or what was sent under this key before.

    ``sure``: it is no double, the member was asked. ``edited``: it may have been saved already, before it was edited.
    """

    key: Annotated[str, StringConstraints(pattern=f"^{KEY.pattern}$")]
    session: LoggedSession | None = None
    of: Number = 0
    version: Number = 0
    sure: bool = False
    edited: bool = False
    drop: bool = False


def keys(entries: Any) -> list[str]:
    """The keys of what came in, whatever else is in it. Raises ValueError: these are no entries at all."""
    if not isinstance(entries, list) or not 1 <= len(entries) <= MOST_ENTRIES:
        raise ValueError("not a list of so many entries")
    found = [entry.get("key") if isinstance(entry, dict) else None for entry in entries]
    if not all(isinstance(key, str) and KEY.fullmatch(key) for key in found):
        raise ValueError("an entry without its key")
    return [str(key) for key in found]


def _one_line(text: str) -> str:
    return " ".join(clean(text).replace("*", " ").split())
