"""Two people who turn out to be one: whoever was here first stays, and everything of the other becomes theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.roles import RANK, Role
from bot.core.talk import Person, Talk
from bot.core.teams import Linked
from bot.storage import confirmations, facts, presences, recipients, teams
from bot.storage.records import OWN
from bot.storage.request_tables import requests
from bot.storage.tables import people, talks
from bot.storage.team_tables import posts
from bot.storage.upsert import insert_or_replace


async def unite(connection: AsyncConnection, made: int, typed: int, now: datetime) -> Linked:
    """``made``: who has the talk that goes on; ``typed``: who gave the code there, and whose talk ends."""
    kept, gone = min(made, typed), max(made, typed)
    talk = await _talk(connection, made)
    await confirmations.unite(connection, kept, gone)
    await presences.unite(connection, kept, gone)
    await recipients.unite(connection, kept, gone)
    for table, _columns in OWN.values():
        await _once_each(connection, table, kept, gone)
        await connection.execute(table.update().where(table.c.person_id == gone).values(person_id=kept))
    await facts.count_member_again(connection, kept)
    await connection.execute(requests.update().where(requests.c.taken_by == gone).values(taken_by=kept))
    await connection.execute(talks.delete().where(talks.c.person_id.in_([kept, gone])))
    row = {"person_id": kept, "body": talk.dump(), "updated_at": now}
    await connection.execute(insert_or_replace(connection, talks), [row])
    await _one_post_each(connection, kept, now)
    await _fill_up(connection, kept, gone)
    await connection.execute(people.delete().where(people.c.id == gone))
    await teams.keep_role(connection, kept)
    return Linked(await _person(connection, kept), talk, gone)


async def _once_each(connection: AsyncConnection, table: sa.Table, kept: int, gone: int) -> None:
    """Where both stand beside the same thing, as helpers of one session, one of them is enough."""
    if not table.c.person_id.primary_key:
        return
    thing = next(column for column in table.primary_key if column.name != "person_id")
    of_kept = sa.select(thing).where(table.c.person_id == kept).scalar_subquery()
    await connection.execute(table.delete().where(table.c.person_id == gone, thing.in_(of_kept)))


async def _talk(connection: AsyncConnection, person_id: int) -> Talk:
    body = (await connection.execute(sa.select(talks.c.body).where(talks.c.person_id == person_id))).scalar()
    talk = Talk.load(body or {})
    talk.greeted = True
    return talk


async def _one_post_each(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """Who was in the same team twice keeps the higher post there."""
    mine = sa.select(posts).where(posts.c.person_id == person_id, teams.HELD).order_by(posts.c.id)
    best: dict[Any, Any] = {}
    for row in await connection.execute(mine):
        place = row.team_id or (row.role, row.commune)
        other = best.get(place)
        best[place] = row if other is None or _rank(row) > _rank(other) else other
    twice = posts.c.id.not_in([row.id for row in best.values()]) & (posts.c.person_id == person_id) & teams.HELD
    await connection.execute(posts.update().where(twice).values(until=now))


def _rank(row: Any) -> int:
    return RANK[Role(row.role)]


async def _fill_up(connection: AsyncConnection, kept: int, gone: int) -> None:
    """What they told on one channel only is known on both."""
    other = (await connection.execute(sa.select(people).where(people.c.id == gone))).one()
    same_commune = people.c.place.in_(["", other.place]) & (people.c.village == "")
    await connection.execute(people.update().where(people.c.id == kept, same_commune).values(village=other.village))
    for column, untold in ((people.c.place, ""), (people.c.called, ""), (people.c.talking, 0)):
        told = getattr(other, column.name)
        await connection.execute(people.update().where(people.c.id == kept, column == untold).values({column: told}))
    later = (people.c.id == kept) & (people.c.seen_at < other.seen_at)
    await connection.execute(people.update().where(later).values(seen_at=other.seen_at))


async def _person(connection: AsyncConnection, id_: int) -> Person:
    row = (await connection.execute(sa.select(people).where(people.c.id == id_))).one()
    return Person(row.id, row.lang, row.place, row.village, row.called, row.seen_at, Role(row.role), row.talking)
