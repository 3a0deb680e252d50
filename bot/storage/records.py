"""Everything that is kept about one person, for them to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.door import Door
from bot.storage.tables import addresses, consents, events, outbox, people, questions, talks

OWN: Mapping[str, tuple[sa.Table, tuple[str, ...]]] = {
    "channels": (addresses, ("channel", "address", "reachable")),
    "consents": (consents, ("purpose", "given", "version", "at")),
    "questions": (questions, ("text", "state", "asked_at")),
    "events": (events, ("at", "type", "channel", "place", "data")),
}
"""What hangs on a person, and the columns that say something. A table with a ``person_id`` that is not here, nor the
talk itself, fails a test."""


async def about(connection: AsyncConnection, person_id: int) -> dict[str, Any]:
    person = await _rows(connection, sa.select(people).where(people.c.id == person_id))
    talk = (await connection.execute(sa.select(talks.c.body).where(talks.c.person_id == person_id))).scalar()
    found: dict[str, Any] = {"person": person[0] if person else {}, "talk": talk or {}}
    for name, (table, columns) in OWN.items():
        theirs = sa.select(*(table.c[column] for column in columns)).where(table.c.person_id == person_id)
        found[name] = await _rows(connection, theirs)
    found["waiting_messages"] = await _waiting(connection, person_id)
    return found


async def _waiting(connection: AsyncConnection, person_id: int) -> int:
    """How many messages to them are still on their way."""
    mine = (addresses.c.channel == outbox.c.channel) & (addresses.c.address == outbox.c.address)
    count = sa.select(sa.func.count()).select_from(outbox.join(addresses, mine))
    return (await connection.execute(count.where(addresses.c.person_id == person_id))).scalar_one()


async def _rows(connection: AsyncConnection, query: sa.Select[Any]) -> list[dict[str, Any]]:
    rows = (await connection.execute(query)).mappings()
    return [{name: _plain(value) for name, value in row.items() if name != "insertion"} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


@dataclass(frozen=True)
class RecordsPort:
    door: Door

    async def about(self, person_id: int) -> dict[str, Any]:
        return await about(self.door.connection, person_id)
