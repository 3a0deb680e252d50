"""What a door to stored data is given: the connection of the turn, and the turn's moment."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection


class Door(Protocol):
    @property
    def connection(self) -> AsyncConnection:
        """For reading."""

    @property
    def now(self) -> datetime: ...

    async def begin(self) -> AsyncConnection:
        """For writing: undone if the turn fails."""
