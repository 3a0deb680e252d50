"""Teams, and who holds a post where. A post that ends stays as history; ``people.role`` follows the posts held now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.requests import first_alarm
from bot.core.roles import RANK, Post, Role, Standing
from bot.core.teams import Member, Team
from bot.storage import audit, requests
from bot.storage.door import Door
from bot.storage.tables import people
from bot.storage.team_tables import posts, teams

HELD = posts.c.until.is_(None)


async def standing(connection: AsyncConnection, person_id: int) -> Standing:
    theirs = sa.select(posts.c.role, posts.c.commune, posts.c.team_id).where(posts.c.person_id == person_id, HELD)
    found = await connection.execute(theirs.order_by(posts.c.id))
    return Standing(tuple(Post(Role(role), commune, team or 0) for role, commune, team in found))


async def find(connection: AsyncConnection, team: int) -> Team | None:
    row = (await connection.execute(sa.select(teams).where(teams.c.id == team))).one_or_none()
    return _team(row) if row else None


async def of_commune(connection: AsyncConnection, commune: str) -> list[Team]:
    there = sa.select(teams).where(teams.c.commune == commune).order_by(teams.c.id)
    return [_team(row) for row in await connection.execute(there)]


async def members(connection: AsyncConnection, team: int) -> list[Member]:
    inside = sa.select(posts).where(posts.c.team_id == team, HELD).order_by(posts.c.id)
    found = [_member(row) for row in await connection.execute(inside)]
    return sorted(found, key=lambda member: -RANK[member.role])


async def admins(connection: AsyncConnection, commune: str) -> list[Member]:
    there = (posts.c.commune == commune) & (posts.c.role == Role.COMMUNE_ADMIN) & HELD
    return [_member(row) for row in await connection.execute(sa.select(posts).where(there).order_by(posts.c.id))]


async def of_the_province(connection: AsyncConnection) -> list[Member]:
    """Those who look after the whole province."""
    held = sa.select(posts).where(posts.c.role == Role.PROVINCE_ADMIN, HELD).order_by(posts.c.id)
    return [_member(row) for row in await connection.execute(held)]


async def member(connection: AsyncConnection, post: int) -> Member | None:
    row = (await connection.execute(sa.select(posts).where(posts.c.id == post, HELD))).one_or_none()
    return _member(row) if row else None


async def held_by(connection: AsyncConnection, person_id: int) -> list[Member]:
    """The posts of one person, in every team and outside of any."""
    theirs = sa.select(posts).where(posts.c.person_id == person_id, HELD).order_by(posts.c.id)
    return [_member(row) for row in await connection.execute(theirs)]


async def make(connection: AsyncConnection, commune: str, name: str, now: datetime, *, by: int | None) -> Team:
    row = {"commune": commune, "name": name, "villages": [], "made_at": now}
    id_ = (await connection.execute(teams.insert().values(row).returning(teams.c.id))).scalar_one()
    await audit.note(connection, "team.made", now, by=by, commune=commune, team=id_)
    return Team(id_, commune, name)


async def give(connection: AsyncConnection, person_id: int, post: Post, name: str, now: datetime) -> Member | None:
    """They hold the post from now on; in a team it takes the place of the one they had there. None: they hold it, or
    a higher one there, already."""
    in_team = posts.c.team_id == post.team if post.team else posts.c.team_id.is_(None) & (posts.c.role == post.role)
    mine = (posts.c.person_id == person_id) & (posts.c.commune == post.commune) & in_team & HELD
    held = [_member(row) for row in await connection.execute(sa.select(posts).where(mine))]
    if any(RANK[one.role] >= RANK[post.role] for one in held):
        return None
    await connection.execute(posts.update().where(mine).values(until=now))
    row = {"person_id": person_id, "role": post.role.value, "commune": post.commune, "team_id": post.team or None,
           "name": name, "since": now}  # fmt: skip
    id_ = (await connection.execute(posts.insert().values(row).returning(posts.c.id))).scalar_one()
    await keep_role(connection, person_id)
    return Member(id_, person_id, post.role, name, post.commune, post.team)


async def end(connection: AsyncConnection, member: Member, now: datetime) -> bool:
    """False: it had ended already."""
    change = posts.update().where(posts.c.id == member.post, HELD).values(until=now)
    ended = (await connection.execute(change)).rowcount == 1
    await keep_role(connection, member.person)
    return ended


async def keep_role(connection: AsyncConnection, person_id: int) -> None:
    """Bring what the person's row says in step with the posts they hold."""
    role = (await standing(connection, person_id)).role
    await connection.execute(people.update().where(people.c.id == person_id).values(role=role.value))


def _team(row: Any) -> Team:
    return Team(row.id, row.commune, row.name, tuple(row.villages))


def _member(row: Any) -> Member:
    return Member(row.id, row.person_id, Role(row.role), row.name, row.commune, row.team_id or 0)


@dataclass(frozen=True)
class TeamsPort:
    door: Door

    async def standing(self, person_id: int) -> Standing:
        return await standing(self.door.connection, person_id)

    async def find(self, team: int) -> Team | None:
        return await find(self.door.connection, team)

    async def of_commune(self, commune: str) -> list[Team]:
        return await of_commune(self.door.connection, commune)

    async def members(self, team: int) -> list[Member]:
        return await members(self.door.connection, team)

    async def admins(self, commune: str) -> list[Member]:
        return await admins(self.door.connection, commune)

    async def of_the_province(self) -> list[Member]:
        return await of_the_province(self.door.connection)

    async def member(self, post: int) -> Member | None:
        return await member(self.door.connection, post)

    async def make(self, by: int, commune: str, name: str) -> Team:
        return await make(await self.door.begin(), commune, name, self.door.now, by=by)

    async def set_villages(self, by: int, team: Team, villages: Sequence[str]) -> None:
        connection = await self.door.begin()
        await connection.execute(teams.update().where(teams.c.id == team.id).values(villages=list(villages)))
        await self._note("team.villages", by, team.commune, team.id, count=len(villages))

    async def end(self, by: int, member: Member) -> bool:
        ended = await end(await self.door.begin(), member, self.door.now)
        if ended:
            _alarm, alarm_at = first_alarm(self.door.site.clock, self.door.now, urgent=False)
            await requests.let_go(self.door.connection, member, self.door.now, alarm_at)
            act = "member.left" if by == member.person else "member.removed"
            await self._note(act, by, member.commune, member.team, post=member.post, role=member.role)
        return ended

    async def hand_over(self, by: int, member: Member) -> None:
        """The old posts stay as history: who leads has a new one, and so has who led."""
        connection, now = await self.door.begin(), self.door.now
        for leader in await members(connection, member.team):
            if leader.role is Role.LEADER and leader.post != member.post:
                await end(connection, leader, now)
                as_member = Post(Role.MEMBER, leader.commune, leader.team)
                await give(connection, leader.person, as_member, leader.name, now)
        post = Post(Role.LEADER, member.commune, member.team)
        leads = await give(connection, member.person, post, member.name, now)
        if leads:
            await self._note("leader.changed", by, member.commune, member.team, post=leads.post)

    async def _note(self, act: str, by: int, commune: str, team: int, **data: Any) -> None:
        await audit.note(self.door.connection, act, self.door.now, by=by, commune=commune, team=team, **data)
