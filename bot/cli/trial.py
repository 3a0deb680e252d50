"""A role for trying in the terminal: the person who talks there gets it, and nobody else."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.console.parse import CHANNEL
from bot.core.messages import Inbound, Kind
from bot.core.roles import Post, Role
from bot.storage import people, teams
from bot.storage.database import Database
from bot.storage.tables import addresses

ROLES = {
    "resident": Role.RESIDENT,
    "member": Role.MEMBER,
    "leader": Role.LEADER,
    "admin": Role.PROVINCE_ADMIN,
}
TEAM = "Tổ thử"


async def give(database: Database, name: str, role: Role, commune: str, now: datetime) -> None:
    """They hold this role and no other from now on; a member and a leader that of a team made for trying."""
    async with database.write() as connection:
        person = await _person(connection, name, now)
        for post in await teams.held_by(connection, person):
            await teams.end(connection, post, now)
        if role in {Role.MEMBER, Role.LEADER}:
            await teams.give(connection, person, Post(role, commune, await _team(connection, commune, now)), name, now)
        elif role is not Role.RESIDENT:
            await teams.give(connection, person, Post(role), name, now)


async def _person(connection: AsyncConnection, name: str, now: datetime) -> int:
    theirs = (addresses.c.channel == CHANNEL) & (addresses.c.address == name)
    known = (await connection.execute(sa.select(addresses.c.person_id).where(theirs))).scalar()
    if known is not None:
        return int(known)
    arrived = Inbound(CHANNEL, "", name, Kind.START, now)
    return (await people.welcome(connection, [arrived], now))[0].id


async def _team(connection: AsyncConnection, commune: str, now: datetime) -> int:
    for team in await teams.of_commune(connection, commune):
        if team.name == TEAM:
            return team.id
    return (await teams.make(connection, commune, TEAM, now, by=None)).id
