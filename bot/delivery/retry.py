"""What to do with a message that did not get through. A decision, apart from the doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.errors import DeliveryError, NotHere

MOST_ATTEMPTS = 17
"""Then a message is given up: with these waits that is more than an hour of a platform in trouble."""
LONGEST_S = 600.0


@dataclass(frozen=True, slots=True)
class Decision:
    """``later``: again after ``wait_s``. ``park``: when the person is back. ``unreachable``: nothing gets to them."""

    what: Literal["later", "park", "unreachable", "failed"]
    wait_s: float = 0.0


def decide(error: DeliveryError, attempts: int) -> Decision:
    """``attempts``: how often it was tried before."""
    if isinstance(error, NotHere):
        return Decision("park")
    if error.unreachable:
        return Decision("unreachable")
    if error.retry_after is not None:  # the platform said when: that is no failure of the message
        return Decision("later", error.retry_after)
    if error.permanent or attempts + 1 >= MOST_ATTEMPTS:
        return Decision("failed")
    return Decision("later", min(2.0**attempts, LONGEST_S))
