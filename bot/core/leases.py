"""Who does what only one process may do at a time. A name that a process holds is held by no other."""

from __future__ import annotations

from collections.abc import Callable

Holds = Callable[[str], bool]
"""Whether this process holds the name now. It asks no database and may be called as often as one likes."""

TURNS, JOBS = "turns", "jobs"


def sending(channel: str) -> str:
    """The right to send on a channel whose platform counts all that is sent under one token."""
    return f"send:{channel}"


def polling(channel: str) -> str:
    """The right to fetch what came in on a channel."""
    return f"poll:{channel}"


def always(_name: str) -> bool:
    """There is but one process."""
    return True
