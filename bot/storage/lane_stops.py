"""The switch by which announcements are stopped on a whole channel."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.campaign_figures import Stop
from bot.storage import audit
from bot.storage.campaign_tables import lane_stops
from bot.storage.upsert import insert_new


async def all_(connection: AsyncConnection) -> list[Stop]:
    rows = await connection.execute(sa.select(lane_stops).order_by(lane_stops.c.channel))
    return [Stop(row.channel, row.reason, row.person_id, row.at) for row in rows]


async def is_stopped(connection: AsyncConnection, channel: str) -> bool:
    there = sa.exists().where(lane_stops.c.channel == channel)
    return bool((await connection.execute(sa.select(there))).scalar())


async def stop(connection: AsyncConnection, channel: str, reason: str, now: datetime, *, by: int | None) -> bool:
    """False: it is stopped already."""
    row = {"channel": channel, "reason": reason, "person_id": by, "at": now}
    made = (await connection.execute(insert_new(connection, lane_stops).values(row))).rowcount
    if made:
        await audit.note(connection, "lane.stopped", now, by=by, channel=channel, reason=reason)
    return bool(made)


async def free(connection: AsyncConnection, channel: str, now: datetime, *, by: int | None) -> bool:
    gone = (await connection.execute(lane_stops.delete().where(lane_stops.c.channel == channel))).rowcount
    if gone:
        await audit.note(connection, "lane.freed", now, by=by, channel=channel)
    return bool(gone)
