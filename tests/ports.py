"""The doors to stored data, kept in memory: for playing the engine alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.core.ports import Consent
from tests.campaign_ports import MemoryCampaigns
from tests.confirming_ports import MemoryConfirmations, MemoryReminders
from tests.notebook_ports import MemoryAdminSite, MemoryNotebook
from tests.relay_ports import MemoryGroups, MemoryRelays
from tests.report_ports import MemoryFigures
from tests.request_ports import MemoryRequests
from tests.session_ports import MemoryDrafts, MemoryPictures, MemorySessions
from tests.team_ports import MemoryInvites, MemoryTeams


@dataclass
class MemoryPorts:
    """All doors in one. ``kept`` are the questions that were kept for an editor."""

    answers: list[tuple[int, Consent]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    teams: MemoryTeams = field(default_factory=MemoryTeams)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    drafts: MemoryDrafts = field(default_factory=MemoryDrafts)
    reminders: MemoryReminders = field(default_factory=MemoryReminders)
    relays: MemoryRelays = field(default_factory=MemoryRelays)
    groups: MemoryGroups = field(default_factory=MemoryGroups)
    figures: MemoryFigures = field(default_factory=MemoryFigures)
    campaigns: MemoryCampaigns = field(default_factory=MemoryCampaigns)
    url: str = ""

    def __post_init__(self) -> None:
        self.requests = MemoryRequests(self.teams)
        self.confirmations = MemoryConfirmations(self.sessions)

    @property
    def invites(self) -> MemoryInvites:
        return MemoryInvites(self.teams)

    @property
    def pictures(self) -> MemoryPictures:
        return MemoryPictures()

    @property
    def notebook(self) -> MemoryNotebook:
        return MemoryNotebook()

    @property
    def admin_site(self) -> MemoryAdminSite:
        return MemoryAdminSite()

    @property
    def erasure(self) -> MemoryPorts:
        return self

    @property
    def consents(self) -> MemoryPorts:
        return self

    @property
    def questions(self) -> MemoryPorts:
        return self

    @property
    def records(self) -> MemoryPorts:
        return self

    async def erase(self, person_id: int) -> str:
        self.answers = [(of, answer) for of, answer in self.answers if of != person_id]
        self.kept.clear()
        return f"TEST{person_id:04d}"

    async def of(self, person_id: int) -> Mapping[str, Consent]:
        return {answer.purpose: answer for of, answer in self.answers if of == person_id}

    async def record(self, person_id: int, purpose: str, *, given: bool, version: str) -> None:
        self.answers.append((person_id, Consent(purpose, given, version, datetime(2026, 11, 23, tzinfo=UTC))))

    async def keep(self, person_id: int, text: str, *, lang: str, guide: str) -> None:
        self.kept.append(text)

    async def forget(self, person_id: int) -> None:
        self.kept.clear()

    async def about(self, person_id: int) -> dict[str, Any]:
        """As the real one, with nothing that was ever counted."""
        consents = [
            {"purpose": answer.purpose, "given": answer.given} for of, answer in self.answers if of == person_id
        ]
        questions = [{"text": text} for text in self.kept]
        return {"person": {"id": person_id}, "consents": consents, "questions": questions, "events": []}
