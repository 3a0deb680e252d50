"""What a door to stored data is given: the connection of the turn, and the turn's moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.waiting_clock import USUAL, WaitingClock


@dataclass(frozen=True, slots=True)
class Site:
    """What this installation has of its own: the key under which codes are stored, its https address if any, how
    long requests wait, which channels run, and to how many people an announcement goes without a second person's
    consent."""

    key: bytes = b""
    url: str = ""
    clock: WaitingClock = USUAL
    channels: tuple[str, ...] = ()
    approve_over: int = 200


NO_SITE = Site()


class Door(Protocol):
    @property
    def site(self) -> Site: ...

    @property
    def connection(self) -> AsyncConnection:
        """For reading."""

    @property
    def now(self) -> datetime: ...

    async def begin(self) -> AsyncConnection:
        """For writing: undone if the turn fails."""
