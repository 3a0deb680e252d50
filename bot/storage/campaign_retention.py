"""What of announcements is past its time: to whom one went, and at last the announcement itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.campaigns import State
from bot.storage.campaign_tables import campaigns, recipients

if TYPE_CHECKING:
    from bot.storage.retention import Keys, Rule


def ended(edge: datetime) -> sa.ColumnElement[bool]:
    """A draft that nobody took up has ended, too."""
    forgotten = (campaigns.c.state == State.DRAFT.value) & (campaigns.c.made_at < edge)
    return sa.or_(campaigns.c.ended_at < edge, forgotten)


def of_ended(edge: datetime) -> sa.ColumnElement[bool]:
    return recipients.c.campaign_id.in_(sa.select(campaigns.c.id).where(campaigns.c.ended_at < edge))


def leads_to_somebody(edge: datetime) -> sa.ColumnElement[bool]:
    return of_ended(edge) & (recipients.c.person_id.is_not(None) | (recipients.c.address != ""))


async def unlink(connection: AsyncConnection, rule: Rule, keys: Keys, edge: datetime) -> int:
    """How many got it and why others did not stays."""
    bare = {"person_id": None, "address": "", "ref": ""}
    return (await connection.execute(recipients.update().where(rule.among(keys, edge)).values(bare))).rowcount
