"""Teams and the ways into them, as handlers and storage speak of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.core.talk import Person, Talk

LINK, GROUP = "link", "group"
"""What a code is for that joins another channel to the same person, or a group chat to a team; any other code is for a
role."""
NO_POST = frozenset({LINK, GROUP})

ROLES: Mapping[str, Phrase] = {
    Role.MEMBER: _("team member"),
    Role.LEADER: _("team leader"),
    Role.COMMUNE_ADMIN: _("administrator of the commune"),
    Role.PROVINCE_ADMIN: _("administrator of the province"),
}
"""What posts are called."""


@dataclass(frozen=True, slots=True)
class Team:
    """``commune``: its code. ``villages``: those it covers; none: the whole commune."""

    id: int
    commune: str
    name: str
    villages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who holds a post now. ``post``: its number. ``name``: as residents are told."""

    post: int
    person: int
    role: Role
    name: str
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class Invite:
    """An open invitation. ``purpose``: a role, or ``LINK``. ``by``: who made it; None: the operator."""

    id: int
    purpose: str
    commune: str
    team: int
    by: int | None
    uses_left: int
    expires_at: datetime

    @property
    def post(self) -> Post:
        """What it leads to. Not for a ``LINK`` or a ``GROUP``."""
        return Post(Role(self.purpose), self.commune, self.team)


@dataclass(frozen=True, slots=True)
class Linked:
    """Two people turned out to be one: who stays, with the talk that goes on, and the number that is no more."""

    person: Person
    talk: Talk
    gone: int
