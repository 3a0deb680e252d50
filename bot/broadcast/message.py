"""An announcement as the message that its recipients get."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.core.campaigns import Campaign
from bot.core.messages import Document, Reply
from bot.storage import campaigns
from bot.storage.database import Database

Compose = Callable[[Campaign, Document | None], Reply]
"""Puts it into words, with its buttons."""
Correct = Callable[[Campaign], Reply]
"""What is said where a message that was recalled cannot be taken back."""


@dataclass
class Messages:
    """Made once for each version of an announcement, not for each recipient."""

    database: Database
    compose: Compose
    correction: Correct
    _made: dict[tuple[int, int], Reply] = field(default_factory=dict)

    async def of(self, campaign: Campaign) -> Reply:
        key = (campaign.id, campaign.version)
        if key not in self._made:
            if len(self._made) > MOST:
                self._made.clear()
            self._made[key] = self.compose(campaign, await self._file(campaign))
        return self._made[key]

    async def _file(self, campaign: Campaign) -> Document | None:
        attached = campaign.draft.body.attached
        if not attached:
            return None
        async with self.database.read() as connection:
            return await campaigns.attached(connection, attached.id)


MOST = 8  # a file may come with each
