"""The door to announcements, kept in memory: for playing the engine alone. Nothing is sent from here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.core.campaign_figures import Estimate, Progress, Recipient, Stop, Terms
from bot.core.campaign_rules import begins_at
from bot.core.campaigns import ENDED, RUNNING, Attached, Audience, Campaign, Draft, Got, Reach, Saved, State
from bot.core.messages import Document, Original

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


@dataclass
class MemoryCampaigns:
    """``people``: how many every audience has, all of whom can be written to now. ``now`` does not move by itself."""

    people: int = 120
    channels: tuple[str, ...] = ("webchat", "telegram")
    approve_over: int = 200
    now: datetime = NOON
    kept: dict[int, Campaign] = field(default_factory=dict)
    files: list[Document] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    said: set[tuple[int, int, str]] = field(default_factory=set)
    stopped: list[tuple[int, bool]] = field(default_factory=list)
    closed: dict[str, Stop] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    # ---- writing ----

    async def make(self, by: int, commune: str, draft: Draft) -> Campaign:
        id_ = len(self.kept) + 1
        self.kept[id_] = Campaign(id_, commune, draft, State.DRAFT, self.now, by, (by,))
        return self.kept[id_]

    async def find(self, id_: int) -> Campaign | None:
        return self.kept.get(id_)

    async def listed(
        self, commune: str | None, states: Collection[State] = (), most: int = 50, before: int = 0
    ) -> Sequence[Campaign]:
        fits = [c for c in self.kept.values() if commune in {None, c.commune} and (not states or c.state in states)]
        return [c for c in reversed(fits) if not before or c.id < before][:most]

    async def edit(self, by: int, campaign: Campaign, draft: Draft) -> Campaign | None:
        writers = tuple(sorted({*campaign.writers, by}))
        values = {"draft": draft, "version": campaign.version + 1, "approved": 0, "approved_by": None, "due_at": None}
        since = (State.DRAFT, State.ASKED, State.PLANNED)
        return self._move(campaign, State.DRAFT, since, writers=writers, **values)

    async def attach(self, by: int, campaign: Campaign, file: Document) -> Attached:
        self.files.append(file)
        return Attached(len(self.files), file.name, file.mime)

    async def want_file(self, by: int, campaign: Campaign, sent: Original) -> Attached:
        return await self.attach(by, campaign, Document("hinh.jpg", "image/jpeg", ""))

    async def attached(self, id_: int) -> Document | None:
        return self.files[id_ - 1] if 0 < id_ <= len(self.files) else None

    async def drop(self, by: int, campaign: Campaign) -> bool:
        return self.kept.pop(campaign.id, None) is not None

    async def estimate(self, campaign: Campaign, terms: Terms) -> Estimate:
        return Estimate({(self.channels[-1], Reach.NOW): self.people})

    # ---- audiences ----

    async def audiences(self, commune: str) -> Sequence[Saved]:
        return [one for one in self.saved if one.commune == commune]

    async def save_audience(self, by: int, commune: str, name: str, audience: Audience) -> Saved:
        self.saved.append(Saved(len(self.saved) + 1, commune, name, audience))
        return self.saved[-1]

    async def drop_audience(self, by: int, saved: Saved) -> bool:
        there = saved in self.saved
        self.saved = [one for one in self.saved if one != saved]
        return there

    # ---- its way ----

    def _move(self, campaign: Campaign, to: State, since: Collection[State], **values: object) -> Campaign | None:
        now = self.kept.get(campaign.id)
        if not now or now.version != campaign.version or now.state not in since:
            return None
        self.kept[campaign.id] = replace(now, state=to, **values)  # type: ignore[arg-type]
        return self.kept[campaign.id]

    async def submit(self, by: int, campaign: Campaign, *, needs_approval: bool) -> Campaign | None:
        if needs_approval:
            return self._move(campaign, State.ASKED, (State.DRAFT,))
        return self._move(campaign, State.PLANNED, (State.DRAFT,), due_at=begins_at(campaign.draft, self.now))

    async def approve(self, by: int, campaign: Campaign) -> Campaign | None:
        values = {"approved": campaign.version, "approved_by": by, "due_at": begins_at(campaign.draft, self.now)}
        return self._move(campaign, State.PLANNED, (State.ASKED,), **values)

    async def refuse(self, by: int, campaign: Campaign, reason: str) -> Campaign | None:
        self.refused.append(reason)
        return self._move(campaign, State.DRAFT, (State.ASKED,))

    async def pause(self, by: int, campaign: Campaign) -> Campaign | None:
        return self._move(campaign, State.PAUSED, (State.SENDING,))

    async def go_on(self, by: int, campaign: Campaign) -> Campaign | None:
        return self._move(campaign, State.SENDING, (State.PAUSED,))

    async def cancel(self, by: int, campaign: Campaign) -> Campaign | None:
        since = (State.ASKED, State.PLANNED, *RUNNING)
        return self._move(campaign, State.CANCELLED, since, ended_at=self.now)

    async def recall(self, by: int, campaign: Campaign, correction: Mapping[str, str]) -> Campaign | None:
        values = {"recalled_at": self.now, "ended_at": self.now, "correction": correction}
        return self._move(campaign, State.CANCELLED, (*RUNNING, *ENDED), **values)

    async def resend(self, by: int, campaign: Campaign, terms: Terms) -> int:
        return self.people if self._move(campaign, State.SENDING, ENDED) else 0

    # ---- how far it is ----

    async def progress(self, campaign: int) -> Progress:
        return Progress({(self.channels[-1], Got.DELIVERED): self.people})

    async def recipients(
        self, campaign: int, got: Collection[Got] = (), channel: str = "", most: int = 100, after: int = 0
    ) -> Sequence[Recipient]:
        return []

    # ---- those who get it ----

    async def answer(self, person: int, campaign: int, what: str) -> bool:
        said = (person, campaign, what)
        fresh = campaign in self.kept and said not in self.said
        self.said |= {said} if fresh else set()
        return fresh

    async def take_back_answer(self, person: int, campaign: int, what: str) -> bool:
        said = (person, campaign, what) in self.said
        self.said -= {(person, campaign, what)}
        return said

    async def stop_for(self, person: int, *, urgent: bool) -> int:
        self.stopped.append((person, urgent))
        return 0

    # ---- the channels ----

    async def stops(self) -> Sequence[Stop]:
        return list(self.closed.values())

    async def stop_channel(self, by: int, channel: str, reason: str) -> bool:
        fresh = channel not in self.closed
        self.closed.setdefault(channel, Stop(channel, reason, by, self.now))
        return fresh

    async def free_channel(self, by: int, channel: str) -> bool:
        return self.closed.pop(channel, None) is not None
