"""What the bot said and the platform has not yet taken. A row is gone once the platform has answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.messages import Reply, dump_reply, load_reply
from bot.storage.tables import outbox

REPLIES, NOTICES, CAMPAIGNS = 0, 1, 2
"""The lanes. A lower one always goes first."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    id: int
    channel: str
    address: str
    reply: Reply
    lang: str
    called: str
    attempts: int
    lane: int = REPLIES


@dataclass(frozen=True, slots=True)
class Said:
    """A reply on its way into the outbox."""

    channel: str
    address: str
    reply: Reply
    lang: str
    called: str
    lane: int = REPLIES


async def add(connection: AsyncConnection, said: Sequence[Said], now: datetime) -> list[Outgoing]:
    """Store what is to be sent, in this order. Gives it back with its numbers."""
    if not said:
        return []
    entered = sa.insert(outbox).returning(outbox.c.id, sort_by_parameter_order=True)
    ids = (await connection.execute(entered, [_row(one, now) for one in said])).scalars().all()
    return [Outgoing(id_, s.channel, s.address, s.reply, s.lang, s.called, 0, s.lane)
            for id_, s in zip(ids, said, strict=True)]  # fmt: skip


def _row(said: Said, now: datetime) -> dict[str, Any]:
    return {
        "channel": said.channel, "address": said.address, "lane": said.lane, "state": "waiting",
        "body": dump_reply(said.reply), "lang": said.lang, "called": said.called, "attempts": 0,
        "due_at": now, "created_at": now, "reason": "",
    }  # fmt: skip


async def numbers(connection: AsyncConnection, count: int) -> list[int]:
    """Numbers of messages that are not sent from here, and of none that is."""
    if not count:
        return []
    empty = {"channel": "", "address": "", "lane": CAMPAIGNS, "state": "failed", "body": {}, "lang": "", "called": "",
             "attempts": 0, "due_at": _NEVER, "created_at": _NEVER, "reason": ""}  # fmt: skip
    entered = sa.insert(outbox).returning(outbox.c.id, sort_by_parameter_order=True)
    ids = list((await connection.execute(entered, [empty] * count)).scalars())
    await remove(connection, ids)
    return ids


_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_earlier = outbox.alias("earlier")
_held_up = (
    sa.select(1)
    .where(
        _earlier.c.channel == outbox.c.channel,
        _earlier.c.address == outbox.c.address,
        _earlier.c.lane == outbox.c.lane,  # a campaign that waits must not hold up a reply
        _earlier.c.id < outbox.c.id,
        _earlier.c.state != "failed",
        (_earlier.c.due_at > sa.bindparam("now", type_=outbox.c.due_at.type)) | (_earlier.c.state == "parked"),
    )
    .exists()
)
_due = (
    sa.select(outbox)
    .where(
        outbox.c.state == "waiting",
        outbox.c.due_at <= sa.bindparam("now", type_=outbox.c.due_at.type),
        ~_held_up,
    )
    .order_by(outbox.c.lane, outbox.c.id)
    .limit(sa.bindparam("most"))
)
_on_channels = outbox.c.channel.in_(sa.bindparam("channels", expanding=True))
_of_people = sa.tuple_(outbox.c.channel, outbox.c.address).in_(sa.bindparam("people", expanding=True))
_due_on_channels, _due_to_people = _due.where(_on_channels), _due.where(_on_channels | _of_people)

Who = tuple[str, str]
"""(channel, address)"""


async def due(
    connection: AsyncConnection, channels: Iterable[str], now: datetime, most: int, people: Sequence[Who] = ()
) -> list[Outgoing]:
    """What may be sent now, in order, to all on these ``channels`` and to these ``people`` on others; nothing of an
    address whose earlier message still has to wait."""
    wanted: dict[str, Any] = {"now": now, "channels": list(channels), "most": most}
    if people:
        rows = await connection.execute(_due_to_people, {**wanted, "people": people})
    else:
        rows = await connection.execute(_due_on_channels, wanted)
    return [Outgoing(r.id, r.channel, r.address, load_reply(r.body), r.lang, r.called, r.attempts, r.lane)
            for r in rows]  # fmt: skip


async def remove(connection: AsyncConnection, ids: Sequence[int]) -> None:
    if ids:
        await connection.execute(outbox.delete().where(outbox.c.id.in_(ids)))


async def postpone(connection: AsyncConnection, out: Outgoing, due: datetime, why: str, *, counts: bool = True) -> None:
    """Try it again at ``due``. ``counts``: this was an attempt; not so when the platform itself asked us to wait."""
    change = outbox.update().where(outbox.c.id == out.id)
    await connection.execute(change.values(due_at=due, attempts=out.attempts + counts, reason=why))


async def set_state(connection: AsyncConnection, ids: Sequence[int], state: str, reason: str = "") -> None:
    await connection.execute(outbox.update().where(outbox.c.id.in_(ids)).values(state=state, reason=reason))


async def unpark(connection: AsyncConnection, channel: str, address: str) -> int:
    """The person is connected again. Gives back how many messages waited for that."""
    theirs = (outbox.c.channel == channel) & (outbox.c.address == address) & (outbox.c.state == "parked")
    return (await connection.execute(outbox.update().where(theirs).values(state="waiting"))).rowcount


async def drop_all_for(connection: AsyncConnection, channel: str, address: str) -> None:
    await connection.execute(outbox.delete().where(outbox.c.channel == channel, outbox.c.address == address))


async def waiting_for(connection: AsyncConnection, channels: Iterable[str], people: Sequence[Who] = ()) -> set[Who]:
    """Everyone on these ``channels``, and of these ``people``, who has something in the outbox."""
    theirs: sa.ColumnElement[bool] = outbox.c.channel.in_(list(channels))
    if people:
        theirs |= sa.tuple_(outbox.c.channel, outbox.c.address).in_(people)
    wanted = sa.select(outbox.c.channel, outbox.c.address).where(theirs, outbox.c.state != "failed").distinct()
    return {(channel, address) for channel, address in await connection.execute(wanted)}
