"""What people agreed to, purpose by purpose. Every answer is kept, with the version of the text, as evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ports import Consent
from bot.storage.door import Door
from bot.storage.tables import consents


async def of_person(connection: AsyncConnection, person_id: int) -> list[Consent]:
    """All answers, the oldest first."""
    theirs = sa.select(consents).where(consents.c.person_id == person_id).order_by(consents.c.id)
    return [Consent(row.purpose, row.given, row.version, row.at) for row in await connection.execute(theirs)]


@dataclass(frozen=True)
class ConsentsPort:
    door: Door

    async def of(self, person_id: int) -> Mapping[str, Consent]:
        return {answer.purpose: answer for answer in await of_person(self.door.connection, person_id)}

    async def record(self, person_id: int, purpose: str, *, given: bool, version: str) -> None:
        connection = await self.door.begin()
        answer = {"person_id": person_id, "purpose": purpose, "given": given, "version": version, "at": self.door.now}
        await connection.execute(consents.insert().values(answer))
