"""The doors to confirmations and reminders, kept in memory: for playing the engine alone. Codes are CHK by number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.core.confirming import Answered
from bot.core.session_ports import LOG
from bot.core.sessions import KeptSession
from bot.core.tally import confirmable
from tests.session_ports import MemorySessions


@dataclass
class MemoryConfirmations:
    sessions: MemorySessions
    codes: dict[str, int] = field(default_factory=dict)
    said: dict[tuple[int, int], bool] = field(default_factory=dict)
    thanked: set[tuple[int, int]] = field(default_factory=set)

    async def open(self, session: int) -> str:
        code = f"CHK{len(self.codes) + 222}"
        self.codes[code] = session
        return code

    async def session(self, code: str) -> KeptSession | None:
        return self.sessions.kept.get(self.codes.get(code, 0))

    async def answer(self, person_id: int, session: int, *, right: bool) -> Answered:
        kept = self.sessions.kept.get(session)
        if not kept or kept.withdrawn:
            return Answered.GONE
        if person_id in {kept.entered_by, *kept.session.members}:
            return Answered.HELPER
        before = self.said.get((person_id, session))
        if before is right:
            return Answered.AGAIN
        if right and kept.confirmed >= confirmable(kept):
            return Answered.FULL
        self.said[person_id, session] = right
        more = 1 if right else -1 if before else 0
        self.sessions.kept[session] = replace(kept, confirmed=kept.confirmed + more)
        return Answered.CONFIRMED if right else Answered.DISPUTED

    async def thank(self, person_id: int, session: int) -> bool:
        who = (person_id, session)
        if not self.said.get(who) or who in self.thanked:
            return False
        self.thanked.add(who)
        kept = self.sessions.kept[session]
        self.sessions.kept[session] = replace(kept, thanks=kept.thanks + 1)
        return True


@dataclass
class MemoryReminders:
    hours: dict[tuple[int, str], int] = field(default_factory=dict)

    async def hour(self, person_id: int, about: str = LOG) -> int | None:
        return self.hours.get((person_id, about))

    async def choose(self, person_id: int, hour: int, about: str = LOG) -> None:
        self.hours[person_id, about] = hour

    async def stop(self, person_id: int, about: str = "") -> bool:
        chosen = [key for key in self.hours if key[0] == person_id and about in ("", key[1])]
        for key in chosen:
            del self.hours[key]
        return bool(chosen)
