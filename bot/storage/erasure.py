"""Forgetting a person: everything that leads to them goes, at once; the counts stay, unlinked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import recipients, requests, sent_pictures
from bot.storage.door import Door
from bot.storage.tables import addresses, inbox, outbox, people, receipts, unreadable

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike when read over the telephone


async def forget(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """Remove the person, their addresses, talk, consents, questions, requests and waiting messages.

    The ids of their messages stay, without an address, so that a redelivery is still known.
    """
    theirs = sa.select(addresses.c.channel, addresses.c.address).where(addresses.c.person_id == person_id)
    for channel, address in (await connection.execute(theirs)).all():
        of_them = (inbox.c.channel == channel) & (inbox.c.address == address)
        await connection.execute(inbox.update().where(of_them).values(address="", body=None, done_at=now))
        await connection.execute(outbox.delete().where(outbox.c.channel == channel, outbox.c.address == address))
        for way in ("copy_of", "shows"):
            await connection.execute(outbox.delete().where(_passes_on(way, channel, address)))
        await sent_pictures.forget(connection, channel, address)
        aside = (unreadable.c.channel == channel) & unreadable.c.raw.contains(address, autoescape=True)
        await connection.execute(unreadable.delete().where(aside))
    await requests.forget(connection, person_id, now)
    await recipients.forget(connection, person_id)
    theirs_too = people.delete().where(people.c.id == person_id)  # addresses, talk, consents, questions go with it
    await connection.execute(theirs_too)


def _passes_on(way: str, channel: str, address: str) -> sa.ColumnElement[bool]:
    """What they sent is on its way to somebody else, with the word of where it lies."""
    original = outbox.c.body[way]
    return sa.and_(original[0].as_string() == channel, original[1].as_string() == address)


async def erase_person(connection: AsyncConnection, person_id: int, now: datetime) -> str:
    """Forget the person because they say so. Gives back the receipt's code."""
    await forget(connection, person_id, now)
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    await connection.execute(receipts.insert().values(code=code, at=now))
    return code


@dataclass(frozen=True)
class ErasurePort:
    door: Door

    async def erase(self, person_id: int) -> str:
        return await erase_person(await self.door.begin(), person_id, self.door.now)
