"""Reminders that people chose. Each is done once a day: the row that says so and the message are written together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.clock import VIETNAM
from bot.core.session_ports import LOG
from bot.storage import sessions
from bot.storage.door import Door
from bot.storage.outbox import Said
from bot.storage.session_tables import reminders, session_members
from bot.storage.session_tables import sessions as sessions_table
from bot.storage.tables import outbox
from bot.storage.team_tables import posts
from bot.storage.teams import HELD
from bot.storage.upsert import insert_or_replace


async def due(
    connection: AsyncConnection, now: datetime, most: int, about: str = LOG, since: date | None = None
) -> list[int]:  # fmt: skip
    """Whose hour has come and who was not looked at since that day (None: today)."""
    here = now.astimezone(VIETNAM)
    undone = reminders.c.done_on.is_(None) | (reminders.c.done_on < (since or here.date()))
    found = sa.select(reminders.c.person_id).where(reminders.c.about == about, reminders.c.hour <= here.hour, undone)
    wanted = found.order_by(reminders.c.person_id).limit(most)
    return list((await connection.execute(wanted)).scalars())


async def done(
    connection: AsyncConnection, person_id: int, day: date, about: str = LOG, since: date | None = None
) -> bool:  # fmt: skip
    """False: it was done already."""
    undone = reminders.c.done_on.is_(None) | (reminders.c.done_on < (since or day))
    mine = (reminders.c.person_id == person_id) & (reminders.c.about == about)
    return (await connection.execute(reminders.update().where(mine, undone).values(done_on=day))).rowcount == 1


async def is_wanted(connection: AsyncConnection, person_id: int, now: datetime) -> bool:
    """They are in a team, and logged nothing today."""
    in_team = sa.select(posts.c.id).where(posts.c.person_id == person_id, posts.c.team_id.is_not(None), HELD)
    asked = sa.select(in_team.exists() & ~_logged(person_id, now).exists())
    return bool((await connection.execute(asked)).scalar())


def _logged(person_id: int, now: datetime) -> sa.Select[tuple[int]]:
    """Held today with their help, or put down today by them."""
    here = now.astimezone(VIETNAM)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    helped = sa.select(session_members.c.session_id).where(session_members.c.person_id == person_id)
    held = sessions_table.c.id.in_(helped) & (sessions_table.c.held_on == here.date())
    entered = (sessions_table.c.person_id == person_id) & (sessions_table.c.entered_at >= midnight)
    return sa.select(sessions_table.c.id).where(held | entered, sessions.COUNTS)


async def without_pile(connection: AsyncConnection, said: Sequence[Said]) -> list[Said]:
    """Not where a message waits for somebody to come back already: old reminders must not pile up there."""
    parked = sa.select(outbox.c.channel, outbox.c.address).where(outbox.c.state == "parked")
    theirs = parked.where(outbox.c.address.in_([one.address for one in said])).distinct()
    waiting = {(channel, address) for channel, address in await connection.execute(theirs)}
    return [one for one in said if (one.channel, one.address) not in waiting]


@dataclass(frozen=True)
class RemindersPort:
    door: Door

    async def hour(self, person_id: int, about: str = LOG) -> int | None:
        mine = (reminders.c.person_id == person_id) & (reminders.c.about == about)
        return (await self.door.connection.execute(sa.select(reminders.c.hour).where(mine))).scalar()

    async def choose(self, person_id: int, hour: int, about: str = LOG) -> None:
        here = self.door.now.astimezone(VIETNAM)
        passed = here.date() if hour <= here.hour else None
        row = {"person_id": person_id, "about": about, "hour": hour, "done_on": passed}
        connection = await self.door.begin()
        await connection.execute(insert_or_replace(connection, reminders), [row])

    async def stop(self, person_id: int, about: str = "") -> bool:
        mine = (reminders.c.person_id == person_id) & (reminders.c.about == about if about else sa.true())
        return (await (await self.door.begin()).execute(reminders.delete().where(mine))).rowcount > 0
