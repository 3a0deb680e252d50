"""Pictures and voice notes sent on a channel whose platform keeps none for us: here until they are passed on, and not
longer.

Nothing is counted and nothing is locked: one stays while its message waits for its turn, a session waits for it,
or a message to somebody shows it; whoever ends one of these asks whether it may go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.clock import Clock
from bot.core.errors import DeliveryError
from bot.core.files import recorded
from bot.storage.campaign_tables import campaign_files
from bot.storage.database import Database
from bot.storage.picture_tables import sent_pictures
from bot.storage.session_tables import session_pictures
from bot.storage.tables import inbox, outbox
from bot.storage.upsert import insert_new

_shown_in = outbox.c.body["shows"][2].as_string()
_its_message = (inbox.c.channel == sent_pictures.c.channel) & (inbox.c.event_id == sent_pictures.c.ref)
_waits = sa.exists().where(_its_message, inbox.c.done_at.is_(None))
_for_a_session = sa.exists().where(session_pictures.c.ref == sent_pictures.c.ref)
_for_an_announcement = sa.exists().where(campaign_files.c.ref == sent_pictures.c.ref)
_on_its_way = sent_pictures.c.ref.in_(sa.select(_shown_in).where(_shown_in.is_not(None), outbox.c.state != "failed"))
_needed = sa.or_(_waits, _for_a_session, _for_an_announcement, _on_its_way)


async def keep(
    connection: AsyncConnection, channel: str, address: str, ref: str, content: bytes, now: datetime
) -> None:
    """Once, and not again when its turn is done."""
    met = sa.select(1).where(inbox.c.channel == channel, inbox.c.event_id == ref)
    if not (await connection.execute(met)).first():
        row = {"ref": ref, "channel": channel, "address": address, "sent_at": now, "content": content}
        await connection.execute(insert_new(connection, sent_pictures), [row])


async def read(connection: AsyncConnection, ref: str) -> bytes:
    """Empty when it is gone."""
    found = await connection.execute(sa.select(sent_pictures.c.content).where(sent_pictures.c.ref == ref))
    return found.scalar() or b""


async def drop_unneeded(connection: AsyncConnection, refs: Collection[str]) -> None:
    if refs:
        await connection.execute(sent_pictures.delete().where(sent_pictures.c.ref.in_(list(refs)), ~_needed))


async def forget(connection: AsyncConnection, channel: str, address: str) -> None:
    theirs = (sent_pictures.c.channel == channel) & (sent_pictures.c.address == address)
    await connection.execute(sent_pictures.delete().where(theirs))


class SentPictures:
    """Those of a channel. ``shrink``: raises ValueError for what is no picture."""

    def __init__(self, database: Database, channel: str, shrink: Callable[[bytes], bytes], clock: Clock) -> None:
        self._database, self._channel, self._shrink, self._clock = database, channel, shrink, clock

    async def keep(self, address: str, ref: str, raw: bytes) -> None:
        """Only made small it is stored. Raises ValueError."""
        await self._keep(address, ref, await asyncio.to_thread(self._shrink, raw))

    async def keep_voice(self, address: str, ref: str, raw: bytes) -> None:
        """Raises ValueError for what no browser records."""
        await self._keep(address, ref, recorded(raw))

    async def _keep(self, address: str, ref: str, content: bytes) -> None:
        async with self._database.write() as connection:
            await keep(connection, self._channel, address, ref, content, self._clock())

    async def fetch(self, ref: str) -> bytes:
        """Raises ``DeliveryError``."""
        async with self._database.read() as connection:
            content = await read(connection, ref)
        if not content:
            raise DeliveryError("what is gone", permanent=True)
        return content
