"""The door to announcements: for those who write them, who agree to them, who look how far they are, and who get them.

``by``: who does it; whether they may is asked before. What somebody else was quicker to change comes back as None or
False, and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.core.campaign_figures import Estimate, Progress, Recipient, Stop, Terms
from bot.core.campaigns import Attached, Audience, Campaign, Draft, Got, Saved, State
from bot.core.messages import Document, Original


class Campaigns(Protocol):
    @property
    def channels(self) -> tuple[str, ...]:
        """Those that run here."""

    @property
    def approve_over(self) -> int:
        """Up to how many people one administrator is enough."""

    # ---- writing ----

    async def make(self, by: int, commune: str, draft: Draft) -> Campaign: ...

    async def find(self, id_: int) -> Campaign | None: ...

    async def listed(
        self, commune: str | None, states: Collection[State] = (), most: int = 50, before: int = 0
    ) -> Sequence[Campaign]:
        """The newest first. ``commune``: in whose name; "": the province's, None: all. ``before``: older than that
        number."""

    async def edit(self, by: int, campaign: Campaign, draft: Draft) -> Campaign | None:
        """A draft again, which nobody has agreed to. None: it was changed or begun meanwhile."""

    async def attach(self, by: int, campaign: Campaign, file: Document) -> Attached:
        """Put the file where it is sent from; ``edit`` then names it in the body."""

    async def want_file(self, by: int, campaign: Campaign, sent: Original) -> Attached:
        """Likewise for what was sent in a chat. It is fetched after the turn."""

    async def attached(self, id_: int) -> Document | None:
        """None: it is not there, or not yet."""

    async def drop(self, by: int, campaign: Campaign) -> bool:
        """Throw a draft away."""

    async def estimate(self, campaign: Campaign, terms: Terms) -> Estimate: ...

    # ---- audiences ----

    async def audiences(self, commune: str) -> Sequence[Saved]: ...

    async def save_audience(self, by: int, commune: str, name: str, audience: Audience) -> Saved: ...

    async def drop_audience(self, by: int, saved: Saved) -> bool: ...

    # ---- its way ----

    async def submit(self, by: int, campaign: Campaign, *, needs_approval: bool) -> Campaign | None:
        """From a draft to ``ASKED``, or, where one administrator is enough, to ``PLANNED``."""

    async def approve(self, by: int, campaign: Campaign) -> Campaign | None:
        """This version of it, and no other."""

    async def refuse(self, by: int, campaign: Campaign, reason: str) -> Campaign | None:
        """Back to its writer, as a draft."""

    async def pause(self, by: int, campaign: Campaign) -> Campaign | None: ...

    async def go_on(self, by: int, campaign: Campaign) -> Campaign | None: ...

    async def cancel(self, by: int, campaign: Campaign) -> Campaign | None:
        """Whoever has not got it does not get it; of a repeated one, no more come."""

    async def recall(self, by: int, campaign: Campaign, correction: Mapping[str, str]) -> Campaign | None:
        """Take back what was sent; where that cannot be done the correction is said, by language. It ends as well."""

    async def resend(self, by: int, campaign: Campaign, terms: Terms) -> int:
        """Once more to those who were not reached. Gives back to how many."""

    # ---- how far it is ----

    async def progress(self, campaign: int) -> Progress: ...

    async def recipients(
        self, campaign: int, got: Collection[Got] = (), channel: str = "", most: int = 100, after: int = 0
    ) -> Sequence[Recipient]:
        """In their order. ``after``: those with a higher number."""

    # ---- those who get it ----

    async def answer(self, person: int, campaign: int, what: str) -> bool:
        """``what``: "come" or "guide". False: they had said so already, or never got it."""

    async def take_back_answer(self, person: int, campaign: int, what: str) -> bool: ...

    async def stop_for(self, person: int, *, urgent: bool) -> int:
        """They want none any more, at once: what waits for them does not go. ``urgent``: those neither."""

    # ---- the channels ----

    async def stops(self) -> Sequence[Stop]: ...

    async def stop_channel(self, by: int, channel: str, reason: str) -> bool: ...

    async def free_channel(self, by: int, channel: str) -> bool: ...
