"""Those who are to lose an announcement that they had got, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.campaign_figures import Recipient
from bot.core.campaigns import Recall
from bot.storage.campaign_tables import RECALLED, recipients
from bot.storage.recipients import LONGEST_REASON, READ, change, lately, recipient_of


@dataclass(frozen=True, slots=True)
class Recalled:
    """What became of one try. ``again_at``: when it is tried again."""

    recipient: Recipient
    recall: Recall
    reason: str = ""
    again_at: datetime | None = None


async def claim(connection: AsyncConnection, campaign: int, channel: str, now: datetime, most: int) -> list[Recipient]:
    """The next of them, from now on ``SENDING``."""
    here = RECALLED & (recipients.c.campaign_id == campaign) & (recipients.c.channel == channel)
    waits = here & (recipients.c.recall == Recall.WAITING.value) & (recipients.c.due_at <= now)
    found = [recipient_of(row) for row in await connection.execute(READ.where(waits).limit(most))]
    await change(connection, [one.id for one in found], recall=Recall.SENDING.value)
    return found


async def settle(connection: AsyncConnection, told: Sequence[Recalled]) -> None:
    """Write down what became of them."""
    for one in told:
        values: dict[str, Any] = {"recall": one.recall.value, "attempts": one.recipient.attempts + 1}
        values |= {"reason": one.reason[:LONGEST_REASON]} if one.reason else {}
        values |= {"due_at": one.again_at} if one.again_at else {}
        await change(connection, [one.recipient.id], **values)


async def put_back(connection: AsyncConnection, channel: str, now: datetime) -> None:
    """What was cut off is done again: to take back twice does no harm."""
    cut_off = RECALLED & recipients.c.campaign_id.in_(lately(now)) & (recipients.c.channel == channel)
    again = recipients.update().where(cut_off, recipients.c.recall == Recall.SENDING.value)
    await connection.execute(again.values(recall=Recall.WAITING.value))
