"""Residents who ask for a person. Every change is a guarded update: whoever is second changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.codes import new_code
from bot.core.requests import Request, State, Wanted, first_alarm
from bot.core.teams import Member
from bot.core.waiting_clock import Alarm, WaitingClock
from bot.storage import audit
from bot.storage.door import Door
from bot.storage.request_tables import request_declines, requests
from bot.storage.tables import outbox
from bot.storage.team_tables import posts
from bot.storage.upsert import insert_new

WAITING = requests.c.state.in_([State.OPEN, State.TAKEN])
SILENT: Mapping[str, Any] = {"alarm": Alarm.SILENT.value, "alarm_at": None}
NO_WORDS = {"wish": "", "suits": "", "phone": ""}


# ---- reading ----


def load(row: Any) -> Request:
    return Request(
        row.id, row.code, row.person_id, row.commune, row.village, row.guide, row.step, row.wish, row.suits, row.phone,
        row.lang, row.urgent, State(row.state), row.team_id or 0, row.asked_at, row.waits_since, row.taken_by,
        row.taken_at, row.closed_at, row.satisfied, Alarm(row.alarm), row.alarm_at,
    )  # fmt: skip


async def find(connection: AsyncConnection, id_: int) -> Request | None:
    return await _one(connection, requests.c.id == id_)


async def _one(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> Request | None:
    row = (await connection.execute(sa.select(requests).where(which))).one_or_none()
    return load(row) if row else None


async def _all(
    connection: AsyncConnection, which: sa.ColumnElement[bool], *order: sa.ColumnElement[Any]
) -> list[Request]:
    return [load(row) for row in await connection.execute(sa.select(requests).where(which).order_by(*order))]


# ---- writing ----


async def make(
    connection: AsyncConnection, person_id: int, wanted: Wanted, now: datetime, clock: WaitingClock
) -> Request:
    _alarm, alarm_at = first_alarm(clock, now, urgent=wanted.urgent)
    row = {
        "code": await _unused(connection), "person_id": person_id, "commune": wanted.commune,
        "village": wanted.village, "guide": wanted.guide, "step": wanted.step, "wish": wanted.wish,
        "suits": wanted.when, "phone": wanted.phone, "lang": wanted.lang, "urgent": wanted.urgent,
        "state": State.OPEN.value, "team_id": wanted.team or None, "asked_at": now, "waits_since": now,
        "alarm": Alarm.TEAM.value, "alarm_at": alarm_at,
        "leader_at": clock.rings_at(Alarm.LEADER, now, urgent=wanted.urgent),
    }  # fmt: skip
    made = await connection.execute(requests.insert().values(row).returning(requests))
    return load(made.one())


async def _unused(connection: AsyncConnection) -> str:
    while True:
        code = new_code(secrets.choice)
        same = sa.select(requests.c.id).where(requests.c.code == code)
        if (await connection.execute(same)).first() is None:
            return code


async def change(
    connection: AsyncConnection, request: Request, guard: sa.ColumnElement[bool], **new: Any
) -> Request | None:
    """None: it is not as ``guard`` wants it any more."""
    update = requests.update().where(requests.c.id == request.id, guard).values(new).returning(requests)
    row = (await connection.execute(update)).one_or_none()
    return load(row) if row else None


async def forget(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """Of what they asked only the count stays, and what is on its way about it goes nowhere. What they had taken is
    open again, and rings at once."""
    theirs = requests.c.person_id == person_id
    for code in (await connection.execute(sa.select(requests.c.code).where(theirs))).scalars().all():
        await connection.execute(outbox.delete().where(sa.cast(outbox.c.body, sa.Text).contains(code)))
    over = {"state": State.CANCELLED.value, "closed_at": now, **SILENT}
    await connection.execute(requests.update().where(theirs, WAITING).values(over))
    await connection.execute(requests.update().where(theirs).values(NO_WORDS | {"village": ""}))
    await _let_go(connection, requests.c.taken_by == person_id, now, now)


async def let_go(connection: AsyncConnection, member: Member, now: datetime, alarm_at: datetime | None) -> None:
    """The member has left: what they had there is open again."""
    there = requests.c.team_id == member.team if member.team else requests.c.commune == member.commune
    await _let_go(connection, (requests.c.taken_by == member.person) & there, now, alarm_at)


async def _let_go(
    connection: AsyncConnection, whose: sa.ColumnElement[bool], now: datetime, alarm_at: datetime | None
) -> None:
    taken = whose & (requests.c.state == State.TAKEN)
    again = {"state": State.OPEN.value, "taken_by": None, "taken_at": None, "waits_since": now,
             "alarm": Alarm.TEAM.value, "alarm_at": alarm_at}  # fmt: skip
    await connection.execute(requests.update().where(taken).values(again))


@dataclass(frozen=True)
class RequestsPort:
    door: Door

    async def served(self) -> Collection[str]:
        held = sa.select(posts.c.commune).where(posts.c.until.is_(None), posts.c.commune != "").distinct()
        return frozenset((await self.door.connection.execute(held)).scalars())

    async def make(self, person_id: int, wanted: Wanted) -> Request:
        return await make(await self.door.begin(), person_id, wanted, self.door.now, self.door.site.clock)

    async def find(self, id_: int) -> Request | None:
        return await find(self.door.connection, id_)

    async def by_code(self, code: str) -> Request | None:
        return await _one(self.door.connection, requests.c.code == code)

    async def of_person(self, person_id: int) -> list[Request]:
        mine = (requests.c.person_id == person_id) & WAITING
        return await _all(self.door.connection, mine, requests.c.id.desc())

    async def open_in(self, commune: str) -> list[Request]:
        there = (requests.c.commune == commune) & (requests.c.state == State.OPEN)
        return await _all(self.door.connection, there, requests.c.urgent.desc(), requests.c.id)

    async def taken_by(self, person_id: int) -> list[Request]:
        mine = (requests.c.taken_by == person_id) & (requests.c.state == State.TAKEN)
        return await _all(self.door.connection, mine, requests.c.taken_at.desc(), requests.c.id.desc())

    async def take(self, by: int, request: Request, team: int) -> Request | None:
        theirs = {"state": State.TAKEN.value, "team_id": team or None, "taken_by": by, "taken_at": self.door.now}
        once = _first(request, self.door.now)
        return await self._act("request.taken", by, request, _is(State.OPEN), {**theirs, **once, **SILENT})

    async def decline(self, by: int, request: Request) -> Collection[int] | None:
        connection = await self.door.begin()
        row = {"request_id": request.id, "person_id": by, "at": self.door.now}
        if (await connection.execute(insert_new(connection, request_declines).values(row))).rowcount != 1:
            return None
        said = sa.select(request_declines.c.person_id).where(request_declines.c.request_id == request.id)
        return frozenset((await connection.execute(said)).scalars())

    async def give_back(self, by: int, request: Request, team: int) -> Request | None:
        return await self._act("request.returned", by, request, _has(by), self._again(request, team))

    async def hand_over(self, by: int, request: Request, to: Member) -> Request | None:
        theirs = {"taken_by": to.person, "taken_at": self.door.now, "team_id": to.team or None}
        return await self._act("request.handed_over", by, request, _has(by), theirs, to=to.post)

    async def close(self, by: int, request: Request) -> Request | None:
        minutes = minutes_between(request.asked_at, self.door.now)
        over = {"state": State.CLOSED.value, "closed_at": self.door.now, "close_minutes": minutes, "phone": ""}
        return await self._act("request.closed", by, request, _has(by), {**over, **SILENT})

    async def set_phone(self, request: Request, phone: str) -> Request | None:
        return await change(await self.door.begin(), request, WAITING, phone=phone)

    async def cancel(self, request: Request) -> Request | None:
        over = {"state": State.CANCELLED.value, "closed_at": self.door.now, "phone": "", **SILENT}
        return await change(await self.door.begin(), request, WAITING, **over)

    async def rate(self, request: Request, *, satisfied: bool) -> Request | None:
        unanswered = _is(State.CLOSED) & requests.c.satisfied.is_(None)
        return await change(await self.door.begin(), request, unanswered, satisfied=satisfied)

    async def reopen(self, request: Request, team: int) -> Request | None:
        connection = await self.door.begin()
        opened = await change(connection, request, _is(State.CLOSED), **self._again(request, team))
        return opened and await self._anew(connection, opened)

    async def forget_phones(self, person_id: int) -> None:
        connection = await self.door.begin()
        mine = requests.c.person_id == person_id
        await connection.execute(requests.update().where(mine).values(phone=""))

    def _again(self, request: Request, team: int) -> dict[str, Any]:
        """Open, and waiting from now on."""
        alarm, alarm_at = first_alarm(self.door.site.clock, self.door.now, urgent=request.urgent)
        return {"state": State.OPEN.value, "team_id": team or None, "waits_since": self.door.now, "taken_by": None,
                "taken_at": None, "closed_at": None, "close_minutes": None, "satisfied": None,
                "alarm": alarm.value, "alarm_at": alarm_at}  # fmt: skip

    async def _anew(self, connection: AsyncConnection, request: Request) -> Request:
        """Whoever could not take it before may be able to now."""
        await connection.execute(request_declines.delete().where(request_declines.c.request_id == request.id))
        return request

    async def _act(
        self, act: str, by: int, request: Request, guard: sa.ColumnElement[bool], new: Mapping[str, Any], **more: Any
    ) -> Request | None:
        """What a member does with it, with its trace."""
        connection = await self.door.begin()
        changed = await change(connection, request, guard, **new)
        if changed:
            details = {"request": request.id} | more
            team = changed.team or request.team
            await audit.note(connection, act, self.door.now, by=by, commune=request.commune, team=team, **details)
        if changed and changed.state is State.OPEN:
            await self._anew(connection, changed)
        return changed


def _first(request: Request, now: datetime) -> Mapping[str, Any]:
    """When it was taken, if nobody had taken it before."""
    new = {"first_taken_at": now, "take_minutes": minutes_between(request.asked_at, now)}
    return {name: sa.func.coalesce(requests.c[name], sa.bindparam(None, value, requests.c[name].type))
            for name, value in new.items()}  # fmt: skip


def minutes_between(begin: datetime, end: datetime) -> int:
    return round((end - begin).total_seconds() / 60)


def _is(state: State) -> sa.ColumnElement[bool]:
    return requests.c.state == state


def _has(by: int) -> sa.ColumnElement[bool]:
    return (requests.c.taken_by == by) & _is(State.TAKEN)
