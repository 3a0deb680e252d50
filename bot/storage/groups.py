"""The group chats of teams: where new requests are told. Nothing that is said in them comes here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.teams import GROUP, Team
from bot.storage import audit, invites, teams
from bot.storage.door import Door
from bot.storage.team_tables import team_groups
from bot.storage.upsert import insert_or_replace


async def of_teams(connection: AsyncConnection, wanted: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """(channel, chat) by team, for those that have one."""
    if not wanted:
        return {}
    found = await connection.execute(sa.select(team_groups).where(team_groups.c.team_id.in_(wanted)))
    return {row.team_id: (row.channel, row.chat) for row in found}


@dataclass(frozen=True)
class GroupsPort:
    door: Door

    async def code(self, by: int, team: Team) -> str:
        return await invites.make_group_code(await self.door.begin(), self.door.site.key, team, self.door.now, by=by)

    async def link(self, by: int, code: str, channel: str, chat: str) -> tuple[Team, int] | None:
        invite = await invites.InvitesPort(self.door).find(by, code)
        team = await teams.find(self.door.connection, invite.team) if invite and invite.purpose == GROUP else None
        if not invite or not team or not await invites.take(await self.door.begin(), invite, self.door.now):
            return None
        connection = await self.door.begin()
        row = {"team_id": team.id, "channel": channel, "chat": chat, "linked_at": self.door.now}
        await connection.execute(insert_or_replace(connection, team_groups), [row])
        await self._note("group.linked", invite.by, team)
        return team, invite.by or 0

    async def linked(self, team: int) -> bool:
        return team in await of_teams(self.door.connection, {team})

    async def part(self, by: int, team: Team) -> None:
        connection = await self.door.begin()
        gone = await connection.execute(team_groups.delete().where(team_groups.c.team_id == team.id))
        if gone.rowcount:
            await self._note("group.parted", by, team)

    async def teams_in(self, channel: str, chat: str) -> list[int]:
        here = (team_groups.c.channel == channel) & (team_groups.c.chat == chat)
        found = await self.door.connection.execute(sa.select(team_groups.c.team_id).where(here))
        return list(found.scalars())

    async def move(self, channel: str, chat: str, to: str) -> None:
        here = (team_groups.c.channel == channel) & (team_groups.c.chat == chat)
        await (await self.door.begin()).execute(team_groups.update().where(here).values(chat=to))

    async def _note(self, act: str, by: int | None, team: Team) -> None:
        await audit.note(self.door.connection, act, self.door.now, by=by, commune=team.commune, team=team.id)
