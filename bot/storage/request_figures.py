"""What became of the requests for a person, added up by the database."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.clock import VIETNAM
from bot.core.facts import Asked, Scope
from bot.core.requests import State
from bot.core.waiting_clock import USUAL, Alarm
from bot.storage.request_tables import requests
from bot.storage.requests import minutes_between
from bot.storage.team_tables import audit


async def asked(connection: AsyncConnection, scope: Scope, now: datetime) -> Asked:
    """Those asked in the scope, and what became of them until now."""
    here, at = within(scope), requests.c
    waited_until = sa.func.coalesce(at.first_taken_at, at.closed_at, sa.literal(now, at.asked_at.type))
    sums = sa.select(
        sa.func.count(), sa.func.count(at.first_taken_at), _those(at.state == State.CLOSED),
        _those(at.state == State.CANCELLED), _those(at.closed_at.is_(None)), _those(at.leader_at <= waited_until),
        _those(at.satisfied.is_(True)), _those(at.satisfied.is_(False)),
    ).where(here)  # fmt: skip
    row = (await connection.execute(sums)).one()
    taking, closing = [await _spread(connection, minutes, here) for minutes in (at.take_minutes, at.close_minutes)]
    return Asked(*row, taking, closing)


def _those(which: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((which, 1)))


async def _spread(
    connection: AsyncConnection, minutes: sa.ColumnElement[int | None], here: sa.ColumnElement[bool]
) -> dict[int, int]:
    wanted = sa.select(minutes, sa.func.count()).where(here, minutes.is_not(None)).group_by(minutes).order_by(minutes)
    return {many: count for many, count in await connection.execute(wanted) if many is not None}


def within(scope: Scope) -> sa.ColumnElement[bool]:
    begin, end = (datetime.combine(day, time(), VIETNAM) for day in (scope.first, scope.last + timedelta(days=1)))
    limits = [requests.c.commune == scope.commune] if scope.commune else []
    limits += [requests.c.team_id == scope.team] if scope.team else []
    return sa.and_(requests.c.asked_at >= begin, requests.c.asked_at < end, *limits)


# ---- what was asked before this was noted ----


async def fill(connection: AsyncConnection) -> None:
    """Of requests without a ``leader_at``: from the audit, or, where that says nothing, from the request itself."""
    rows = (await connection.execute(sa.select(requests).where(requests.c.leader_at.is_(None)))).all()
    if rows:
        taken = await _first_taken(connection)
        filled = [_filled(row, taken.get(row.id, row.taken_at)) for row in rows]
        same = requests.c.id == sa.bindparam("row")
        names = ("first_taken_at", "take_minutes", "leader_at", "close_minutes")
        await connection.execute(requests.update().where(same).values({n: sa.bindparam(n) for n in names}), filled)


def _filled(row: Any, taken: datetime | None) -> dict[str, Any]:
    closed = row.closed_at if row.state == State.CLOSED else None
    return {
        "row": row.id, "first_taken_at": taken, "take_minutes": minutes_between(row.asked_at, taken) if taken else None,
        "leader_at": USUAL.rings_at(Alarm.LEADER, row.asked_at, urgent=row.urgent),
        "close_minutes": minutes_between(row.asked_at, closed) if closed else None,
    }  # fmt: skip


async def _first_taken(connection: AsyncConnection) -> dict[int, datetime]:
    acts = sa.select(audit.c.at, audit.c.data).where(audit.c.act == "request.taken").order_by(audit.c.id.desc())
    return {row.data["request"]: row.at for row in await connection.execute(acts)}
