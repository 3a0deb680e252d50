"""Sessions that are not saved yet: what stands on a card until somebody presses “Save”."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.core.sessions import Draft, Session, draft_key, dump_session, load_session
from bot.storage.door import Door
from bot.storage.session_tables import session_drafts


def _draft(row: Any) -> Draft:
    return Draft(row.id, load_session(row.body, draft_key(row.id)), row.corrects, row.version)


def _of(person_id: int, id_: int) -> sa.ColumnElement[bool]:
    return (session_drafts.c.person_id == person_id) & (session_drafts.c.id == id_)


@dataclass(frozen=True)
class DraftsPort:
    door: Door

    async def keep(self, person_id: int, session: Session, *, corrects: int = 0, version: int = 0) -> Draft:
        row = {"person_id": person_id, "body": dump_session(session), "corrects": corrects, "version": version,
               "changed_at": self.door.now}  # fmt: skip
        kept = session_drafts.insert().values(row).returning(session_drafts)
        return _draft((await (await self.door.begin()).execute(kept)).one())

    async def find(self, person_id: int, id_: int) -> Draft | None:
        wanted = sa.select(session_drafts).where(_of(person_id, id_))
        row = (await self.door.connection.execute(wanted)).one_or_none()
        return _draft(row) if row else None

    async def change(self, person_id: int, draft: Draft) -> None:
        values = {"body": dump_session(draft.session), "changed_at": self.door.now}
        await (await self.door.begin()).execute(session_drafts.update().where(_of(person_id, draft.id)).values(values))

    async def drop(self, person_id: int, id_: int) -> None:
        await (await self.door.begin()).execute(session_drafts.delete().where(_of(person_id, id_)))
