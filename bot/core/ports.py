"""The narrow doors through which a handler reaches stored data. ``bot.storage`` implements them."""

from __future__ import annotations

from typing import Protocol


class Erasure(Protocol):
    async def erase(self, person_id: int) -> str:
        """Remove everything about the person, at once. The counts stay, unlinked. Gives back a receipt code."""


class Ports(Protocol):
    @property
    def erasure(self) -> Erasure: ...
