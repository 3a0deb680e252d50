"""The audit log as a list: of a time and a place, the latest first, with the names under which people hold posts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.clock import VIETNAM
from bot.core.facts import Scope
from bot.storage.team_tables import audit, posts
from bot.storage.team_tables import teams as team_table

PAGE = 50
POSTS = ("post", "to")
"""What of the data is the number of a post."""


@dataclass(frozen=True, slots=True)
class Noted:
    """``by``: the name of the post of who did it; "" for who has none. ``known``: False for the operator, and for who
    was erased since. ``names``: those of the posts in ``data``, by its names."""

    id: int
    at: datetime
    act: str
    commune: str
    team: int
    by: str
    known: bool
    data: Mapping[str, Any]
    names: Mapping[str, str]


async def listed(
    connection: AsyncConnection, scope: Scope, *, act: str = "", page: int = 1
) -> tuple[list[Noted], bool]:
    """A page, and whether there is another. ``act`` "": of all."""
    there = _within(scope)
    if act:
        there &= audit.c.act == act
    order = sa.select(audit).where(there).order_by(audit.c.at.desc(), audit.c.id.desc())
    rows = (await connection.execute(order.limit(PAGE + 1).offset((page - 1) * PAGE))).all()
    return await _named(connection, rows[:PAGE]), len(rows) > PAGE


async def acts(connection: AsyncConnection, scope: Scope) -> set[str]:
    """Which there are."""
    return set((await connection.execute(sa.select(audit.c.act).where(_within(scope)).distinct())).scalars())


def _within(scope: Scope) -> sa.ColumnElement[bool]:
    begin = datetime.combine(scope.first, time(), VIETNAM)
    end = datetime.combine(scope.last + timedelta(days=1), time(), VIETNAM)
    there = (audit.c.at >= begin) & (audit.c.at < end)
    if scope.commune:
        there &= audit.c.commune == scope.commune
    return there & (audit.c.team_id == scope.team) if scope.team else there


async def _named(connection: AsyncConnection, rows: Sequence[Any]) -> list[Noted]:
    by_post = await _posts(connection, {row.data[key] for row in rows for key in POSTS if row.data.get(key)})
    by_person = await _people(connection, {row.person_id for row in rows if row.person_id})
    return [
        Noted(
            row.id, row.at, row.act, row.commune, row.team_id, _of(by_person.get(row.person_id, ()), row),
            row.person_id is not None, row.data,
            {key: by_post[row.data[key]] for key in POSTS if row.data.get(key) in by_post},
        )
        for row in rows
    ]  # fmt: skip


async def _posts(connection: AsyncConnection, ids: Collection[int]) -> Mapping[int, str]:
    found = await connection.execute(sa.select(posts.c.id, posts.c.name).where(posts.c.id.in_(ids)))
    return {row.id: row.name for row in found}


async def _people(connection: AsyncConnection, ids: Collection[int]) -> Mapping[int, list[Any]]:
    held: dict[int, list[Any]] = {}
    for row in await connection.execute(sa.select(posts).where(posts.c.person_id.in_(ids)).order_by(posts.c.id.desc())):
        held.setdefault(row.person_id, []).append(row)
    return held


def _of(held: Sequence[Any], noted: Any) -> str:
    """As they are called where it happened, or else in their latest post."""
    nearest = max(held, default=None, key=lambda post: (post.team_id == noted.team_id, post.commune == noted.commune))
    return nearest.name if nearest else ""


async def teams(connection: AsyncConnection, ids: Collection[int]) -> dict[int, str]:
    """How they are called."""
    found = await connection.execute(sa.select(team_table.c.id, team_table.c.name).where(team_table.c.id.in_(ids)))
    return {row.id: row.name for row in found}
