"""Files that are made in the background: each waits as a row, and is begun again when the program was stopped in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.exports import Asked, Export, Form, State
from bot.storage.report_tables import exports as table

MOST_ATTEMPTS = 3
"""So that a file that ends the program does not do so for ever."""
MOST_WAITING = 5
"""Of one person at a time."""


async def ask(connection: AsyncConnection, asked: Asked, total: int, now: datetime) -> Export | None:
    """None: too much of theirs waits already."""
    pending = sa.select(sa.func.count()).where(_of(asked.person), table.c.state.in_([State.WAITING, State.WORKING]))
    if (await connection.execute(pending)).scalar_one() >= MOST_WAITING:
        return None
    row = {"person_id": asked.person, "lang": asked.lang, "form": asked.form.value, "period": asked.period,
           "place": asked.place, "team_id": asked.team, "with_sessions": asked.sessions, "state": State.WAITING.value,
           "attempts": 0, "done": 0, "total": total, "file": "", "size": 0, "asked_at": now}  # fmt: skip
    id_ = (await connection.execute(table.insert().values(row).returning(table.c.id))).scalar_one()
    return Export(id_, asked, State.WAITING, now, total=total)


async def of_person(connection: AsyncConnection, person: int) -> list[Export]:
    """The newest first."""
    rows = await connection.execute(sa.select(table).where(_of(person)).order_by(table.c.id.desc()))
    return [_export(row) for row in rows]


async def find(connection: AsyncConnection, id_: int, person: int) -> Export | None:
    """None: there is none, or it is somebody else's."""
    found = (await connection.execute(sa.select(table).where(table.c.id == id_, _of(person)))).one_or_none()
    return _export(found) if found else None


async def files(connection: AsyncConnection) -> set[str]:
    """Those that belong to somebody."""
    return set((await connection.execute(sa.select(table.c.file).where(table.c.file != ""))).scalars())


async def put_back(connection: AsyncConnection) -> int:
    """What was being made when the program stopped waits again. Only one program makes files."""
    working = table.c.state == State.WORKING.value
    given_up = table.update().where(working, table.c.attempts >= MOST_ATTEMPTS)
    await connection.execute(given_up.values(state=State.FAILED.value))
    return (await connection.execute(table.update().where(working).values(state=State.WAITING.value))).rowcount


async def waits(connection: AsyncConnection) -> bool:
    waiting = sa.exists().where(table.c.state == State.WAITING.value)
    return bool((await connection.execute(sa.select(waiting))).scalar())


async def begin_next(connection: AsyncConnection) -> Export | None:
    waiting = table.c.state == State.WAITING.value
    first = sa.select(sa.func.min(table.c.id)).where(waiting).scalar_subquery()
    begun = {"state": State.WORKING.value, "attempts": table.c.attempts + 1, "done": 0}
    change = table.update().where(waiting, table.c.id == first).values(begun).returning(*table.c)
    found = (await connection.execute(change)).one_or_none()
    return _export(found) if found else None


async def progress(connection: AsyncConnection, id_: int, done: int, total: int) -> bool:
    """False: it is not wanted any more."""
    return await _settle(connection, id_, {"done": done, "total": total})


async def keep(
    connection: AsyncConnection, id_: int, file: str, size: int, now: datetime, *, inside: bool = False
) -> bool:
    """False: it is not wanted any more. ``inside``: it holds what only the team may see."""
    made = {"state": State.DONE.value, "file": file, "size": size, "ended_at": now, "inside": inside}
    return await _settle(connection, id_, made)


async def fail(connection: AsyncConnection, id_: int, now: datetime) -> bool:
    return await _settle(connection, id_, {"state": State.FAILED.value, "ended_at": now})


async def hand_back(connection: AsyncConnection, id_: int) -> bool:
    """The program stops, which is no fault of the file's."""
    again = {"state": State.WAITING.value, "attempts": table.c.attempts - 1, "done": 0}
    return await _settle(connection, id_, again)


async def drop(connection: AsyncConnection, id_: int, person: int) -> bool:
    """Its file goes at the next look."""
    return (await connection.execute(table.delete().where(table.c.id == id_, _of(person)))).rowcount == 1


async def _settle(connection: AsyncConnection, id_: int, values: dict[str, Any]) -> bool:
    working = (table.c.id == id_) & (table.c.state == State.WORKING.value)
    return (await connection.execute(table.update().where(working).values(values))).rowcount == 1


def _of(person: int) -> sa.ColumnElement[bool]:
    return table.c.person_id == person


def _export(row: Any) -> Export:
    asked = Asked(row.person_id, Form(row.form), row.period, row.place, row.team_id, row.with_sessions, row.lang)
    return Export(
        row.id, asked, State(row.state), row.asked_at, row.attempts, row.done, row.total, row.file, row.size,
        row.ended_at, row.inside,
    )  # fmt: skip
