"""The door to the figures of reports, kept in memory: for playing the engine alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.facts import Counts, Rows, Scope


@dataclass
class MemoryFigures:
    """``kept``: by commune and team; of what is not there nothing was reported."""

    kept: dict[tuple[str, int], Rows] = field(default_factory=dict)

    async def rows(self, scope: Scope, *, members: bool) -> Rows:
        return self.kept.get((scope.commune, scope.team), Rows(Counts()))
