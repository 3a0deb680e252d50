"""The way of an announcement from its plan to its end: begun when its time has come, frozen, sent, ended; and once more
where it repeats. Every step is written down before the next, so that a program that is killed goes on where it was."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from bot.broadcast.lane import Lane
from bot.core.campaign_figures import Progress, Terms
from bot.core.campaign_rules import expires_at, may_go, morning_after, needs_approval, next_time, repeated
from bot.core.campaigns import Campaign, Got, Repeat, State
from bot.core.clock import Clock
from bot.core.errors import TosoError, where
from bot.core.messages import Reply
from bot.core.rounds import Rounds
from bot.storage import audience, campaigns, outbox, recipients, teams
from bot.storage.audience import CHUNK, Question
from bot.storage.database import Database
from bot.storage.notices import Notice, addressed

LOOK_S = 1.0

log = logging.getLogger(__name__)

Tell = Callable[[Campaign, str, Progress], Reply | None]
"""What those who wrote it, and who agreed to it, are told when it is ``asked``, ``paused`` or ``done`` by itself."""


class Broadcasting(Rounds):
    """``lanes``: by channel. ``over``: up to how many people one administrator is enough. ``holds``: whether this
    process begins and ends announcements."""

    def __init__(
        self, database: Database, clock: Clock, lanes: Mapping[str, Lane], terms: Callable[[], Terms], tell: Tell,
        over: int, holds: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        super().__init__(LOOK_S)
        self._database, self._clock, self._lanes, self._terms = database, clock, lanes, terms
        self._tell, self._over, self._holds = tell, over, holds
        self._sending: list[asyncio.Task[None]] = []

    @override
    async def run(self) -> None:
        """With its lanes, until stopped."""
        self._sending = [asyncio.create_task(lane.run()) for lane in self._lanes.values()]
        await super().run()
        for lane in self._lanes.values():
            lane.stop()
        await asyncio.gather(*self._sending)

    @override
    async def look(self) -> None:
        try:
            if self._holds():
                await self._begin_due()
                await self._end()
            await self._feed()
        except Exception as error:
            log.error("Announcements were put off: %s", error if isinstance(error, TosoError) else where(error))

    def wake(self, channel: str) -> None:
        """Somebody is connected again."""
        if channel in self._lanes:
            self._lanes[channel].wake()

    async def settle(self) -> None:
        """All that can be done now, for one step at a time."""
        await self.look()
        for lane in self._lanes.values():
            await lane.drain()
        await self.look()

    # ---- beginning ----

    async def _begin_due(self) -> None:
        async with self._database.read() as connection:
            due = await campaigns.due(connection, self._clock())
        for campaign in due:
            if not self._stopped.is_set():
                await self._try(campaign)

    async def _try(self, campaign: Campaign) -> None:
        """One in trouble does not hold up the others."""
        try:
            await self._begin(campaign)
        except Exception as error:
            log.error("Announcement %d was put off: %s", campaign.id, where(error))

    async def _begin(self, campaign: Campaign) -> None:
        now = self._clock()
        if not may_go(campaign.draft.urgency, now):
            await self._put_off(campaign)
        elif campaign.draft.timing.repeat is not Repeat.NEVER:
            await self._repeat(campaign)
        elif not await self._is_agreed_to(campaign):
            await self._ask(campaign)
        else:
            await self._freeze(campaign)
            await self._start(campaign)

    async def _put_off(self, campaign: Campaign) -> None:
        async with self._database.write() as connection:
            morning = morning_after(self._clock())
            await campaigns.move(connection, campaign, State.PLANNED, State.PLANNED, due_at=morning)

    async def _repeat(self, campaign: Campaign) -> None:
        """This time, as an announcement of its own; and when it is for the next time."""
        now = self._clock()
        following = next_time(campaign.draft.timing, now)
        to = State.PLANNED if following else State.DONE
        async with self._database.write() as connection:
            ended = None if following else now
            if not await campaigns.move(connection, campaign, to, State.PLANNED, due_at=following, ended_at=ended):
                return
            once = repeated(campaign.draft, campaign.due_at or now)
            this_time = await campaigns.make_one_of(connection, campaign, once, now)
        await self._begin(this_time)

    async def _is_agreed_to(self, campaign: Campaign) -> bool:
        """The audience may have grown since."""
        if campaign.is_approved:
            return True
        async with self._database.read() as connection:
            found = await audience.estimate(connection, Question(campaign, self._terms(), self._clock()))
        return not needs_approval(campaign.draft, found.total, self._over)

    async def _ask(self, campaign: Campaign) -> None:
        async with self._database.write() as connection:
            if await campaigns.move(connection, campaign, State.ASKED, State.PLANNED, due_at=None):
                await self._say(connection, campaign, "asked")

    async def _freeze(self, campaign: Campaign) -> None:
        """A part at a time: whoever is in it already stays, so that it may be begun anew."""
        terms, now = self._terms(), self._clock()
        async with self._database.read() as connection:
            highest = await audience.highest(connection)
        for first in range(1, highest + 1, CHUNK):
            async with self._database.write() as connection:
                await audience.freeze(connection, Question(campaign, terms, now, first, first + CHUNK - 1))

    async def _start(self, campaign: Campaign) -> None:
        now = self._clock()
        until = expires_at(campaign.draft, now)
        async with self._database.write() as connection:
            begun = await campaigns.move(
                connection, campaign, State.SENDING, State.PLANNED, started_at=now, expires_at=until
            )
            if not begun:  # it was changed or cancelled meanwhile
                await recipients.forget_waiting(connection, campaign.id)

    # ---- ending ----

    async def _end(self) -> None:
        now = self._clock()
        async with self._database.read() as connection:
            late = await campaigns.over(connection, now)
            done = [c for c in await campaigns.in_state(connection, State.SENDING)
                    if c not in late and await recipients.is_over(connection, c.id, self._lanes)]  # fmt: skip
        for campaign in (*late, *done):
            async with self._database.write() as connection:
                await self._finish(connection, campaign)

    async def _finish(self, connection: AsyncConnection, campaign: Campaign) -> None:
        running = (State.SENDING, State.PAUSED)
        if await campaigns.move(connection, campaign, State.DONE, *running, ended_at=self._clock()):
            await campaigns.settle_waiting(connection, campaign.id, Got.EXPIRED)
            await self._say(connection, campaign, "done")

    # ---- sending ----

    async def _feed(self) -> None:
        now = self._clock()
        async with self._database.read() as connection:
            sending = await campaigns.in_state(connection, State.SENDING)
            recalled = await campaigns.to_take_back(connection, self._lanes, now - recipients.CUT_OFF)
        may = [c for c in sending if may_go(c.draft.urgency, now)]
        for lane in self._lanes.values():
            lane.feed(may, recalled)

    async def failing(self, campaign: int, reason: str) -> None:
        """So many in a row did not get through: somebody has to look at it."""
        async with self._database.write() as connection:
            found = await campaigns.find(connection, campaign)
            if found and await campaigns.pause(connection, found, self._clock(), by=None, why=reason[:200]):
                log.error("Announcement %d is paused: too many in a row failed (%s)", campaign, reason)
                await self._say(connection, found, "paused")
        for lane in self._lanes.values():
            lane.feed([one for one in lane.running if one.id != campaign], lane.recalled)

    async def _say(self, connection: AsyncConnection, campaign: Campaign, what: str) -> None:
        fresh = await campaigns.find(connection, campaign.id) or campaign
        progress = await recipients.progress(connection, campaign.id, self._clock())
        reply = self._tell(fresh, what, progress)
        if reply:
            asked = await others(connection, fresh) if what == "asked" else []
            who = dict.fromkeys(one for one in (*fresh.writers, fresh.approved_by, *asked) if one)
            told = await addressed(connection, [Notice(person, reply) for person in who])
            await outbox.add(connection, told, self._clock())


async def others(connection: AsyncConnection, campaign: Campaign) -> list[int]:
    """Who may agree to it: of its own place, or where nobody else is there, of the province."""
    own = await teams.admins(connection, campaign.commune) if campaign.commune else []
    near = [one.person for one in own if one.person not in campaign.writers]
    province = [] if near else await teams.of_the_province(connection)
    return near + [one.person for one in province if one.person not in campaign.writers]
