"""The time, as something a test can set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""For what people read; inside, every moment is in UTC."""


def utc_now() -> datetime:
    return datetime.now(UTC)
