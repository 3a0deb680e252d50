"""Who hears of a request that nobody took, and what they hear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.messages import Reply
from bot.core.teams import Member


@dataclass(frozen=True, slots=True)
class Circle:
    """Who belongs to a request: its teams, the members who may still take it, and who looks after them."""

    teams: tuple[int, ...] = ()
    members: tuple[Member, ...] = ()
    leaders: tuple[Member, ...] = ()
    admins: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """What is said, by person; and in the group chats of teams, by team."""

    told: Sequence[tuple[int, Reply]]
    posted: Sequence[tuple[int, Reply]] = ()
