"""The door to requests, kept in memory: for playing the engine alone. Codes are RDE by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.core.requests import Request, State, Wanted, first_alarm
from bot.core.teams import Member
from bot.core.waiting_clock import USUAL, Alarm
from tests.team_ports import MemoryTeams

AT = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)


@dataclass
class MemoryRequests:
    teams: MemoryTeams
    kept: dict[int, Request] = field(default_factory=dict)
    declines: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    async def served(self) -> Collection[str]:
        return {one.commune for one in self.teams.posts.values() if one.commune}

    async def make(self, person_id: int, wanted: Wanted) -> Request:
        number = len(self.kept) + 1
        alarm, alarm_at = first_alarm(USUAL, AT, urgent=wanted.urgent)
        self.kept[number] = Request(
            number, f"RDE{number + 222}", person_id, wanted.commune, wanted.village, wanted.guide, wanted.step,
            wanted.wish, wanted.when, wanted.phone, wanted.lang, wanted.urgent, State.OPEN, wanted.team, AT, AT,
            alarm=alarm, alarm_at=alarm_at,
        )  # fmt: skip
        return self.kept[number]

    async def find(self, id_: int) -> Request | None:
        return self.kept.get(id_)

    async def by_code(self, code: str) -> Request | None:
        return next((one for one in self.kept.values() if one.code == code), None)

    async def of_person(self, person_id: int) -> Sequence[Request]:
        return [one for one in reversed(self.kept.values()) if one.person == person_id and one.state.is_waiting]

    async def open_in(self, commune: str) -> Sequence[Request]:
        there = [one for one in self.kept.values() if one.commune == commune and one.state is State.OPEN]
        return sorted(there, key=lambda one: (not one.urgent, one.id))

    async def taken_by(self, person_id: int) -> Sequence[Request]:
        mine = [one for one in self.kept.values() if one.taken_by == person_id and one.state is State.TAKEN]
        return list(reversed(mine))

    async def take(self, by: int, request: Request, team: int) -> Request | None:
        taken = {"team": team, "taken_by": by, "taken_at": AT, "alarm": Alarm.SILENT, "alarm_at": None}
        return self._change(request, State.OPEN, state=State.TAKEN, **taken)

    async def decline(self, by: int, request: Request) -> Collection[int] | None:
        if by in self.declines[request.id]:
            return None
        self.declines[request.id].add(by)
        return self.declines[request.id]

    async def give_back(self, by: int, request: Request, team: int) -> Request | None:
        return self._open(request, State.TAKEN, team) if self._has(by, request) else None

    async def hand_over(self, by: int, request: Request, to: Member) -> Request | None:
        to_them = {"taken_by": to.person, "team": to.team}
        return self._change(request, State.TAKEN, **to_them) if self._has(by, request) else None

    async def close(self, by: int, request: Request) -> Request | None:
        done = {"state": State.CLOSED, "closed_at": AT, "phone": ""}
        return self._change(request, State.TAKEN, **done) if self._has(by, request) else None

    async def set_phone(self, request: Request, phone: str) -> Request | None:
        return self._change(request, self.kept[request.id].state, phone=phone)

    async def cancel(self, request: Request) -> Request | None:
        over = {"state": State.CANCELLED, "closed_at": AT, "phone": "", "alarm": Alarm.SILENT, "alarm_at": None}
        return self._change(request, State.OPEN, **over) or self._change(request, State.TAKEN, **over)

    async def rate(self, request: Request, *, satisfied: bool) -> Request | None:
        unanswered = self.kept[request.id].satisfied is None
        return self._change(request, State.CLOSED, satisfied=satisfied) if unanswered else None

    async def reopen(self, request: Request, team: int) -> Request | None:
        return self._open(request, State.CLOSED, team)

    async def forget_phones(self, person_id: int) -> None:
        for one in self.kept.values():
            if one.person == person_id:
                self.kept[one.id] = replace(one, phone="")

    def _has(self, by: int, request: Request) -> bool:
        return self.kept[request.id].taken_by == by

    def _open(self, request: Request, was: State, team: int) -> Request | None:
        self.declines.pop(request.id, None)
        alarm, alarm_at = first_alarm(USUAL, AT, urgent=request.urgent)
        again = {"taken_by": None, "taken_at": None, "closed_at": None, "satisfied": None}
        return self._change(request, was, state=State.OPEN, team=team, alarm=alarm, alarm_at=alarm_at, **again)

    def _change(self, request: Request, was: State, **new: Any) -> Request | None:
        if self.kept[request.id].state is not was:
            return None
        self.kept[request.id] = replace(self.kept[request.id], **new)
        return self.kept[request.id]
