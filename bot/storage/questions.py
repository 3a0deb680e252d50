"""Questions that could not be placed, kept for an editor with the person's consent. Masked before they come here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.door import Door
from bot.storage.tables import questions

NEW, ATTACHED, IGNORED = "new", "attached", "ignored"
LONGEST = 300  # characters; a question longer than this is a letter


@dataclass(frozen=True, slots=True)
class Question:
    """``guide``: the guide it was asked in, then the guide it was attached to."""

    id: int
    text: str
    lang: str
    guide: str
    asked_at: datetime


async def waiting(connection: AsyncConnection) -> list[Question]:
    """Those nobody has dealt with, the oldest first."""
    new = sa.select(questions).where(questions.c.state == NEW).order_by(questions.c.id)
    return [Question(r.id, r.text, r.lang, r.guide, r.asked_at) for r in await connection.execute(new)]


async def settle(connection: AsyncConnection, id_: int, state: str, guide: str, now: datetime) -> bool:
    """Mark as attached or ignored. False: it is not there any more, or somebody was quicker."""
    new = (questions.c.id == id_) & (questions.c.state == NEW)
    change = questions.update().where(new).values(state=state, guide=guide, settled_at=now)
    return (await connection.execute(change)).rowcount == 1


@dataclass(frozen=True)
class QuestionsPort:
    door: Door

    async def keep(self, person_id: int, text: str, *, lang: str, guide: str) -> None:
        connection = await self.door.begin()
        question = {"person_id": person_id, "text": text[:LONGEST], "lang": lang, "guide": guide, "state": NEW,
                    "asked_at": self.door.now}  # fmt: skip
        await connection.execute(questions.insert().values(question))

    async def forget(self, person_id: int) -> None:
        connection = await self.door.begin()
        await connection.execute(questions.delete().where(questions.c.person_id == person_id))
