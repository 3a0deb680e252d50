"""What came in and waits for its turn. A row is unique by channel and event id: a redelivery stops here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.channel import Taken, Unreadable
from bot.core.messages import Inbound, Kind
from bot.core.roles import Role
from bot.core.talk import Person, Talk
from bot.storage.tables import addresses, inbox, people, talks, unreadable
from bot.storage.upsert import insert_new

RAW_KEPT = 64_000  # characters of an update that could not be read
NOTHING_LATER: tuple[Any, ...] = ("", (), "", "", "", False)
"""said_ref, masked, group, file, file_name, harmful: where an older version stored none."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The oldest waiting message of one address, with whom it is from; ``person`` is None at first contact.
    ``heard_at``: when they last wrote from there."""

    id: int
    inbound: Inbound
    person: Person | None
    talk: Talk
    reachable: bool
    heard_at: datetime | None


async def put(connection: AsyncConnection, taken: Sequence[Taken], now: datetime) -> None:
    """Store what came in, once. What could not be read is kept aside."""
    arrived = [_row(item, now) for item in taken if isinstance(item, Inbound)]
    aside = [_aside(item, now) for item in taken if isinstance(item, Unreadable)]
    if arrived:
        await connection.execute(insert_new(connection, inbox), arrived)
    if aside:
        await connection.execute(insert_new(connection, unreadable), aside)


def _row(inbound: Inbound, now: datetime) -> dict[str, Any]:
    return {
        "channel": inbound.channel,
        "event_id": inbound.event_id,
        "address": inbound.address,
        "received_at": now,
        "body": [inbound.kind.value, inbound.at.timestamp(), inbound.text, inbound.action, inbound.message_ref,
                 inbound.location, inbound.lang, inbound.said_ref, inbound.masked, inbound.group, inbound.file,
                 inbound.file_name, inbound.harmful],
    }  # fmt: skip


def _aside(item: Unreadable, now: datetime) -> dict[str, Any]:
    return {"channel": item.channel, "event_id": item.event_id, "raw": item.raw[:RAW_KEPT],
            "reason": item.reason, "received_at": now}  # fmt: skip


_oldest = (
    sa.select(sa.func.min(inbox.c.id).label("id"))
    .where(inbox.c.done_at.is_(None))
    .group_by(inbox.c.channel, inbox.c.address)
    .order_by(sa.text("1"))
    .limit(sa.bindparam("most"))
    .subquery()
)
_next = (
    sa.select(
        inbox.c.id, inbox.c.channel, inbox.c.event_id, inbox.c.address, inbox.c.body,
        people.c.id.label("person_id"), people.c.lang, people.c.place, people.c.village, people.c.called,
        people.c.seen_at, people.c.role, people.c.talking, talks.c.body.label("talk"), addresses.c.reachable,
        addresses.c.seen_at.label("heard_at"),
    )
    .join(_oldest, _oldest.c.id == inbox.c.id)
    .outerjoin(addresses, (addresses.c.channel == inbox.c.channel) & (addresses.c.address == inbox.c.address))
    .outerjoin(people, people.c.id == addresses.c.person_id)
    .outerjoin(talks, talks.c.person_id == people.c.id)
    .order_by(inbox.c.id)
)  # fmt: skip


async def oldest_of_each(connection: AsyncConnection, most: int) -> list[Waiting]:
    """The next message of up to ``most`` people, one each, oldest first."""
    rows = (await connection.execute(_next, {"most": most})).all()
    found: list[Waiting] = []
    busy: set[int] = set()
    for row in rows:
        if row.person_id in busy:  # one person on two channels
            continue
        if row.person_id:
            busy.add(row.person_id)
        found.append(_waiting(row))
    return found


def _waiting(row: Any) -> Waiting:
    kind, at, text, action, ref, location, lang, *later = row.body  # what an older version stored is shorter
    said_ref, masked, group, *sent = tuple(later) + NOTHING_LATER[len(later) :]
    inbound = Inbound(
        row.channel, row.event_id, row.address, Kind(kind), datetime.fromtimestamp(at, UTC), text, action, ref,
        (location[0], location[1]) if location else None, lang, said_ref, tuple(masked), group, *sent,
    )  # fmt: skip
    known = row.person_id is not None
    person = _person(row) if known else None
    talk, reachable = Talk.load(row.talk or {}), bool(row.reachable) if known else True
    return Waiting(row.id, inbound, person, talk, reachable, row.heard_at)


def _person(row: Any) -> Person:
    return Person(row.person_id, row.lang, row.place, row.village, row.called, row.seen_at, Role(row.role),
                  row.talking)  # fmt: skip


async def finish(connection: AsyncConnection, ids: Sequence[int], now: datetime) -> None:
    """Their turns are done: the words are forgotten, the ids stay so that a redelivery is known."""
    await connection.execute(inbox.update().where(inbox.c.id.in_(ids)).values(body=None, done_at=now))


async def waiting_count(connection: AsyncConnection) -> int:
    counted = await connection.execute(sa.select(sa.func.count()).where(inbox.c.done_at.is_(None)))
    return counted.scalar_one()
