"""The doors to what is said between people, kept in memory: for playing the engine alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot.core.teams import Team


@dataclass
class MemoryRelays:
    talking: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))

    async def talk(self, person_id: int, request: int) -> None:
        self.talking[person_id] = request

    async def talks_about(self, person_id: int) -> int:
        return self.talking[person_id]

    async def reached_on(self, person_id: int) -> Collection[str]:
        return frozenset({"recording"})


@dataclass
class MemoryGroups:
    """No channel of the engine alone has groups."""

    async def code(self, by: int, team: Team) -> str:
        return "GRT234"

    async def link(self, by: int, code: str, channel: str, chat: str) -> tuple[Team, int] | None:
        return None

    async def linked(self, team: int) -> bool:
        return False

    async def part(self, by: int, team: Team) -> None: ...

    async def teams_in(self, channel: str, chat: str) -> Sequence[int]:
        return ()

    async def move(self, channel: str, chat: str, to: str) -> None: ...
