"""What residents say of a session in which they were helped: that it was so, or not; and thanks."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.sessions import KeptSession
from bot.core.tally import confirmable

CODE_FOR = timedelta(hours=24)
"""A resident may get to it in the evening, or with the help of a grandchild the next day."""
CONFIRM_FOR = timedelta(days=31)
"""After it was logged. Half as long as it is kept who confirmed, so that nobody can do it again after that."""


class Answered(StrEnum):
    """What became of an answer."""

    CONFIRMED = "confirmed"
    DISPUTED = "disputed"  # for the first time: it is to be told
    AGAIN = "again"  # they had said so before
    FULL = "full"  # as many as were there have confirmed it
    HELPER = "helper"  # they are one of those who helped
    GONE = "gone"  # withdrawn


def may_be_opened(kept: KeptSession, now: datetime) -> bool:
    """Whether residents may be asked about it."""
    return not kept.withdrawn and confirmable(kept) > 0 and now < kept.entered_at + CONFIRM_FOR
