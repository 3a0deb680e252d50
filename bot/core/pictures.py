"""The picture that a member may add to a session of the log: fetched from where they sent it, cut down, then kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum

LONGEST_SIDE = 1280  # pixels
LARGEST = 300_000  # bytes that are kept
LARGEST_SENT = 10_000_000  # bytes that are fetched

Fetch = Callable[[str], Awaitable[bytes]]
"""Gets a file that somebody sent, by the platform's reference. Raises ``DeliveryError``."""


class State(StrEnum):
    WAITING = "waiting"  # still at the platform
    KEPT = "kept"
    FAILED = "failed"  # it could not be fetched, or was no picture
