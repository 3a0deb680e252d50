"""Tokens by which other programs read reports: made and withdrawn by the operator, each for one place."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import audit
from bot.storage.invites import fingerprint
from bot.storage.token_tables import api_tokens as table

SIGN = "toso_"
"""So that a token found in a log or a repository is known for what it is."""
USED_AGAIN = timedelta(hours=1)
MADE, WITHDRAWN = "token.made", "token.withdrawn"


@dataclass(frozen=True, slots=True)
class Token:
    """``commune`` "": the province and each of its communes. ``used_at``: to the hour."""

    id: int
    name: str
    commune: str
    made_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    used_at: datetime | None

    def opens(self, now: datetime) -> bool:
        return self.withdrawn_at is None and self.expires_at > now

    def may_see(self, commune: str) -> bool:
        return self.commune in ("", commune)


async def make(
    connection: AsyncConnection, key: bytes, name: str, commune: str, days: int, now: datetime
) -> tuple[Token, str]:
    """Gives back the token's text as well, which is not kept."""
    secret = SIGN + secrets.token_urlsafe(32)
    row = {"fingerprint": fingerprint(key, secret), "name": name, "commune": commune, "made_at": now,
           "expires_at": now + timedelta(days=days)}  # fmt: skip
    made = (await connection.execute(table.insert().values(row).returning(table))).one()
    await audit.note(connection, MADE, now, by=None, commune=commune, token=made.id)
    return _token(made), secret


async def find(connection: AsyncConnection, key: bytes, secret: str) -> Token | None:
    same = sa.select(table).where(table.c.fingerprint == fingerprint(key, secret))
    row = (await connection.execute(same)).one_or_none()
    return _token(row) if row else None


async def listed(connection: AsyncConnection) -> list[Token]:
    return [_token(row) for row in await connection.execute(sa.select(table).order_by(table.c.id))]


async def used(connection: AsyncConnection, token: Token, now: datetime) -> None:
    await connection.execute(table.update().where(table.c.id == token.id).values(used_at=now))


async def withdraw(connection: AsyncConnection, id_: int, now: datetime) -> bool:
    """False: there is none, or it was withdrawn before."""
    there = (table.c.id == id_) & table.c.withdrawn_at.is_(None)
    change = table.update().where(there).values(withdrawn_at=now).returning(table.c.commune)
    found = (await connection.execute(change)).one_or_none()
    if found:
        await audit.note(connection, WITHDRAWN, now, by=None, commune=found.commune, token=id_)
    return found is not None


def _token(row: Any) -> Token:
    return Token(row.id, row.name, row.commune, row.made_at, row.expires_at, row.withdrawn_at, row.used_at)
