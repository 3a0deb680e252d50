"""Official figures, as admins entered them: kept for ever with their source, withdrawn when wrong."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.official import KeptFigure, OfficialFigure
from bot.storage import audit
from bot.storage.report_tables import official_figures as table

ENTERED, WITHDRAWN = "official.enter", "official.withdraw"


async def enter(connection: AsyncConnection, figure: OfficialFigure, now: datetime, *, by: int | None) -> KeptFigure:
    """``by`` None: the operator. What ``figure_faults`` finds wrong must not come here."""
    row = asdict(figure) | {"person_id": by, "entered_at": now}
    id_ = (await connection.execute(table.insert().values(row).returning(table.c.id))).scalar_one()
    await audit.note(connection, ENTERED, now, by=by, commune=figure.place, figure=id_, indicator=figure.indicator)
    return KeptFigure(id_, figure, by, now)


async def withdraw(connection: AsyncConnection, id_: int, now: datetime, *, by: int | None) -> bool:
    """False: there is none, or it was withdrawn before."""
    there = (table.c.id == id_) & table.c.withdrawn_at.is_(None)
    change = table.update().where(there).values(withdrawn_at=now).returning(table.c.indicator, table.c.place)
    found = (await connection.execute(change)).one_or_none()
    if not found:
        return False
    await audit.note(connection, WITHDRAWN, now, by=by, commune=found.place, figure=id_, indicator=found.indicator)
    return True


async def find(connection: AsyncConnection, id_: int) -> KeptFigure | None:
    found = (await connection.execute(sa.select(table).where(table.c.id == id_))).one_or_none()
    return _kept(found) if found else None


async def entered(connection: AsyncConnection, *places: str) -> list[KeptFigure]:
    """Those of the places, or all; the newest first, the withdrawn ones among them."""
    wanted = sa.select(table).order_by(table.c.as_of.desc(), table.c.id.desc())
    rows = await connection.execute(wanted.where(table.c.place.in_(places)) if places else wanted)
    return [_kept(row) for row in rows]


def _kept(row: Any) -> KeptFigure:
    figure = OfficialFigure(row.indicator, row.place, row.value, row.as_of, row.source, row.url)
    return KeptFigure(row.id, figure, row.person_id, row.entered_at, row.withdrawn_at is not None)
