"""What happens to announcements, for the counts. As in ``events``: no words of anybody."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.events import Event


@dataclass(frozen=True, slots=True)
class AnnouncementWritten(Event):
    commune: str
    announcement: int


@dataclass(frozen=True, slots=True)
class AnnouncementSubmitted(Event):
    commune: str
    announcement: int


@dataclass(frozen=True, slots=True)
class AnnouncementApproved(Event):
    commune: str
    announcement: int


@dataclass(frozen=True, slots=True)
class AnnouncementRefused(Event):
    commune: str
    announcement: int


@dataclass(frozen=True, slots=True)
class AnnouncementRecalled(Event):
    commune: str
    announcement: int
