"""The door to announcements for one turn, or one page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.core.campaign_figures import Estimate, Progress, Recipient, Stop, Terms
from bot.core.campaign_rules import expires_at
from bot.core.campaigns import ENDED, Attached, Audience, Campaign, Draft, Got, Saved, State
from bot.core.messages import Document, Original
from bot.storage import audience, audiences, campaign_files, campaigns, lane_stops, recipients
from bot.storage.audience import Question
from bot.storage.campaign_tables import campaign_answers
from bot.storage.door import Door
from bot.storage.upsert import insert_new


@dataclass(frozen=True)
class CampaignsPort:
    door: Door

    @property
    def now(self) -> datetime:
        return self.door.now

    @property
    def channels(self) -> tuple[str, ...]:
        return self.door.site.channels

    @property
    def approve_over(self) -> int:
        return self.door.site.approve_over

    # ---- writing ----

    async def make(self, by: int, commune: str, draft: Draft) -> Campaign:
        return await campaigns.make(await self.door.begin(), commune, draft, self.now, by=by)

    async def find(self, id_: int) -> Campaign | None:
        return await campaigns.find(self.door.connection, id_)

    async def listed(
        self, commune: str | None, states: Collection[State] = (), most: int = 50, before: int = 0
    ) -> Sequence[Campaign]:
        return await campaigns.listed(self.door.connection, commune, states, most, before)

    async def edit(self, by: int, campaign: Campaign, draft: Draft) -> Campaign | None:
        return await campaigns.edit(await self.door.begin(), campaign, draft, self.now, by=by)

    async def attach(self, by: int, campaign: Campaign, file: Document) -> Attached:  # noqa: ARG002
        return await campaigns.attach(await self.door.begin(), campaign, file)

    async def want_file(self, by: int, campaign: Campaign, sent: Original) -> Attached:  # noqa: ARG002
        return await campaign_files.want(await self.door.begin(), campaign, sent, self.now)

    async def attached(self, id_: int) -> Document | None:
        return await campaigns.attached(self.door.connection, id_)

    async def drop(self, by: int, campaign: Campaign) -> bool:
        return await campaigns.drop(await self.door.begin(), campaign, self.now, by=by)

    async def estimate(self, campaign: Campaign, terms: Terms) -> Estimate:
        return await audience.estimate(self.door.connection, Question(campaign, terms, self.now))

    # ---- audiences ----

    async def audiences(self, commune: str) -> Sequence[Saved]:
        return await audiences.of_place(self.door.connection, commune)

    async def save_audience(self, by: int, commune: str, name: str, audience: Audience) -> Saved:
        return await audiences.save(await self.door.begin(), commune, name, audience, self.now, by=by)

    async def drop_audience(self, by: int, saved: Saved) -> bool:
        return await audiences.drop(await self.door.begin(), saved, self.now, by=by)

    # ---- its way ----

    async def submit(self, by: int, campaign: Campaign, *, needs_approval: bool) -> Campaign | None:
        return await campaigns.submit(await self.door.begin(), campaign, self.now, by=by, needs_approval=needs_approval)

    async def approve(self, by: int, campaign: Campaign) -> Campaign | None:
        return await campaigns.approve(await self.door.begin(), campaign, self.now, by=by)

    async def refuse(self, by: int, campaign: Campaign, reason: str) -> Campaign | None:
        return await campaigns.refuse(await self.door.begin(), campaign, self.now, by=by, reason=reason)

    async def pause(self, by: int, campaign: Campaign) -> Campaign | None:
        return await campaigns.pause(await self.door.begin(), campaign, self.now, by=by)

    async def go_on(self, by: int, campaign: Campaign) -> Campaign | None:
        return await campaigns.go_on(await self.door.begin(), campaign, self.now, by=by)

    async def cancel(self, by: int, campaign: Campaign) -> Campaign | None:
        return await campaigns.cancel(await self.door.begin(), campaign, self.now, by=by)

    async def recall(self, by: int, campaign: Campaign, correction: Mapping[str, str]) -> Campaign | None:
        return await campaigns.recall(await self.door.begin(), campaign, correction, self.now, by=by)

    async def resend(self, by: int, campaign: Campaign, terms: Terms) -> int:
        """They may be written to elsewhere by now; what was ended goes on for as long as it holds anew."""
        if campaign.recalled_at or campaign.state not in {State.SENDING, *ENDED}:
            return 0
        connection = await self.door.begin()
        found = await audience.again(connection, Question(campaign, terms, self.now))
        if found:
            until = expires_at(campaign.draft, self.now)
            await campaigns.begin_again(connection, campaign, self.now, until, by=by, people=found)
        return found

    # ---- how far it is ----

    async def progress(self, campaign: int) -> Progress:
        return await recipients.progress(self.door.connection, campaign, self.now)

    async def recipients(
        self, campaign: int, got: Collection[Got] = (), channel: str = "", most: int = 100, after: int = 0
    ) -> Sequence[Recipient]:
        return await recipients.listed(self.door.connection, campaign, got, channel, most, after)

    # ---- those who get it ----

    async def answer(self, person: int, campaign: int, what: str) -> bool:
        if not await recipients.had(self.door.connection, campaign, person):
            return False
        row = {"campaign_id": campaign, "person_id": person, "what": what, "at": self.now}
        connection = await self.door.begin()
        return bool((await connection.execute(insert_new(connection, campaign_answers).values(row))).rowcount)

    async def take_back_answer(self, person: int, campaign: int, what: str) -> bool:
        of_them = (campaign_answers.c.campaign_id == campaign) & (campaign_answers.c.person_id == person)
        said = sa.delete(campaign_answers).where(of_them, campaign_answers.c.what == what)
        return bool((await (await self.door.begin()).execute(said)).rowcount)

    async def stop_for(self, person: int, *, urgent: bool) -> int:
        return await recipients.stop_for(await self.door.begin(), person, urgent=urgent)

    # ---- the channels ----

    async def stops(self) -> Sequence[Stop]:
        return await lane_stops.all_(self.door.connection)

    async def stop_channel(self, by: int, channel: str, reason: str) -> bool:
        return await lane_stops.stop(await self.door.begin(), channel, reason, self.now, by=by)

    async def free_channel(self, by: int, channel: str) -> bool:
        return await lane_stops.free(await self.door.begin(), channel, self.now, by=by)
