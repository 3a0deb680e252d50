"""Whose typed words go to whom: one number in the person's row, so that it costs nothing to look."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.door import Door
from bot.storage.tables import addresses, people


@dataclass(frozen=True)
class RelaysPort:
    door: Door

    async def talk(self, person_id: int, request: int) -> None:
        change = people.update().where(people.c.id == person_id).values(talking=request)
        await (await self.door.begin()).execute(change)

    async def talks_about(self, person_id: int) -> int:
        wanted = sa.select(people.c.talking).where(people.c.id == person_id)
        return (await self.door.connection.execute(wanted)).scalar() or 0

    async def reached_on(self, person_id: int) -> frozenset[str]:
        theirs = sa.select(addresses.c.channel).where(addresses.c.person_id == person_id, addresses.c.reachable)
        return frozenset((await self.door.connection.execute(theirs)).scalars())
