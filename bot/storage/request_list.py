"""The board of requests: what waits now, and what became of those that were asked in a time."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.facts import Scope
from bot.core.requests import Request, State
from bot.storage.request_figures import within
from bot.storage.request_tables import requests
from bot.storage.requests import WAITING, load
from bot.storage.team_tables import posts

PAGE = 50
MOST_WAITING = 200
"""On one board; who has more to do than that looks at a smaller place."""


async def waiting(connection: AsyncConnection, commune: str, teams: Sequence[int] = ()) -> list[Request]:
    """The urgent first, then those that wait longest. ``teams``: of these, or of the commune as a whole."""
    limits = [requests.c.commune == commune] if commune else []
    if teams:
        limits.append(requests.c.team_id.in_(teams) | requests.c.team_id.is_(None))
    order = (requests.c.urgent.desc(), requests.c.state, requests.c.waits_since)
    wanted = sa.select(requests).where(WAITING, *limits).order_by(*order).limit(MOST_WAITING)
    return [load(row) for row in await connection.execute(wanted)]


async def asked(
    connection: AsyncConnection, scope: Scope, state: State | None, page: int
) -> tuple[list[Request], bool]:
    """The latest first; and whether there are more. ``page``: from 1."""
    there = within(scope) & (requests.c.state == state.value if state else sa.true())
    order = (requests.c.asked_at.desc(), requests.c.id.desc())
    wanted = sa.select(requests).where(there).order_by(*order).limit(PAGE + 1).offset((page - 1) * PAGE)
    found = [load(row) for row in await connection.execute(wanted)]
    return found[:PAGE], len(found) > PAGE


async def helpers(connection: AsyncConnection, persons: Sequence[int]) -> dict[int, str]:
    """How those who took them are called by their team."""
    named = sa.select(posts.c.person_id, posts.c.name).where(posts.c.person_id.in_(set(persons))).order_by(posts.c.id)
    return {row.person_id: row.name for row in await connection.execute(named)}
