"""Invites: codes that open a post, or join another channel to the same person.

Only a code's fingerprint is stored, under a key that is not in the database: six characters are few enough to try them
all against a plain hash.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.codes import new_code
from bot.core.roles import Post
from bot.core.teams import GROUP, LINK, NO_POST, Invite, Linked, Member, Team
from bot.storage import audit, linking, teams
from bot.storage.door import Door
from bot.storage.team_tables import invites

WRONG_CODES = 5
WAIT = timedelta(minutes=15)
"""So many wrong codes in that time, and nothing is looked up until it has passed. The 300 million codes cannot be tried
that way, nor by many people at once: an invite is gone in days."""
LINK_FOR = timedelta(minutes=10)
GROUP_FOR = timedelta(days=1)


def fingerprint(key: bytes, code: str) -> str:
    return hmac.new(key, code.encode(), "sha256").hexdigest()


async def make(
    connection: AsyncConnection, key: bytes, post: Post, now: datetime, *, by: int | None, uses: int, days: int
) -> tuple[Invite, str]:
    """An invite to the post, and its code. ``by`` None: the operator."""
    until = now + timedelta(days=days)
    made = await _store(connection, key, post.role, post.commune, post.team, now, by=by, uses=uses, until=until)
    details = {"invite": made[0].id, "role": post.role, "uses": uses}
    await audit.note(connection, "invite.made", now, by=by, commune=post.commune, team=post.team, **details)
    return made


async def make_group_code(connection: AsyncConnection, key: bytes, team: Team, now: datetime, *, by: int) -> str:
    """Joins one group chat to the team; the code before it is void."""
    mine = (invites.c.team_id == team.id) & (invites.c.role == GROUP)
    await connection.execute(invites.delete().where(mine))
    until = now + GROUP_FOR
    made = await _store(connection, key, GROUP, team.commune, team.id, now, by=by, uses=1, until=until)
    return made[1]


async def _store(
    connection: AsyncConnection, key: bytes, purpose: str, commune: str, team: int, now: datetime,
    *, by: int | None, uses: int, until: datetime,
) -> tuple[Invite, str]:  # fmt: skip
    code = await _unused(connection, key)
    row = {"fingerprint": fingerprint(key, code), "role": str(purpose), "commune": commune, "team_id": team or None,
           "person_id": by, "uses_left": uses, "expires_at": until, "made_at": now}  # fmt: skip
    id_ = (await connection.execute(invites.insert().values(row).returning(invites.c.id))).scalar_one()
    return Invite(id_, str(purpose), commune, team, by, uses, until), code


async def _unused(connection: AsyncConnection, key: bytes) -> str:
    while True:
        code = new_code(secrets.choice)
        same = sa.select(invites.c.id).where(invites.c.fingerprint == fingerprint(key, code))
        if (await connection.execute(same)).first() is None:
            return code


async def find(connection: AsyncConnection, key: bytes, code: str) -> Invite | None:
    """The invite of this code, whether it can still be used or not."""
    same = sa.select(invites).where(invites.c.fingerprint == fingerprint(key, code))
    row = (await connection.execute(same)).one_or_none()
    return _invite(row) if row else None


def usable(invite: Invite, now: datetime) -> bool:
    return invite.uses_left > 0 and invite.expires_at > now


async def take(connection: AsyncConnection, invite: Invite, now: datetime) -> bool:
    """Use it once. False: somebody was quicker."""
    left = (invites.c.id == invite.id) & (invites.c.uses_left > 0) & (invites.c.expires_at > now)
    change = invites.update().where(left).values(uses_left=invites.c.uses_left - 1)
    return (await connection.execute(change)).rowcount == 1


def _invite(row: Any) -> Invite:
    return Invite(row.id, row.role, row.commune, row.team_id or 0, row.person_id, row.uses_left, row.expires_at)


@dataclass(frozen=True)
class InvitesPort:
    door: Door

    async def must_wait(self, person_id: int) -> bool:
        since = self.door.now - WAIT
        return await audit.wrong_codes(self.door.connection, person_id, since) >= WRONG_CODES

    async def find(self, person_id: int, code: str) -> Invite | None:
        if await self.must_wait(person_id):
            return None
        invite = await find(self.door.connection, self.door.site.key, code)
        if not invite:
            await audit.note(await self.door.begin(), audit.WRONG_CODE, self.door.now, by=person_id)
        return invite if invite and usable(invite, self.door.now) else None

    async def make(self, by: int, post: Post, *, uses: int, days: int) -> tuple[Invite, str]:
        connection = await self.door.begin()
        return await make(connection, self.door.site.key, post, self.door.now, by=by, uses=uses, days=days)

    async def open(self, commune: str, team: int) -> list[Invite]:
        there = (invites.c.commune == commune) & (sa.func.coalesce(invites.c.team_id, 0) == team)
        found = await self.door.connection.execute(sa.select(invites).where(there).order_by(invites.c.id))
        return [one for one in map(_invite, found) if usable(one, self.door.now) and one.purpose not in NO_POST]

    async def withdraw(self, by: int, id_: int) -> None:
        connection = await self.door.begin()
        row = (await connection.execute(sa.select(invites).where(invites.c.id == id_))).one_or_none()
        change = invites.update().where(invites.c.id == id_, invites.c.uses_left > 0).values(uses_left=0)
        if row and (await connection.execute(change)).rowcount:
            await self._note("invite.withdrawn", by, _invite(row))

    async def join(self, person_id: int, code: str, name: str) -> Member | None:
        invite = await self.find(person_id, code)
        if not invite or invite.purpose in NO_POST or not await self._is_new(person_id, invite):
            return None
        connection, now = await self.door.begin(), self.door.now
        if not await take(connection, invite, now):
            return None
        joined = await teams.give(connection, person_id, invite.post, name, now)
        if joined:
            await self._note("invite.used", person_id, invite, post=joined.post)
            await self._note("member.added", invite.by, invite, post=joined.post, role=joined.role)
        return joined

    async def _is_new(self, person_id: int, invite: Invite) -> bool:
        return not (await teams.standing(self.door.connection, person_id)).holds(invite.post)

    async def make_link(self, person_id: int) -> str:
        connection, now = await self.door.begin(), self.door.now
        mine = (invites.c.person_id == person_id) & (invites.c.role == LINK)
        await connection.execute(invites.delete().where(mine))
        made = await _store(
            connection, self.door.site.key, LINK, "", 0, now, by=person_id, uses=1, until=now + LINK_FOR
        )
        return made[1]

    async def link(self, person_id: int, code: str) -> Linked | None:
        invite = await self.find(person_id, code)
        if not invite or invite.purpose != LINK or invite.by in {None, person_id}:
            return None
        connection, now = await self.door.begin(), self.door.now
        if invite.by is None or not await take(connection, invite, now):
            return None
        linked = await linking.unite(connection, invite.by, person_id, now)
        await self._note("channels.linked", linked.person.id, invite)
        return linked

    async def _note(self, act: str, by: int | None, invite: Invite, **data: Any) -> None:
        await audit.note(
            self.door.connection, act, self.door.now, by=by, commune=invite.commune, team=invite.team,
            invite=invite.id, **data,
        )  # fmt: skip
