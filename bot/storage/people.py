"""People and their addresses on the channels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.messages import Inbound
from bot.core.talk import SPOKEN, Person
from bot.storage.tables import addresses, people


async def welcome(connection: AsyncConnection, newcomers: Sequence[Inbound], now: datetime) -> list[Person]:
    """Give each newcomer a number, in the order given."""
    if not newcomers:
        return []
    fresh = [{"lang": _language(n), "place": "", "called": "", "created_at": now, "seen_at": now} for n in newcomers]
    entered = sa.insert(people).returning(people.c.id, sort_by_parameter_order=True)
    ids = (await connection.execute(entered, fresh)).scalars().all()
    linked = [
        {"channel": n.channel, "address": n.address, "person_id": id_, "reachable": True, "seen_at": now}
        for n, id_ in zip(newcomers, ids, strict=True)
    ]
    await connection.execute(sa.insert(addresses), linked)
    return [Person(id_, _language(n)) for n, id_ in zip(newcomers, ids, strict=True)]


def _language(inbound: Inbound) -> str:
    """Vietnamese, unless the device clearly speaks another language we have."""
    return inbound.lang[:2] if inbound.lang[:2] in SPOKEN else "vi"


async def save(connection: AsyncConnection, changed: Sequence[Person], now: datetime) -> None:
    """What they chose, and that they were here now."""
    rows = [
        {"row": p.id, "lang": p.lang, "place": p.place, "village": p.village, "called": p.called, "seen_at": now}
        for p in changed
    ]
    if rows:
        await connection.execute(people.update().where(people.c.id == sa.bindparam("row")), rows)


@dataclass(frozen=True, slots=True)
class Reachable:
    """An address of a person, and how they are spoken to."""

    person_id: int
    channel: str
    address: str
    lang: str
    called: str


async def reachable(connection: AsyncConnection, ids: Collection[int]) -> list[Reachable]:
    """Every address at which these people can be written to."""
    if not ids:
        return []
    wanted = sa.select(people.c.id, addresses.c.channel, addresses.c.address, people.c.lang, people.c.called)
    theirs = wanted.join(addresses, addresses.c.person_id == people.c.id)
    found = await connection.execute(theirs.where(people.c.id.in_(ids), addresses.c.reachable))
    return [Reachable(*row) for row in found]


_THERE = (addresses.c.channel == sa.bindparam("on")) & (addresses.c.address == sa.bindparam("at"))
_HEARD = addresses.update().where(_THERE).values(seen_at=sa.bindparam("now"))


async def set_reachable(connection: AsyncConnection, who: Sequence[tuple[str, str]], *, reachable: bool) -> None:
    """``who``: (channel, address) pairs."""
    mark = addresses.update().where(_THERE).values(reachable=reachable)
    if who:
        await connection.execute(mark, [{"on": channel, "at": address} for channel, address in who])


async def hear(connection: AsyncConnection, where: Sequence[tuple[str, str]], now: datetime) -> None:
    """Somebody wrote from these (channel, address) pairs just now."""
    if where:
        await connection.execute(_HEARD, [{"on": channel, "at": address, "now": now} for channel, address in where])
