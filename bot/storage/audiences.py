"""Audiences kept under a name, to be chosen again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.campaign_json import dump_audience, load_audience
from bot.core.campaigns import Audience, Saved
from bot.storage import audit
from bot.storage.campaign_tables import audiences

LONGEST_NAME = 60


async def of_place(connection: AsyncConnection, commune: str) -> list[Saved]:
    theirs = sa.select(audiences).where(audiences.c.commune == commune).order_by(audiences.c.name, audiences.c.id)
    return [Saved(row.id, row.commune, row.name, load_audience(row.body)) for row in await connection.execute(theirs)]


async def save(
    connection: AsyncConnection, commune: str, name: str, audience: Audience, now: datetime, *, by: int
) -> Saved:
    """Under a name that is there already, this one takes its place."""
    name = name.strip()[:LONGEST_NAME]
    await connection.execute(audiences.delete().where(audiences.c.commune == commune, audiences.c.name == name))
    row = {"commune": commune, "name": name, "body": dump_audience(audience), "made_at": now}
    id_ = (await connection.execute(audiences.insert().values(row).returning(audiences.c.id))).scalar_one()
    await audit.note(connection, "audience.saved", now, by=by, commune=commune, audience=id_)
    return Saved(id_, commune, name, audience)


async def drop(connection: AsyncConnection, saved: Saved, now: datetime, *, by: int) -> bool:
    gone = (await connection.execute(audiences.delete().where(audiences.c.id == saved.id))).rowcount
    if gone:
        await audit.note(connection, "audience.dropped", now, by=by, commune=saved.commune, audience=saved.id)
    return bool(gone)
