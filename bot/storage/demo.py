"""The mark of a database whose data are invented. Every page and file that shows them must say so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import jobs

NAME = "demo"


async def mark(connection: AsyncConnection, seed: int, now: datetime) -> None:
    await jobs.note(connection, NAME, {"seed": seed}, now)


async def is_demo(connection: AsyncConnection) -> bool:
    return await jobs.last(connection, NAME) is not None
