"""Announcements: what is said to whom and when, how far it is, and what became of each recipient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

MOST_BUTTONS = 3
LONGEST_TEXT = 2000
"""Characters: what every channel takes as one message, with the buttons beneath."""
LONGEST_LABEL = 40
LARGEST_FILE = 2_000_000
"""Bytes: what opens on a cheap telephone. A picture is made small before."""


class State(StrEnum):
    """Of an announcement. ``ASKED``: a second administrator has to agree. ``PLANNED``: it waits for its time."""

    DRAFT = "draft"
    ASKED = "asked"
    PLANNED = "planned"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


RUNNING = (State.SENDING, State.PAUSED)
ENDED = (State.DONE, State.CANCELLED)


class Got(StrEnum):
    """What became of one recipient. ``SENDING``: it was handed to the platform, which has not answered yet."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    OPTED_OUT = "opted_out"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


MISSED = (Got.FAILED, Got.UNREACHABLE, Got.EXPIRED, Got.CANCELLED)
"""Who was chosen and did not get it, and may be tried again. Whoever opted out is not."""


class Recall(StrEnum):
    """Of one recipient who had got it: it is to be taken back, is gone, was corrected by another message, or neither
    could be done."""

    NONE = ""
    WAITING = "waiting"
    SENDING = "sending"
    GONE = "gone"
    CORRECTED = "corrected"
    FAILED = "failed"


class Urgency(StrEnum):
    ORDINARY = "ordinary"
    IMPORTANT = "important"
    URGENT = "urgent"


class Why(StrEnum):
    """Why somebody who was chosen cannot be written to."""

    BLOCKED = "blocked"  # they blocked the bot, or left
    NO_CHANNEL = "no_channel"  # they are only on a channel that is not running here
    BILLED = "billed"  # only against payment, which is not allowed here
    WINDOW = "window"  # they wrote too long ago for the platform to let us
    NOWHERE = "nowhere"  # nothing leads to them any more


class Reach(StrEnum):
    """How somebody can be written to. ``RETURN``: they get it when they open the page."""

    NOW = "now"
    RETURN = "return"
    BILLED = "billed"
    NOT = "not"


# ---- what is said ----


class Does(StrEnum):
    GUIDE = "guide"
    LINK = "link"
    COME = "come"


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: opens a guide (``target``: its id), a page (its https address), or says “I will come”. ``labels``: by
    language, of a link only."""

    does: Does
    target: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attached:
    """``id``: of the file, where it lies."""

    id: int
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Body:
    """``texts``: by language, with ``*bold*``; whoever speaks another language gets Vietnamese."""

    texts: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    attached: Attached | None = None


# ---- to whom ----


@dataclass(frozen=True, slots=True)
class Group:
    """Those who fit all that is named; of several values of one kind, any. Nothing named: everybody.

    ``places``: commune codes, or ``code/village``. ``guides``: opened by those who let us look (purpose ``interests``).
    ``seen_days``: they were here within so many days; 0: whenever. ``answered``: announcements.
    """

    places: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
    seen_days: int = 0
    answered: tuple[int, ...] = ()

    @property
    def is_everybody(self) -> bool:
        return self == Group()


@dataclass(frozen=True, slots=True)
class Audience:
    """``without``: of those chosen, whoever fits this is left out."""

    chosen: Group = Group()
    without: Group | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """An audience under a name. ``commune``: whose it is; "": the province's."""

    id: int
    commune: str
    name: str
    audience: Audience


# ---- when ----


class Repeat(StrEnum):
    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Timing:
    """``at``: None: as soon as it may be. ``until``: the last day of a repeated one. ``lasts_hours``: then whoever has
    not got it does not get it any more; 0: as is usual for its urgency."""

    at: datetime | None = None
    repeat: Repeat = Repeat.NEVER
    until: date | None = None
    lasts_hours: int = 0


# ---- the whole ----


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody writes. Every change of it needs approval again."""

    body: Body = Body()
    audience: Audience = Audience()
    timing: Timing = Timing()
    urgency: Urgency = Urgency.ORDINARY


@dataclass(frozen=True, slots=True)
class Campaign:
    """``commune``: in whose name, "": the province's. ``writers``: all who wrote in it. ``version``: grows with every
    change. ``approved``: the version that ``approved_by`` agreed to; 0: none. ``due_at``: when it begins. ``series``:
    the first of those that repeat it; 0: it is none of several. ``paused_why``: "" = by hand."""

    id: int
    commune: str
    draft: Draft
    state: State
    made_at: datetime
    author: int | None = None
    writers: tuple[int, ...] = ()
    version: int = 1
    approved: int = 0
    approved_by: int | None = None
    due_at: datetime | None = None
    started_at: datetime | None = None
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    series: int = 0
    paused_why: str = ""
    recalled_at: datetime | None = None
    correction: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_approved(self) -> bool:
        return self.approved == self.version

    @property
    def is_urgent(self) -> bool:
        return self.draft.urgency is Urgency.URGENT
