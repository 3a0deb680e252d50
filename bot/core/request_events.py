"""What happens to requests for a person, for the counts. As in ``events``: no words of anybody."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.events import Event


@dataclass(frozen=True, slots=True)
class RequestMade(Event):
    request: int
    commune: str
    team: int  # 0: all the teams there, or the commune itself
    guide: str
    step: str
    lang: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class RequestTaken(Event):
    request: int
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class RequestDeclined(Event):
    request: int
    commune: str


@dataclass(frozen=True, slots=True)
class RequestReturned(Event):
    request: int
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class RequestHandedOver(Event):
    request: int
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class RequestClosed(Event):
    request: int
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class RequestReopened(Event):
    request: int
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class RequestCancelled(Event):
    request: int
    commune: str


@dataclass(frozen=True, slots=True)
class HelpRated(Event):
    request: int
    commune: str
    satisfied: bool
