"""Links that let one browser in, once and soon.

Only fingerprints are stored, under a key that is not in the database.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.invites import fingerprint

LINK_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Links:
    """``table``: with fingerprint, person_id, made_at and expires_at. A link is gone when it was used."""

    table: sa.Table

    async def make(self, connection: AsyncConnection, key: bytes, person_id: int | None, now: datetime) -> str:
        """The secret of a new link; the one before it is void."""
        await self.close(connection, person_id)
        secret = secrets.token_urlsafe(24)
        row = {"fingerprint": fingerprint(key, secret), "person_id": person_id, "made_at": now,
               "expires_at": now + LINK_FOR}  # fmt: skip
        await connection.execute(self.table.insert().values(row))
        return secret

    async def close(self, connection: AsyncConnection, person_id: int | None) -> None:
        await connection.execute(self.table.delete().where(self.table.c.person_id == person_id))

    async def find(self, connection: AsyncConnection, key: bytes, secret: str, now: datetime) -> Any:
        """The row, if it can be used; else None."""
        return (await connection.execute(sa.select(self.table).where(self._usable(key, secret, now)))).one_or_none()

    async def use(self, connection: AsyncConnection, key: bytes, secret: str, now: datetime) -> Any:
        """The row, which is gone now. None: somebody was quicker, or it is too late."""
        used = self.table.delete().where(self._usable(key, secret, now)).returning(*self.table.c)
        return (await connection.execute(used)).one_or_none()

    def _usable(self, key: bytes, secret: str, now: datetime) -> sa.ColumnElement[bool]:
        return (self.table.c.fingerprint == fingerprint(key, secret)) & (self.table.c.expires_at > now)
