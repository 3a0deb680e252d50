"""What residents say of sessions, each once. The count is kept with the session, so that it stays when they go."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.codes import new_code
from bot.core.confirming import CODE_FOR, Answered
from bot.core.sessions import KeptSession
from bot.storage import facts, invites, sessions
from bot.storage.door import Door
from bot.storage.session_tables import session_codes, session_confirmations, session_members
from bot.storage.session_tables import sessions as sessions_table
from bot.storage.upsert import insert_or_replace

_NEW = {"confirmed": False, "disputed": False, "thanked": False}
_HAS_ROOM = sessions_table.c.confirmed < sessions_table.c.people - sessions_table.c.phoneless


async def _count(connection: AsyncConnection, session: int, by: int) -> bool:
    """One confirmation more or fewer. False: it is full, or withdrawn."""
    room = _HAS_ROOM if by > 0 else sessions_table.c.confirmed > 0
    change = sessions_table.update().where(sessions_table.c.id == session, sessions.COUNTS, room)
    counted = await connection.execute(change.values(confirmed=sessions_table.c.confirmed + by))
    if counted.rowcount != 1:
        return False
    await facts.confirm(connection, session, confirmed=by)
    return True


def _said(person_id: int, session: int) -> sa.ColumnElement[bool]:
    return (session_confirmations.c.person_id == person_id) & (session_confirmations.c.session_id == session)


@dataclass(frozen=True)
class ConfirmationsPort:
    door: Door

    async def open(self, session: int) -> str:
        code = await self._unused()
        row = {"session_id": session, "fingerprint": self._fingerprint(code), "made_at": self.door.now,
               "expires_at": self.door.now + CODE_FOR}  # fmt: skip
        await (await self.door.begin()).execute(session_codes.insert().values(row))
        return code

    async def _unused(self) -> str:
        """No invite has it either: a code is looked up among both."""
        while True:
            code = new_code(secrets.choice)
            same = sa.select(session_codes.c.id).where(session_codes.c.fingerprint == self._fingerprint(code))
            taken = (await self.door.connection.execute(same)).first()
            if taken is None and await invites.find(self.door.connection, self.door.site.key, code) is None:
                return code

    def _fingerprint(self, code: str) -> str:
        return invites.fingerprint(self.door.site.key, code)

    async def session(self, code: str) -> KeptSession | None:
        good = (session_codes.c.fingerprint == self._fingerprint(code)) & (session_codes.c.expires_at > self.door.now)
        id_ = (await self.door.connection.execute(sa.select(session_codes.c.session_id).where(good))).scalar()
        return await sessions.find(self.door.connection, id_) if id_ else None

    async def answer(self, person_id: int, session: int, *, right: bool) -> Answered:
        kept = await sessions.find(self.door.connection, session)
        if kept is None or kept.withdrawn:
            return Answered.GONE
        if person_id in {kept.entered_by, *kept.session.members}:
            return Answered.HELPER
        said = await self._before(person_id, session)
        return await (self._confirm if right else self._dispute)(person_id, session, said)

    async def _confirm(self, person_id: int, session: int, said: dict[str, Any]) -> Answered:
        if said["confirmed"]:
            return Answered.AGAIN
        if not await _count(await self.door.begin(), session, +1):
            return Answered.FULL
        await self._note(person_id, session, said | {"confirmed": True})
        return Answered.CONFIRMED

    async def _dispute(self, person_id: int, session: int, said: dict[str, Any]) -> Answered:
        """Who pressed the wrong one may take it back, either way; it is told once."""
        if said["confirmed"]:
            await _count(await self.door.begin(), session, -1)
        await self._note(person_id, session, said | {"confirmed": False, "disputed": True})
        return Answered.AGAIN if said["disputed"] else Answered.DISPUTED

    async def thank(self, person_id: int, session: int) -> bool:
        said = await self._before(person_id, session)
        if not said["confirmed"] or said["thanked"]:
            return False
        await self._note(person_id, session, said | {"thanked": True})
        change = sessions_table.update().where(sessions_table.c.id == session)
        await self.door.connection.execute(change.values(thanks=sessions_table.c.thanks + 1))
        await facts.confirm(self.door.connection, session, thanks=1)
        return True

    async def _before(self, person_id: int, session: int) -> dict[str, Any]:
        wanted = sa.select(*(session_confirmations.c[name] for name in _NEW)).where(_said(person_id, session))
        row = (await self.door.connection.execute(wanted)).mappings().one_or_none()
        return dict(row) if row else dict(_NEW)

    async def _note(self, person_id: int, session: int, said: dict[str, Any]) -> None:
        row = {"session_id": session, "person_id": person_id, "at": self.door.now, **said}
        connection = await self.door.begin()
        await connection.execute(insert_or_replace(connection, session_confirmations), [row])


# ---- two people who turn out to be one ----


async def unite(connection: AsyncConnection, kept: int, gone: int) -> None:
    """Before their rows become one: whoever helped has not confirmed it, and nobody has twice."""
    await _take_back_own(connection, kept, gone)
    twice = sa.select(session_confirmations).where(session_confirmations.c.person_id.in_([kept, gone]))
    by_session: dict[int, list[Any]] = {}
    for row in await connection.execute(twice):
        by_session.setdefault(row.session_id, []).append(row)
    for session, rows in by_session.items():
        if len(rows) > 1:
            await _make_one(connection, session, rows)


async def _take_back_own(connection: AsyncConnection, kept: int, gone: int) -> None:
    helped = sa.select(session_members.c.session_id).where(session_members.c.person_id.in_([kept, gone]))
    own = session_confirmations.c.person_id.in_([kept, gone]) & session_confirmations.c.session_id.in_(helped)
    for row in (await connection.execute(sa.select(session_confirmations).where(own))).all():
        if row.confirmed:
            await _count(connection, row.session_id, -1)
    await connection.execute(session_confirmations.delete().where(own))


async def _make_one(connection: AsyncConnection, session: int, rows: list[Any]) -> None:
    """Both rows say what either said; which of them stays does not matter then."""
    if all(row.confirmed for row in rows):
        await _count(connection, session, -1)
    if all(row.thanked for row in rows):
        once = sessions_table.update().where(sessions_table.c.id == session)
        await connection.execute(once.values(thanks=sessions_table.c.thanks - 1))
        await facts.confirm(connection, session, thanks=-1)
    said = {name: any(getattr(row, name) for row in rows) for name in _NEW}
    both = session_confirmations.c.person_id.in_([row.person_id for row in rows])
    same = both & (session_confirmations.c.session_id == session)
    await connection.execute(session_confirmations.update().where(same).values(said))
