"""What runs by itself now and then: when it last did, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import jobs
from bot.storage.upsert import insert_or_replace


@dataclass(frozen=True, slots=True)
class Ran:
    at: datetime
    result: Mapping[str, int]


async def note(connection: AsyncConnection, name: str, result: Mapping[str, int], now: datetime) -> None:
    row = {"name": name, "ran_at": now, "result": dict(result)}
    await connection.execute(insert_or_replace(connection, jobs), [row])


async def last(connection: AsyncConnection, name: str) -> Ran | None:
    row = (await connection.execute(sa.select(jobs).where(jobs.c.name == name))).one_or_none()
    return Ran(row.ran_at, row.result) if row else None
