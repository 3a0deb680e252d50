"""One entry of the page's queue: saved once, or said in words why not. Nothing that was sent is lost by an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.core.events import Event, SessionCorrected, SessionLogged, SessionWithdrawn
from bot.core.phrases import Phrase
from bot.core.ports import Ports
from bot.core.roles import Standing
from bot.core.sessions import Fault, KeptSession, Session, dump_session, faults, may_change
from bot.core.teams import Team
from bot.understanding.guard import guard
from bot.understanding.numbers import MASK
from bot.understanding.session_note.names import NameGuard
from bot.web.notebook import words
from bot.web.notebook.wire import Entry, LoggedSession

SAVED, ALIKE, FAULT, CONFLICT, LATER = "saved", "alike", "fault", "conflict", "later"


@dataclass(frozen=True, slots=True)
class Answer:
    """``kept``: what is stored now, or what stands in the way. ``masked``: something was taken out of the words."""

    state: str
    words: Phrase = ""
    kept: KeptSession | None = None
    masked: bool = False


@dataclass
class Taking:
    """Takes the entries of one person. ``names``: hides who is named; ``events``: what happened, for the counts."""

    ports: Ports
    person: int
    standing: Standing
    outcomes: Mapping[str, Collection[str]]
    today: date
    names: NameGuard
    events: list[Event]

    async def take(self, entry: Entry) -> Answer:
        known = await self._known(entry)
        if (entry.of and not known) or (known and not self._may_see(known)):
            return Answer(FAULT, words.GONE)
        if entry.drop:
            return await self.drop(known)
        if known and not entry.of and not entry.edited:
            return Answer(SAVED, kept=known)  # it was sent before, and our answer was lost
        if entry.session is None:
            return Answer(FAULT, words.UNREADABLE)
        session = await self._read(entry.session, entry.key, known)
        version = entry.version if entry.of else 1  # what nobody has seen since it was saved
        answer = await (self.change(known, session, version) if known else self._save(session, sure=entry.sure))
        return replace(answer, masked=MASK in session.village + session.difficulty)

    async def _known(self, entry: Entry) -> KeptSession | None:
        return await (self.ports.sessions.find(entry.of) if entry.of else self.ports.sessions.by_key(entry.key))

    def _may_see(self, kept: KeptSession) -> bool:
        helped = self.person in (kept.entered_by, *kept.session.members)
        return helped or self.standing.may("session.see", commune=kept.session.commune, team=kept.session.team)

    # ---- reading ----

    async def _read(self, logged: LoggedSession, key: str, known: KeptSession | None) -> Session:
        """With what the page cannot say, or must not: the commune, who the helpers are, and nothing secret."""
        team = known.session.team if known else logged.team
        there = await self.ports.teams.find(team)
        session = self.masked(logged.as_session(key, there.commune if there else ""))
        return replace(
            session,
            team=team,
            members=await self._members(there, logged.members, known),
            key=known.session.key if known else session.key,
            request=known.session.request if known else 0,
        )

    def masked(self, session: Session) -> Session:
        """Without names and numbers."""
        village, difficulty = guard(session.village).text, guard(session.difficulty).text
        return replace(session, village=self.names.place(village), difficulty=self.names.masked(difficulty))

    async def _members(self, team: Team | None, named: Collection[int], known: KeptSession | None) -> tuple[int, ...]:
        """Who left the team since is still one of those who helped."""
        inside = await self.ports.teams.members(team.id) if team else []
        chosen = {one.person for one in inside if one.post in named}
        before = set(known.session.members) if known else set()
        mine = {self.person} if not known or self.person in before else set[int]()
        return tuple(sorted(chosen | mine | (before - {one.person for one in inside})))

    # ---- writing ----

    async def _save(self, session: Session, *, sure: bool) -> Answer:
        if not self.standing.may("session.log", commune=session.commune, team=session.team):
            return Answer(FAULT, words.NOT_IN_TEAM)
        if broken := self._broken(session):
            return Answer(FAULT, broken)
        twin = None if sure else await self.ports.sessions.like(self.person, session)
        if twin:
            return Answer(ALIKE, kept=twin)
        saved = await self.ports.sessions.save(self.person, session)
        self.events.append(SessionLogged(session.commune, session.team))
        return Answer(SAVED, kept=saved.kept)

    def _broken(self, session: Session, old: Session | None = None) -> Phrase:
        """Why it does not hold; an old day that was held true once is no reason."""
        found = faults(session, self.outcomes, self.today)
        mine = [fault for fault in found if not (old and fault is Fault.OLD and old.held_on == session.held_on)]
        return words.FAULTS[mine[0]] if mine else ""

    async def change(self, kept: KeptSession, session: Session, version: int) -> Answer:
        """``version``: the one that was looked at."""
        if not kept.withdrawn and _body(kept.session) == _body(session):
            return Answer(SAVED, kept=kept)
        if kept.withdrawn or kept.version != version:
            return Answer(CONFLICT, words.WITHDRAWN if kept.withdrawn else words.CHANGED, kept)
        if not may_change(kept, self.person, self.standing, self.today):
            return Answer(FAULT, words.TOO_LATE, kept)
        if broken := self._broken(session, kept.session):
            return Answer(FAULT, broken, kept)
        changed = await self.ports.sessions.correct(self.person, kept.id, session, kept.version)
        self.events.append(SessionCorrected(session.commune, session.team))
        return Answer(SAVED if changed else CONFLICT, "" if changed else words.CHANGED, changed or kept)

    async def drop(self, kept: KeptSession | None) -> Answer:
        """What never came, or is withdrawn already, counts nowhere: that is all that was wanted."""
        if kept is None or kept.withdrawn:
            return Answer(SAVED)
        if not may_change(kept, self.person, self.standing, self.today):
            return Answer(FAULT, words.TOO_LATE, kept)
        await self.ports.sessions.withdraw(self.person, kept.id)
        self.events.append(SessionWithdrawn(kept.session.commune, kept.session.team))
        return Answer(SAVED)


def _body(session: Session) -> object:
    return dump_session(replace(session, members=tuple(sorted(session.members))))
