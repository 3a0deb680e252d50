"""The log of sessions: each kept once, corrected and withdrawn with a trace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.sessions import NEARLY, Evidence, Had, KeptSession, Saved, Session, Work, dump_session, near
from bot.storage import audit, facts
from bot.storage.door import Door
from bot.storage.session_tables import session_changes, session_members, session_pictures, session_works, sessions
from bot.storage.tables import people
from bot.storage.upsert import insert_new

COUNTS = sessions.c.withdrawn_at.is_(None)


# ---- reading ----


async def load(connection: AsyncConnection, wanted: sa.Select[Any]) -> list[KeptSession]:
    """``wanted``: rows of ``sessions``, in the order in which they are to come."""
    rows = (await connection.execute(wanted)).all()
    ids = [row.id for row in rows]
    works = await _by_session(connection, session_works, session_works.c.position, ids)
    members = await _by_session(connection, session_members, session_members.c.person_id, ids)
    return [_kept(row, works[row.id], members[row.id]) for row in rows]


async def _by_session(
    connection: AsyncConnection, table: sa.Table, order: sa.Column[Any], ids: Sequence[int]
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if ids:
        theirs = sa.select(table).where(table.c.session_id.in_(ids)).order_by(order)
        for row in await connection.execute(theirs):
            found[row.session_id].append(row)
    return found


def _kept(row: Any, works: Sequence[Any], members: Sequence[Any]) -> KeptSession:
    done = tuple(Work(w.service, w.outcome, w.people, Evidence(w.evidence), Had(w.had_before)) for w in works)
    session = Session(
        row.key, row.team_id, row.commune, row.held_on, done, row.people, row.village, row.started, row.minutes,
        row.elders, row.women, row.phoneless, row.difficulty, tuple(m.person_id for m in members), row.request,
    )  # fmt: skip
    withdrawn = row.withdrawn_at is not None
    return KeptSession(
        row.id, session, row.person_id, row.entered_at, withdrawn, row.confirmed, row.thanks, row.version
    )


async def find(connection: AsyncConnection, id_: int) -> KeptSession | None:
    return _first(await load(connection, sa.select(sessions).where(sessions.c.id == id_)))


async def by_key(connection: AsyncConnection, key: str) -> KeptSession | None:
    return _first(await load(connection, sa.select(sessions).where(sessions.c.key == key)))


def _first(found: Sequence[KeptSession]) -> KeptSession | None:
    return found[0] if found else None


async def like(connection: AsyncConnection, by: int, session: Session) -> KeptSession | None:
    """The latest of those near it."""
    there = (sessions.c.commune == session.commune) & (sessions.c.held_on == session.held_on) & COUNTS
    as_many = sessions.c.people.between(session.people - NEARLY, session.people + NEARLY)
    wanted = sa.select(sessions).where(there, as_many).order_by(sessions.c.id.desc())
    return _first([one for one in await load(connection, wanted) if near(session, by, one)])


# ---- writing ----


async def save(connection: AsyncConnection, by: int, session: Session, now: datetime) -> Saved:
    row = {"key": session.key, "person_id": by, "entered_at": now, "confirmed": 0, "thanks": 0, "version": 1}
    entered = insert_new(connection, sessions).values(row | columns_of(session)).returning(sessions.c.id)
    id_ = (await connection.execute(entered)).scalar()
    if id_ is None:
        return Saved(await _kept_before(connection, session.key), fresh=False)
    members = await _write_parts(connection, id_, replace(session, members=(by, *session.members)))
    kept = KeptSession(id_, replace(session, members=members), by, now)
    await facts.add(connection, kept)
    return Saved(kept, fresh=True)


async def _kept_before(connection: AsyncConnection, key: str) -> KeptSession:
    kept = await by_key(connection, key)
    if kept is None:
        raise LookupError("a session that was saved before is not there")
    return kept


def columns_of(session: Session) -> dict[str, Any]:
    return {
        "team_id": session.team, "commune": session.commune, "village": session.village, "held_on": session.held_on,
        "started": session.started, "minutes": session.minutes, "people": session.people, "elders": session.elders,
        "women": session.women, "phoneless": session.phoneless, "difficulty": session.difficulty,
        "request": session.request,
    }  # fmt: skip


async def _write_parts(connection: AsyncConnection, id_: int, session: Session) -> tuple[int, ...]:
    """Works and members. Gives back the members: who erased their data meanwhile is none any more."""
    works = [
        {"session_id": id_, "position": at, "service": w.service, "outcome": w.outcome, "people": w.people,
         "evidence": str(w.evidence), "had_before": str(w.had_before)}
        for at, w in enumerate(session.works)
    ]  # fmt: skip
    if works:
        await connection.execute(session_works.insert(), works)
    there = sa.select(sa.literal(id_), people.c.id).where(people.c.id.in_(session.members))
    helped = session_members.insert().from_select(["session_id", "person_id"], there)
    added = await connection.execute(helped.returning(session_members.c.person_id))
    return tuple(sorted(added.scalars()))


async def _remove_parts(connection: AsyncConnection, id_: int) -> None:
    for table in (session_works, session_members):
        await connection.execute(table.delete().where(table.c.session_id == id_))


async def correct(
    connection: AsyncConnection, by: int, id_: int, session: Session, version: int, now: datetime
) -> KeptSession | None:
    old = await find(connection, id_)
    if old is None or not await _change(connection, id_, version, columns_of(session) | _not_more_confirmed(session)):
        return None
    await _remove_parts(connection, id_)
    await _write_parts(connection, id_, session)
    await _trace(connection, "session.corrected", by, old, now)
    new = await find(connection, id_)
    if new is not None:
        await facts.remove(connection, old)
        await facts.add(connection, new)
    return new


def _not_more_confirmed(session: Session) -> dict[str, Any]:
    """Than can confirm it, now that there were fewer."""
    most = max(session.people - session.phoneless, 0)
    return {"confirmed": sa.case((sessions.c.confirmed > most, most), else_=sessions.c.confirmed)}


async def withdraw(connection: AsyncConnection, by: int, id_: int, now: datetime) -> bool:
    old = await find(connection, id_)
    if old is None or not await _change(connection, id_, old.version, {"withdrawn_at": now}):
        return False
    await facts.remove(connection, old)
    await connection.execute(session_pictures.delete().where(session_pictures.c.session_id == id_))
    await _trace(connection, "session.withdrawn", by, old, now)
    return True


async def _change(connection: AsyncConnection, id_: int, version: int, values: dict[str, Any]) -> bool:
    """False: somebody was quicker."""
    same = (sessions.c.id == id_) & (sessions.c.version == version) & COUNTS
    change = sessions.update().where(same).values(version=version + 1, **values)
    return (await connection.execute(change)).rowcount == 1


async def _trace(connection: AsyncConnection, act: str, by: int, old: KeptSession, now: datetime) -> None:
    before = dump_session(replace(old.session, members=()))
    row = {"session_id": old.id, "person_id": by, "at": now, "act": act, "before": before}
    await connection.execute(session_changes.insert().values(row))
    commune, team = old.session.commune, old.session.team
    await audit.note(connection, act, now, by=by, commune=commune, team=team, session=old.id, version=old.version)


@dataclass(frozen=True)
class SessionsPort:
    door: Door

    async def save(self, by: int, session: Session) -> Saved:
        return await save(await self.door.begin(), by, session, self.door.now)

    async def like(self, by: int, session: Session) -> KeptSession | None:
        return await like(self.door.connection, by, session)

    async def find(self, id_: int) -> KeptSession | None:
        return await find(self.door.connection, id_)

    async def by_key(self, key: str) -> KeptSession | None:
        return await by_key(self.door.connection, key)

    async def correct(self, by: int, id_: int, session: Session, version: int) -> KeptSession | None:
        return await correct(await self.door.begin(), by, id_, session, version, self.door.now)

    async def withdraw(self, by: int, id_: int) -> bool:
        return await withdraw(await self.door.begin(), by, id_, self.door.now)

    async def of_member(self, person_id: int, first_day: date, last_day: date) -> list[KeptSession]:
        helped = sa.select(session_members.c.session_id).where(session_members.c.person_id == person_id)
        days = sessions.c.held_on.between(first_day, last_day)
        theirs = sa.select(sessions).where(sessions.c.id.in_(helped), days, COUNTS)
        return await load(self.door.connection, theirs.order_by(sessions.c.held_on.desc(), sessions.c.id.desc()))

    async def of_team(self, team: int, first_day: date, last_day: date) -> list[KeptSession]:
        days = sessions.c.held_on.between(first_day, last_day)
        theirs = sa.select(sessions).where(sessions.c.team_id == team, days, COUNTS)
        return await load(self.door.connection, theirs.order_by(sessions.c.held_on.desc(), sessions.c.id.desc()))

    async def last_used(self, person_id: int) -> tuple[str, tuple[str, ...]]:
        mine = sa.select(sessions).where(sessions.c.person_id == person_id, COUNTS)
        last = _first(await load(self.door.connection, mine.order_by(sessions.c.id.desc()).limit(1)))
        return (last.session.village, last.session.services) if last else ("", ())
