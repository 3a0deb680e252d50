"""What is said to somebody because of what another did, or because time has passed: wherever they can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.messages import Reply
from bot.storage import outbox, people
from bot.storage.people import Reachable

NOWHERE = ("", "")


@dataclass(frozen=True, slots=True)
class Notice:
    """``but``: the (channel, address) where it is not said, for the turn that brought it about was there."""

    person_id: int
    reply: Reply
    but: tuple[str, str] = NOWHERE

    def goes_to(self, at: Reachable) -> bool:
        copied = self.reply.copy_of
        can_be_shown = copied is None or copied.channel == at.channel
        return at.person_id == self.person_id and (at.channel, at.address) != self.but and can_be_shown


async def addressed(connection: AsyncConnection, notices: Sequence[Notice]) -> list[outbox.Said]:
    """Each for every address at which its person can be reached."""
    who = await people.reachable(connection, {notice.person_id for notice in notices})
    return [
        outbox.Said(at.channel, at.address, notice.reply, at.lang, at.called, outbox.NOTICES)
        for notice in notices
        for at in who
        if notice.goes_to(at)
    ]
