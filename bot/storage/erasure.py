"""Forgetting a person: everything that leads to them goes, at once; the counts stay, unlinked."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import addresses, inbox, outbox, people, receipts

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike when read over the telephone


async def erase_person(connection: AsyncConnection, person_id: int, now: datetime) -> str:
    """Remove the person, their addresses, talk and waiting messages. Gives back the receipt's code."""
    theirs = sa.select(addresses.c.channel, addresses.c.address).where(addresses.c.person_id == person_id)
    for channel, address in (await connection.execute(theirs)).all():
        for table in (inbox, outbox):
            await connection.execute(table.delete().where(table.c.channel == channel, table.c.address == address))
    await connection.execute(people.delete().where(people.c.id == person_id))  # addresses and talks go with it
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    await connection.execute(receipts.insert().values(code=code, at=now))
    return code
