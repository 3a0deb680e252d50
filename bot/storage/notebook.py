"""Who may open the notebook page: a link from the chat, used once, then a cookie of that browser.

Only fingerprints are stored, under a key that is not in the database.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.door import Door
from bot.storage.invites import fingerprint
from bot.storage.notebook_tables import notebook_links
from bot.storage.notebook_tables import notebook_sessions as sessions
from bot.storage.one_time import Links
from bot.storage.tables import people

LINKS = Links(notebook_links)
UNUSED_DAYS = 60
"""A browser in which the notebook was not opened for so long has to be let in anew."""
SEEN_AGAIN = timedelta(hours=1)
"""How exactly it is known when it was last open; finer would cost a write a request."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whose browser is let in. ``session``: the number of that, for the browser to know it by."""

    session: int
    person: int
    seen_at: datetime


async def make_link(connection: AsyncConnection, key: bytes, person_id: int, now: datetime) -> str:
    """The secret of a new link; the one before it is void."""
    return await LINKS.make(connection, key, person_id, now)


async def is_open(connection: AsyncConnection, key: bytes, secret: str, now: datetime) -> bool:
    return await LINKS.find(connection, key, secret, now) is not None


async def sign_in(connection: AsyncConnection, key: bytes, secret: str, now: datetime) -> str | None:
    """Use the link up. Gives back the cookie; None: somebody was quicker, or it is too late."""
    link = await LINKS.use(connection, key, secret, now)
    if link is None:
        return None
    cookie = secrets.token_urlsafe(32)
    row = {"fingerprint": fingerprint(key, cookie), "person_id": link.person_id, "made_at": now, "last_seen_at": now}
    await connection.execute(sessions.insert().values(row))
    return cookie


async def reader(connection: AsyncConnection, key: bytes, cookie: str, now: datetime) -> Reader | None:
    used = sessions.c.last_seen_at > now - timedelta(days=UNUSED_DAYS)
    theirs = (sessions.c.fingerprint == fingerprint(key, cookie)) & used
    row = (await connection.execute(sa.select(sessions).where(theirs))).one_or_none()
    return Reader(row.id, row.person_id, row.last_seen_at) if row else None


async def seen(connection: AsyncConnection, reader: Reader, now: datetime) -> None:
    """Whoever uses the notebook has not left, though they write nothing in the chat."""
    await connection.execute(sessions.update().where(sessions.c.id == reader.session).values(last_seen_at=now))
    await connection.execute(people.update().where(people.c.id == reader.person).values(seen_at=now))


async def sign_out(connection: AsyncConnection, key: bytes, cookie: str) -> None:
    await connection.execute(sessions.delete().where(sessions.c.fingerprint == fingerprint(key, cookie)))


@dataclass(frozen=True)
class NotebookPort:
    door: Door

    async def link(self, person_id: int) -> str:
        return await make_link(await self.door.begin(), self.door.site.key, person_id, self.door.now)

    async def close(self, person_id: int) -> int:
        connection = await self.door.begin()
        await LINKS.close(connection, person_id)
        return (await connection.execute(sessions.delete().where(sessions.c.person_id == person_id))).rowcount
