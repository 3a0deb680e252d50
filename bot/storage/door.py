"""What a door to stored data is given: the connection of the turn, and the turn's moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.waiting_clock import USUAL, WaitingClock


@dataclass(frozen=True, slots=True)
class Site:
    """What this installation has of its own: the key under which codes are stored, its https address if any, and how
    long requests wait."""

    key: bytes = b""
    url: str = ""
    clock: WaitingClock = USUAL


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
