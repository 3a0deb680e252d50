"""Who may do what, and where. A person holds posts; each post has a role, a place, and for a team its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    RESIDENT = "resident"
    MEMBER = "member"
    LEADER = "leader"
    COMMUNE_ADMIN = "commune_admin"
    PROVINCE_ADMIN = "province_admin"


RANK: Mapping[Role, int] = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Post:
    """``commune``: a code of the ``gso_2025`` set, "" for the whole province. ``team``: its number, 0 for none."""

    role: Role
    commune: str = ""
    team: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """All the posts a person holds now."""

    posts: tuple[Post, ...] = ()

    @property
    def role(self) -> Role:
        """The highest."""
        return max((post.role for post in self.posts), key=RANK.__getitem__, default=Role.RESIDENT)

    @property
    def teams(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(post.team for post in self.posts if post.team))

    def holds(self, wanted: Post) -> bool:
        """This post, or a higher one of the same team."""
        return any(
            (post.commune, post.team) == (wanted.commune, wanted.team)
            and (post.role is wanted.role or (post.team and RANK[post.role] > RANK[wanted.role]))
            for post in self.posts
        )

    def may(self, act: str, *, commune: str, team: int = 0) -> bool:
        """Whether one of the posts allows it there. ``team`` 0: it belongs to the commune as a whole."""
        return any(_reaches(post, act, commune, team) for post in self.posts)

    def may_somewhere(self, act: str) -> bool:
        """Whether one of the posts allows it at its own place, if nowhere else."""
        return any(_reaches(post, act, post.commune, post.team) for post in self.posts)


OWN_TEAM, OWN_COMMUNE, EVERYWHERE = "team", "commune", "province"
ENTER = "site.enter"
"""To sign in on the admin site at all."""
_LOOKING_AFTER_A_PLACE = {Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE}
_LOOKING_AFTER = {Role.LEADER: OWN_TEAM, Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE}

ACTS: Mapping[str, Mapping[Role, str]] = {
    "session.log": {Role.MEMBER: OWN_TEAM, Role.LEADER: OWN_TEAM},
    "session.see": {Role.LEADER: OWN_TEAM, Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE},
    "session.correct": {Role.LEADER: OWN_TEAM},
    "request.see": {
        Role.MEMBER: OWN_TEAM, Role.LEADER: OWN_TEAM, Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE,
    },
    "request.take": {Role.MEMBER: OWN_TEAM, Role.LEADER: OWN_TEAM, Role.COMMUNE_ADMIN: OWN_COMMUNE},
    "team.make": {Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE},
    "team.see": {
        Role.MEMBER: OWN_TEAM, Role.LEADER: OWN_TEAM, Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE,
    },
    "team.villages": {Role.LEADER: OWN_TEAM, Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE},
    "group.link": {Role.LEADER: OWN_TEAM, Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE},
    "member.invite": {Role.LEADER: OWN_TEAM, Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE},
    "member.remove": {Role.LEADER: OWN_TEAM, Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE},
    "leader.change": {Role.LEADER: OWN_TEAM, Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE},
    "leader.remove": {Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE},
    "leader.invite": {Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE},
    "commune_admin.invite": {Role.PROVINCE_ADMIN: EVERYWHERE},
    "province_admin.invite": {Role.PROVINCE_ADMIN: EVERYWHERE},
    ENTER: _LOOKING_AFTER,
    "report.see": _LOOKING_AFTER,
    "report.export": _LOOKING_AFTER,
    "guide.see": _LOOKING_AFTER,
    "question.see": {Role.PROVINCE_ADMIN: EVERYWHERE},
    "question.settle": {Role.PROVINCE_ADMIN: EVERYWHERE},
    "official.enter": {Role.PROVINCE_ADMIN: EVERYWHERE},
    "announcement.see": _LOOKING_AFTER_A_PLACE,
    "announcement.write": _LOOKING_AFTER_A_PLACE,
    "announcement.approve": _LOOKING_AFTER_A_PLACE,
    "lane.stop": {Role.PROVINCE_ADMIN: EVERYWHERE},
    "audit.see": {Role.COMMUNE_ADMIN: OWN_COMMUNE, Role.PROVINCE_ADMIN: EVERYWHERE},
}  # fmt: skip
"""Every act that needs a post: which role may do it, and how far it reaches. What is not here, nobody may."""


def _reaches(post: Post, act: str, commune: str, team: int) -> bool:
    match ACTS.get(act, {}).get(post.role):
        case "team":
            return bool(post.team) and post.team == team
        case "commune":
            return post.commune == commune
        case "province":
            return True
    return False
