"""Questions that could not be placed, kept for an editor with the person's consent. Masked before they come here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import audit
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


async def waiting(connection: AsyncConnection, *, most: int | None = None, after: int = 0) -> list[Question]:
    """Those nobody has dealt with, the oldest first. ``after``: without so many of them."""
    new = sa.select(questions).where(questions.c.state == NEW).order_by(questions.c.id).limit(most).offset(after)
    return [_question(row) for row in await connection.execute(new)]


async def waiting_count(connection: AsyncConnection) -> int:
    new = sa.select(sa.func.count()).where(questions.c.state == NEW)
    return (await connection.execute(new)).scalar_one()


async def find(connection: AsyncConnection, id_: int) -> Question | None:
    """None: there is none, or somebody has dealt with it."""
    same = sa.select(questions).where((questions.c.id == id_) & (questions.c.state == NEW))
    row = (await connection.execute(same)).one_or_none()
    return _question(row) if row else None


@dataclass(frozen=True, slots=True)
class Settled:
    """``guide`` "": it was ignored."""

    text: str
    lang: str
    guide: str
    at: datetime


async def settled(connection: AsyncConnection, *, most: int) -> list[Settled]:
    """The latest that somebody dealt with, as long as they are kept."""
    over = sa.select(questions).where(questions.c.state.in_((ATTACHED, IGNORED)))
    latest = over.order_by(questions.c.settled_at.desc(), questions.c.id.desc()).limit(most)
    rows = await connection.execute(latest)
    return [Settled(r.text, r.lang, r.guide if r.state == ATTACHED else "", r.settled_at) for r in rows]


def _question(row: Any) -> Question:
    return Question(row.id, row.text, row.lang, row.guide, row.asked_at)


async def settle(
    connection: AsyncConnection, id_: int, state: str, guide: str, now: datetime, *, by: int | None = None
) -> bool:
    """Mark as attached or ignored. False: it is not there any more, or somebody was quicker. ``by`` None: the
    operator."""
    new = (questions.c.id == id_) & (questions.c.state == NEW)
    change = questions.update().where(new).values(state=state, guide=guide, settled_at=now)
    settled = (await connection.execute(change)).rowcount == 1
    if settled and state == ATTACHED:
        await audit.note(connection, "question.attached", now, by=by, question=id_, guide=guide)
    elif settled:
        await audit.note(connection, "question.ignored", now, by=by, question=id_)
    return settled


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
