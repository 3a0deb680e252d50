"""Who did what to teams, posts and invites, and when. Written with every such act, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.team_tables import audit

WRONG_CODE = "code.wrong"


async def note(
    connection: AsyncConnection, act: str, now: datetime,
    *, by: int | None, commune: str = "", team: int = 0, **data: Any,
) -> None:  # fmt: skip
    """``by`` None: the operator, at the command line. In ``data`` a person is named by the number of their post: once
    they are erased, that leads to nobody."""
    row = {"at": now, "person_id": by, "act": act, "commune": commune, "team_id": team, "data": data}
    await connection.execute(audit.insert().values(row))


async def wrong_codes(connection: AsyncConnection, person_id: int, since: datetime) -> int:
    theirs = (audit.c.person_id == person_id) & (audit.c.act == WRONG_CODE) & (audit.c.at > since)
    return (await connection.execute(sa.select(sa.func.count()).where(theirs))).scalar_one()
