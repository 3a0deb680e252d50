"""What a channel is: something that takes in what people do, and sends what the bot says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.core.messages import Inbound, Spoken


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update that could not be understood: kept aside under its id, so that it never blocks the next."""

    channel: str
    event_id: str
    raw: str
    reason: str


COPIES = frozenset({"telegram"})
"""The channels whose platform copies somebody's message for another person, without it coming here."""

PICTURES = frozenset({"telegram", "webchat"})
"""The channels on which a picture can be sent to us, and shown; so can a voice note, and a file handed over."""

Taken = Inbound | Unreadable
Take = Callable[[Sequence[Taken]], Awaitable[None]]
"""Stores what came in. When it returns, it is on disk, and the platform may be told so."""

Arrived = Callable[[str, str], Awaitable[None]]
"""(channel, address): the person is connected again, what waited for them may be sent."""


class Channel(Protocol):
    """``send`` and ``take_back`` return when the platform has answered, or raise ``DeliveryError``."""

    @property
    def name(self) -> str: ...

    @property
    def per_second(self) -> float | None:
        """How many messages a second the platform lets the whole bot send; None: no limit."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, address: str, message: Spoken) -> str:
        """Gives back the platform's ids of what was sent, by which it can be taken back: one for each part, with
        commas between them; "" where there is none."""

    async def take_back(self, address: str, ref: str) -> None:
        """Remove what ``send`` gave that ref for; what is gone already is done. Raises ``DeliveryError``, permanent
        where it can be done no more, and ``NotHere`` until the person is connected again."""


@runtime_checkable
class Meeting(Protocol):
    """A channel to which people come, each to one of the processes: only there they can be told something."""

    def present(self) -> Collection[str]:
        """The addresses that are here now."""
