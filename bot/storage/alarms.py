"""The alarms of requests that nobody took: which are due, who belongs to them, and that each rings once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alarms import Circle
from bot.core.requests import Request, State, teams_for
from bot.core.roles import Role
from bot.core.teams import Team
from bot.core.waiting_clock import Alarm, WaitingClock
from bot.storage import teams
from bot.storage.request_tables import request_declines, requests
from bot.storage.requests import change, find


async def due(connection: AsyncConnection, now: datetime, *, at_night: bool, most: int) -> Sequence[int]:
    """The requests whose alarm should have rung by now, the longest due first. ``at_night``: only the urgent ones."""
    rings = (requests.c.state == State.OPEN) & (requests.c.alarm != Alarm.SILENT) & (requests.c.alarm_at <= now)
    wanted = rings & requests.c.urgent if at_night else rings
    found = sa.select(requests.c.id).where(wanted).order_by(requests.c.alarm_at, requests.c.id).limit(most)
    return (await connection.execute(found)).scalars().all()


async def rung(connection: AsyncConnection, id_: int, clock: WaitingClock, now: datetime) -> Request | None:
    """The request as it was, and the next alarm set. None: it was taken, or rang already."""
    request = await find(connection, id_)
    if not request or request.state is not State.OPEN or not request.alarm_at or request.alarm_at > now:
        return None
    following = request.alarm.following
    at = clock.rings_at(following, request.waits_since, urgent=request.urgent)
    same = (requests.c.state == State.OPEN) & (requests.c.alarm == request.alarm)
    still = same & (requests.c.alarm_at == request.alarm_at)
    return request if await change(connection, request, still, alarm=following.value, alarm_at=at) else None


async def circle(connection: AsyncConnection, request: Request) -> Circle:
    """Who is to hear of it. Members who said that they cannot are not asked again."""
    there = await _teams(connection, request)
    people = [one for team in there for one in await teams.members(connection, team.id)]
    cannot = await _cannot(connection, request)
    leaders = [one for one in people if one.role is Role.LEADER]
    admins = await teams.admins(connection, request.commune) or await teams.of_the_province(connection)
    members = [one for one in people if one.person not in cannot]
    return Circle(tuple(team.id for team in there), tuple(members), tuple(leaders), tuple(admins))


async def _teams(connection: AsyncConnection, request: Request) -> list[Team]:
    staffed = [
        team for team in await teams.of_commune(connection, request.commune) if await teams.members(connection, team.id)
    ]
    its_own = [team for team in staffed if team.id == request.team]
    return its_own or teams_for(request.village, staffed)


async def _cannot(connection: AsyncConnection, request: Request) -> frozenset[int]:
    said = sa.select(request_declines.c.person_id).where(request_declines.c.request_id == request.id)
    return frozenset((await connection.execute(said)).scalars())
