"""A talk: where one person and the bot are in their conversation. Small, and the only thing kept between turns."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from bot.core.roles import Role

SPOKEN = ("vi", "en")
"""Languages a person may choose today. The folders of others exist, and wait for a native reviewer."""

TRAIL = 40  # steps remembered for "back"; longer than any guide


@dataclass(slots=True)
class Talk:
    """``awaiting`` names the question asked last, if a typed answer is expected; ``notes`` is that question's own data.

    ``trail`` holds the steps seen in this guide, oldest first, the present one last. ``about``: the guide last talked
    of, so that "how much is it?" can be answered after its end too. ``left``: the step ("guide.step") left for another
    guide, so that the way back to it is not lost. ``invited``: they were asked whether they want announcements.
    """

    greeted: bool = False
    awaiting: str = ""
    guide: str = ""
    trail: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    about: str = ""
    left: str = ""
    invited: bool = False

    @property
    def step(self) -> str:
        return self.trail[-1] if self.trail else ""

    def enter(self, guide: str, step: str) -> None:
        self.look_away(to=guide)
        self.guide, self.trail, self.about = guide, [step], guide
        self.expect("")

    def look_away(self, to: str = "") -> None:
        """Remember where the person is, before they go to another guide (or stop); coming back forgets it."""
        if self.guide and self.guide != to:
            self.left = f"{self.guide}.{self.step}"
        elif self.left.partition(".")[0] == to:
            self.left = ""

    def go_to(self, step: str) -> None:
        """Move to a step: forward to a new one, or back to one already on the trail."""
        if step in self.trail:
            del self.trail[self.trail.index(step) + 1 :]
        else:
            self.trail = [*self.trail, step][-TRAIL:]
        self.expect("")

    def leave(self) -> None:
        self.guide, self.trail = "", []
        self.expect("")

    def expect(self, answer: str, **notes: str) -> None:
        self.awaiting, self.notes = answer, notes

    def copy(self) -> Talk:
        return Talk(self.greeted, self.awaiting, self.guide, list(self.trail), dict(self.notes), self.about,
                    self.left, self.invited)  # fmt: skip

    def dump(self) -> dict[str, Any]:
        return {"greeted": self.greeted, "awaiting": self.awaiting, "guide": self.guide, "trail": self.trail,
                "notes": self.notes, "about": self.about, "left": self.left,
                "invited": self.invited}  # fmt: skip

    @classmethod
    def load(cls, stored: dict[str, Any]) -> Talk:
        """From what an older or newer version stored: fields it does not know are left out, missing ones are empty."""
        return cls(**{name: value for name, value in stored.items() if name in _KNOWN})


_KNOWN = frozenset(field.name for field in fields(Talk))


@dataclass(slots=True)
class Person:
    """Who is talking: a number, and what they chose to tell.

    ``place`` is a commune code of the ``gso_2025`` set, ``village`` a village of it as they call it ("" = not told).
    ``called`` is how they wish to be addressed (a key of ``bot.i18n.ADDRESSES``). ``seen_at`` is the turn before this
    one. ``role``: the highest of their posts, for what to offer; what they may do is asked of their ``Standing``.
    ``talking``: the request about which they talk with somebody just now; 0: with the bot.
    """

    id: int
    lang: str = "vi"
    place: str = ""
    village: str = ""
    called: str = ""
    seen_at: datetime | None = None
    role: Role = Role.RESIDENT
    talking: int = 0

    def copy(self) -> Person:
        return Person(self.id, self.lang, self.place, self.village, self.called, self.seen_at, self.role,
                      self.talking)  # fmt: skip
