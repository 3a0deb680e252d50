"""The doors to teams and invites, kept in memory: for playing the engine alone. Codes are CODE by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.core.roles import RANK, Post, Role, Standing
from bot.core.teams import LINK, Invite, Linked, Member, Team

LATER = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=365)


@dataclass
class MemoryTeams:
    made: dict[int, Team] = field(default_factory=dict)
    posts: dict[int, Member] = field(default_factory=dict)
    codes: dict[str, Invite] = field(default_factory=dict)
    wrong: int = 0

    async def standing(self, person_id: int) -> Standing:
        held = [one for one in self.posts.values() if one.person == person_id]
        return Standing(tuple(Post(one.role, one.commune, one.team) for one in held))

    async def find(self, team: int) -> Team | None:
        return self.made.get(team)

    async def of_commune(self, commune: str) -> Sequence[Team]:
        return [team for team in self.made.values() if team.commune == commune]

    async def make(self, by: int, commune: str, name: str) -> Team:
        team = self.made[len(self.made) + 1] = Team(len(self.made) + 1, commune, name)
        return team

    async def set_villages(self, by: int, team: Team, villages: Sequence[str]) -> None:
        self.made[team.id] = replace(team, villages=tuple(villages))

    async def members(self, team: int) -> Sequence[Member]:
        inside = [one for one in self.posts.values() if one.team == team]
        return sorted(inside, key=lambda one: -RANK[one.role])

    async def admins(self, commune: str) -> Sequence[Member]:
        return [one for one in self.posts.values() if one.commune == commune and one.role is Role.COMMUNE_ADMIN]

    async def of_the_province(self) -> Sequence[Member]:
        return [one for one in self.posts.values() if one.role is Role.PROVINCE_ADMIN]

    async def member(self, post: int) -> Member | None:
        return self.posts.get(post)

    async def end(self, by: int, member: Member) -> bool:
        return self.posts.pop(member.post, None) is not None

    async def hand_over(self, by: int, member: Member) -> None:
        for one in await self.members(member.team):
            role = Role.LEADER if one.post == member.post else Role.MEMBER
            self.posts[one.post] = replace(one, role=role)

    def give(self, person_id: int, post: Post, name: str) -> Member:
        number = len(self.posts) + 1
        member = self.posts[number] = Member(number, person_id, post.role, name, post.commune, post.team)
        return member


@dataclass
class MemoryInvites:
    teams: MemoryTeams

    async def must_wait(self, person_id: int) -> bool:
        return self.teams.wrong >= 5

    async def find(self, person_id: int, code: str) -> Invite | None:
        invite = self.teams.codes.get(code)
        self.teams.wrong += invite is None
        return invite if invite and invite.uses_left else None

    async def make(self, by: int, post: Post, *, uses: int, days: int) -> tuple[Invite, str]:
        return self._store(str(post.role), post.commune, post.team, by, uses)

    def _store(self, purpose: str, commune: str, team: int, by: int, uses: int) -> tuple[Invite, str]:
        number = len(self.teams.codes) + 1
        code = f"CDE{number + 222}"
        self.teams.codes[code] = invite = Invite(number, purpose, commune, team, by, uses, LATER)
        return invite, code

    async def open(self, commune: str, team: int) -> Sequence[Invite]:
        there = [one for one in self.teams.codes.values() if (one.commune, one.team) == (commune, team)]
        return [one for one in there if one.uses_left and one.purpose != LINK]

    async def withdraw(self, by: int, id_: int) -> None:
        for code, invite in self.teams.codes.items():
            if invite.id == id_:
                self.teams.codes[code] = replace(invite, uses_left=0)

    async def join(self, person_id: int, code: str, name: str) -> Member | None:
        invite = await self.find(person_id, code)
        if not invite or invite.purpose == LINK or (await self.teams.standing(person_id)).holds(invite.post):
            return None
        self.teams.codes[code] = replace(invite, uses_left=invite.uses_left - 1)
        return self.teams.give(person_id, invite.post, name)

    async def make_link(self, person_id: int) -> str:
        return self._store(LINK, "", 0, person_id, 1)[1]

    async def link(self, person_id: int, code: str) -> Linked | None:
        """In memory there is one person only, so there is nobody to be one with."""
        return None
