"""The doors to sessions and their drafts, kept in memory: for playing the engine alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from bot.core.pictures import State
from bot.core.sessions import Draft, KeptSession, Saved, Session, draft_key, near

AT = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)


@dataclass
class MemorySessions:
    kept: dict[int, KeptSession] = field(default_factory=dict)

    async def save(self, by: int, session: Session) -> Saved:
        if known := await self.by_key(session.key):
            return Saved(known, fresh=False)
        members = session.members if by in session.members else (by, *session.members)
        number = len(self.kept) + 1
        self.kept[number] = KeptSession(number, replace(session, members=members), by, AT)
        return Saved(self.kept[number], fresh=True)

    async def like(self, by: int, session: Session) -> KeptSession | None:
        return next((one for one in reversed(self.kept.values()) if near(session, by, one)), None)

    async def find(self, id_: int) -> KeptSession | None:
        return self.kept.get(id_)

    async def by_key(self, key: str) -> KeptSession | None:
        return next((one for one in self.kept.values() if one.session.key == key), None)

    async def correct(self, by: int, id_: int, session: Session, version: int) -> KeptSession | None:
        old = self.kept.get(id_)
        if not old or old.withdrawn or old.version != version:
            return None
        self.kept[id_] = replace(old, session=replace(session, key=old.session.key), version=version + 1)
        return self.kept[id_]

    async def withdraw(self, by: int, id_: int) -> bool:
        old = self.kept.get(id_)
        if not old or old.withdrawn:
            return False
        self.kept[id_] = replace(old, withdrawn=True, version=old.version + 1)
        return True

    async def of_member(self, person_id: int, first_day: date, last_day: date) -> Sequence[KeptSession]:
        theirs = [
            one
            for one in self.kept.values()
            if person_id in one.session.members and not one.withdrawn and first_day <= one.session.held_on <= last_day
        ]
        return sorted(theirs, key=lambda one: (one.session.held_on, one.id), reverse=True)

    async def of_team(self, team: int, first_day: date, last_day: date) -> Sequence[KeptSession]:
        theirs = [
            one
            for one in self.kept.values()
            if one.session.team == team and not one.withdrawn and first_day <= one.session.held_on <= last_day
        ]
        return sorted(theirs, key=lambda one: (one.session.held_on, one.id), reverse=True)

    async def last_used(self, person_id: int) -> tuple[str, tuple[str, ...]]:
        mine = [one.session for one in self.kept.values() if one.entered_by == person_id and not one.withdrawn]
        return (mine[-1].village, mine[-1].services) if mine else ("", ())


class MemoryPictures:
    """None can be sent here."""

    async def want(self, person_id: int, session: int, channel: str, ref: str) -> None: ...

    async def state(self, session: int) -> State | None:
        return None

    async def of(self, session: int) -> bytes:
        return b""

    async def drop(self, session: int) -> bool:
        return False


@dataclass
class MemoryDrafts:
    kept: dict[int, tuple[int, Draft]] = field(default_factory=dict)
    made: int = 0

    async def keep(self, person_id: int, session: Session, *, corrects: int = 0, version: int = 0) -> Draft:
        self.made += 1
        draft = Draft(self.made, replace(session, key=draft_key(self.made)), corrects, version)
        self.kept[draft.id] = (person_id, draft)
        return draft

    async def find(self, person_id: int, id_: int) -> Draft | None:
        owner, draft = self.kept.get(id_, (0, None))
        return draft if owner == person_id else None

    async def change(self, person_id: int, draft: Draft) -> None:
        if await self.find(person_id, draft.id):
            self.kept[draft.id] = (person_id, draft)

    async def drop(self, person_id: int, id_: int) -> None:
        if await self.find(person_id, id_):
            del self.kept[id_]
