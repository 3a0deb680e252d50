"""What is said to somebody because of what another did, or because time has passed: wherever they can be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.channel import PICTURES
from bot.core.messages import Inbound, Reply
from bot.storage import groups, outbox, people
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
        can_be_shown = (copied is None or copied.channel == at.channel) and (
            self.reply.shows is None or at.channel in PICTURES
        )
        return at.person_id == self.person_id and (at.channel, at.address) != self.but and can_be_shown


@dataclass(frozen=True, slots=True)
class Posted:
    """What is said in the group chat of a team; ``team`` 0: in the one where the turn was that brought it about."""

    team: int
    reply: Reply
    because: Inbound | None = None


async def in_groups(connection: AsyncConnection, posted: Sequence[Posted]) -> list[outbox.Said]:
    chats = await groups.of_teams(connection, {one.team for one in posted if one.team})
    return [
        outbox.Said(channel, chat, one.reply, "vi", "", outbox.NOTICES)
        for one in posted
        for channel, chat in _where(one, chats)
    ]


def _where(posted: Posted, chats: Mapping[int, tuple[str, str]]) -> list[tuple[str, str]]:
    if posted.team:
        return [chats[posted.team]] if posted.team in chats else []
    return [(posted.because.channel, posted.because.group)] if posted.because and posted.because.group else []


async def addressed(connection: AsyncConnection, notices: Sequence[Notice]) -> list[outbox.Said]:
    """Each for every address at which its person can be reached."""
    who = await people.reachable(connection, {notice.person_id for notice in notices})
    return [
        outbox.Said(at.channel, at.address, notice.reply, at.lang, at.called, outbox.NOTICES)
        for notice in notices
        for at in who
        if notice.goes_to(at)
    ]
