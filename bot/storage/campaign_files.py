"""Files of announcements that were sent in a chat: fetched after the turn in which they were sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.campaigns import LARGEST_FILE, Attached, Campaign
from bot.core.files import BINARY, NO_NAME, clean_name
from bot.core.messages import JPEG, Document, Kind, Original
from bot.storage import sent_pictures
from bot.storage.campaign_tables import campaign_files

ATTEMPTS = 6
LATER = timedelta(minutes=2)
PICTURE = "hinh.jpg"


@dataclass(frozen=True, slots=True)
class WantedFile:
    """``attempts``: those that came to nothing."""

    id: int
    sent: Original
    attempts: int


async def want(connection: AsyncConnection, campaign: Campaign, sent: Original, now: datetime) -> Attached:
    """Its place; there is nothing in it until it is fetched."""
    is_picture = sent.kind == Kind.PHOTO
    name, mime = (PICTURE, JPEG) if is_picture else (clean_name(sent.name) or NO_NAME, BINARY)
    row = {"campaign_id": campaign.id, "name": name, "mime": mime, "content": b"", "channel": sent.channel,
           "ref": sent.ref, "attempts": 0, "due_at": now}  # fmt: skip
    id_ = (await connection.execute(campaign_files.insert().values(row).returning(campaign_files.c.id))).scalar_one()
    return Attached(id_, name, mime)


async def due(connection: AsyncConnection, channels: Collection[str], now: datetime, most: int) -> list[WantedFile]:
    waiting = (campaign_files.c.ref != "") & (campaign_files.c.due_at <= now) & campaign_files.c.channel.in_(channels)
    rows = await connection.execute(sa.select(campaign_files).where(waiting).order_by(campaign_files.c.id).limit(most))
    return [WantedFile(row.id, _original(row), row.attempts) for row in rows]


def _original(row: Any) -> Original:
    kind = Kind.PHOTO if row.mime == JPEG else Kind.FILE
    return Original(row.channel, "", row.ref, kind.value, row.name)


async def keep(connection: AsyncConnection, wanted: WantedFile, file: Document) -> bool:
    """False: it is too large, or was not waited for any more."""
    content = file.content if len(file.content) <= LARGEST_FILE else b""
    return await _settle(connection, wanted, content=content, ref="") and bool(content)


async def put_off(connection: AsyncConnection, wanted: WantedFile, now: datetime, *, for_good: bool) -> None:
    if for_good or wanted.attempts + 1 >= ATTEMPTS:
        await _settle(connection, wanted, ref="")
    else:
        await _settle(connection, wanted, attempts=wanted.attempts + 1, due_at=now + LATER)


async def _settle(connection: AsyncConnection, wanted: WantedFile, **values: Any) -> bool:
    waits = (campaign_files.c.id == wanted.id) & (campaign_files.c.ref == wanted.sent.ref)
    settled = (await connection.execute(campaign_files.update().where(waits).values(values))).rowcount == 1
    await sent_pictures.drop_unneeded(connection, [wanted.sent.ref])
    return settled
