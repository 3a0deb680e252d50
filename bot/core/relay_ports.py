"""The doors to those who write to each other through the bot, and to the group chats of teams."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.core.teams import Team


class Relays(Protocol):
    """Who talks with whom through the bot. Nothing of what they say is kept."""

    async def talk(self, person_id: int, request: int) -> None:
        """What they type goes to the other side of this request from now on; 0: to the bot."""

    async def talks_about(self, person_id: int) -> int:
        """The request, or 0."""

    async def reached_on(self, person_id: int) -> Collection[str]:
        """The channels on which they can be written to."""


class Groups(Protocol):
    """The group chats of teams, where new requests are told."""

    async def code(self, by: int, team: Team) -> str:
        """By which one group is linked to the team; the code before it is void."""

    async def link(self, by: int, code: str, channel: str, chat: str) -> tuple[Team, int] | None:
        """Use the code there. Gives back whose group it is now, and who made the code. None: the code is void."""

    async def linked(self, team: int) -> bool: ...

    async def part(self, by: int, team: Team) -> None: ...

    async def teams_in(self, channel: str, chat: str) -> Sequence[int]:
        """The teams of this group."""

    async def move(self, channel: str, chat: str, to: str) -> None:
        """The platform gave the group another number."""
