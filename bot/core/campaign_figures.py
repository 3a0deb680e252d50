"""How many an announcement is for, how far it is, and what became of each recipient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.campaigns import Got, Reach, Recall, Why


@dataclass(frozen=True, slots=True)
class Terms:
    """``stamps``: the wording of each consent purpose that holds now. ``channels``: those that run here."""

    stamps: Mapping[str, str]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Before it is sent. ``by``: people by (channel, reach); ``why``: of those who cannot be reached. ``declined``:
    people of that audience who have not agreed to announcements, so are not among the chosen."""

    by: Mapping[tuple[str, Reach], int] = field(default_factory=dict)
    why: Mapping[Why, int] = field(default_factory=dict)
    declined: int = 0

    @property
    def total(self) -> int:
        return sum(self.by.values())

    def reach(self, reach: Reach) -> int:
        return sum(number for (_channel, how), number in self.by.items() if how is reach)

    def seconds(self, per_second: Mapping[str, float | None]) -> float:
        """How long the sending takes at the platforms' rates: the channels send side by side."""
        waits = (
            number / rate
            for (channel, how), number in self.by.items()
            if how is Reach.NOW and (rate := per_second.get(channel))
        )
        return max(waits, default=0.0)


@dataclass(frozen=True, slots=True)
class Progress:
    """``by``: recipients by (channel, what became of them). ``lately``: delivered in the last minute. ``doubtful``: who
    may have got it twice. ``answers``: people by what they pressed. ``recalls``: by how far the recall is."""

    by: Mapping[tuple[str, Got], int] = field(default_factory=dict)
    lately: int = 0
    doubtful: int = 0
    answers: Mapping[str, int] = field(default_factory=dict)
    recalls: Mapping[Recall, int] = field(default_factory=dict)
    reasons: Mapping[tuple[Got, str], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by.values())

    def got(self, *what: Got) -> int:
        return sum(number for (_channel, got), number in self.by.items() if got in what)

    @property
    def settled(self) -> int:
        return self.total - self.got(Got.WAITING, Got.SENDING)

    def seconds_left(self, window_s: float = 60.0) -> float | None:
        """None: nothing was delivered lately, so nobody knows."""
        return self.got(Got.WAITING, Got.SENDING) * window_s / self.lately if self.lately else None


@dataclass(frozen=True, slots=True)
class Recipient:
    """``ref``: the platform's ids of what was sent. ``doubtful``: it may have come twice."""

    id: int
    campaign: int
    person: int | None
    channel: str
    address: str
    got: Got
    reason: str = ""
    attempts: int = 0
    ref: str = ""
    doubtful: bool = False
    sent_at: datetime | None = None
    recall: Recall = Recall.NONE
    lang: str = "vi"
    called: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """Announcements do not go out on a channel, and why."""

    channel: str
    reason: str
    by: int | None
    at: datetime
