"""Pictures of sessions: one each, fetched after the turn in which it was sent, and dropped with the session."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.pictures import State
from bot.storage import sent_pictures
from bot.storage.door import Door
from bot.storage.session_tables import session_pictures, sessions

ATTEMPTS = 6
LATER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Wanted:
    """``ref``: the platform's name for the file. ``attempts``: those that came to nothing."""

    id: int
    channel: str
    ref: str
    attempts: int


async def want(
    connection: AsyncConnection, person_id: int, session: int, channel: str, ref: str, now: datetime
) -> None:
    """In place of the one before it."""
    await drop(connection, session)
    row = {"session_id": session, "person_id": person_id, "channel": channel, "ref": ref, "attempts": 0,
           "state": State.WAITING.value, "sent_at": now, "due_at": now}  # fmt: skip
    await connection.execute(session_pictures.insert().values(row))


async def drop(connection: AsyncConnection, session: int) -> bool:
    """False: there was none."""
    its = session_pictures.c.session_id == session
    ref = (await connection.execute(sa.select(session_pictures.c.ref).where(its))).scalar()
    await connection.execute(session_pictures.delete().where(its))
    await sent_pictures.drop_unneeded(connection, [ref] if ref else [])
    return ref is not None


async def state_of(connection: AsyncConnection, session: int) -> State | None:
    wanted = sa.select(session_pictures.c.state).where(session_pictures.c.session_id == session)
    found = (await connection.execute(wanted)).scalar()
    return State(found) if found else None


async def of_session(connection: AsyncConnection, session: int) -> bytes:
    wanted = sa.select(session_pictures.c.jpeg).where(session_pictures.c.session_id == session)
    return (await connection.execute(wanted)).scalar() or b""


async def due(connection: AsyncConnection, channels: Collection[str], now: datetime, most: int) -> list[Wanted]:
    waiting = (session_pictures.c.state == State.WAITING.value) & (session_pictures.c.due_at <= now)
    found = sa.select(session_pictures).where(waiting, session_pictures.c.channel.in_(channels))
    rows = await connection.execute(found.order_by(session_pictures.c.id).limit(most))
    return [Wanted(row.id, row.channel, row.ref, row.attempts) for row in rows]


async def keep(connection: AsyncConnection, wanted: Wanted, jpeg: bytes) -> bool:
    """False: it was dropped meanwhile, or its session withdrawn."""
    counts = sa.exists().where(sessions.c.id == session_pictures.c.session_id, sessions.c.withdrawn_at.is_(None))
    return await _settle(connection, wanted, counts, {"state": State.KEPT.value, "jpeg": jpeg, "ref": ""})


async def put_off(connection: AsyncConnection, wanted: Wanted, now: datetime, *, for_good: bool) -> None:
    if for_good or wanted.attempts + 1 >= ATTEMPTS:
        await _settle(connection, wanted, sa.true(), {"state": State.FAILED.value, "ref": ""})
    else:
        await _settle(connection, wanted, sa.true(), {"attempts": wanted.attempts + 1, "due_at": now + LATER})


async def _settle(
    connection: AsyncConnection, wanted: Wanted, only: sa.ColumnElement[bool], values: dict[str, Any]
) -> bool:
    waits = (session_pictures.c.id == wanted.id) & (session_pictures.c.state == State.WAITING.value)
    return (await connection.execute(session_pictures.update().where(waits, only).values(values))).rowcount == 1


@dataclass(frozen=True)
class PicturesPort:
    door: Door

    async def want(self, person_id: int, session: int, channel: str, ref: str) -> None:
        await want(await self.door.begin(), person_id, session, channel, ref, self.door.now)

    async def state(self, session: int) -> State | None:
        return await state_of(self.door.connection, session)

    async def of(self, session: int) -> bytes:
        return await of_session(self.door.connection, session)

    async def drop(self, session: int) -> bool:
        return await drop(await self.door.begin(), session)
