"""Bringing an announcement to one person, or taking it back from them, and saying what came of that."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.broadcast.message import Messages
from bot.core.campaign_figures import Recipient
from bot.core.campaigns import Campaign, Got, Recall
from bot.core.channel import Channel
from bot.core.clock import Clock
from bot.core.errors import DeliveryError, NotHere, where
from bot.core.messages import Reply
from bot.delivery.rate import Bucket
from bot.delivery.retry import Decision, decide
from bot.delivery.speak import Speaker
from bot.storage.audience import LATER
from bot.storage.outbox import CAMPAIGNS, Outgoing
from bot.storage.recalls import Recalled
from bot.storage.recipients import Outcome

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Carrier:
    """On one channel, each in its turn. Cut off, it says how far it was."""

    channel: Channel
    bucket: Bucket
    speaker: Speaker
    messages: Messages
    clock: Clock

    async def deliver(self, one: Recipient, campaign: Campaign, number: int, begun: Callable[[], None]) -> Outcome:
        """``number``: of the message. ``begun`` is called when the platform is given it."""
        try:
            slot = await self.bucket.turn(CAMPAIGNS, one.address)
        except asyncio.CancelledError:  # it waits for the next start
            return Outcome(one, Got.WAITING, counts=False)
        begun()
        try:
            with slot:
                ref = await self._send(one, await self.messages.of(campaign), number)
        except asyncio.CancelledError:  # we do not know
            return Outcome(one, Got.WAITING, counts=False, doubtful=True)
        except Exception as error:
            return self._not_delivered(one, self._explained(error, one))
        return Outcome(one, Got.DELIVERED, ref=ref)

    async def _send(self, one: Recipient, reply: Reply, number: int) -> str:
        out = Outgoing(number, one.channel, one.address, reply, one.lang, one.called, one.attempts)
        return await self.channel.send(one.address, await self.speaker.spoken(out))

    def _explained(self, error: Exception, one: Recipient) -> DeliveryError:
        if isinstance(error, DeliveryError):
            return error
        log.error("Announcement %d on %s, recipient %d: %s", one.campaign, self.channel.name, one.id, where(error))
        return DeliveryError(type(error).__name__)

    def _not_delivered(self, one: Recipient, error: DeliveryError) -> Outcome:
        match self._decided(one, error):
            case Decision("park"):
                return Outcome(one, Got.WAITING, again_at=LATER, counts=False)
            case Decision("unreachable"):
                return Outcome(one, Got.UNREACHABLE, "blocked")
            case Decision("failed"):
                return Outcome(one, Got.FAILED, str(error))
            case Decision(_, wait_s):
                again, asked = self.clock() + timedelta(seconds=wait_s), error.retry_after is not None
                return Outcome(one, Got.WAITING, str(error), "", again, not asked, error.doubtful)

    def _decided(self, one: Recipient, error: DeliveryError) -> Decision:
        """When the platform asks to wait, all announcements on it do."""
        decision = decide(error, one.attempts)
        if error.retry_after is not None:
            self.bucket.pause(decision.wait_s)
        return decision

    # ---- taking back ----

    async def take_back(self, one: Recipient, campaign: Campaign) -> Recalled:
        try:
            with await self.bucket.turn(CAMPAIGNS, one.address):
                await self.channel.take_back(one.address, one.ref)
        except asyncio.CancelledError:
            return Recalled(one, Recall.WAITING)
        except NotHere:
            return Recalled(one, Recall.WAITING, again_at=LATER)
        except Exception as error:
            return await self._not_taken_back(one, campaign, self._explained(error, one))
        return Recalled(one, Recall.GONE)

    async def _not_taken_back(self, one: Recipient, campaign: Campaign, error: DeliveryError) -> Recalled:
        decision = self._decided(one, error)
        if decision.what == "later":
            again = self.clock() + timedelta(seconds=decision.wait_s)
            return Recalled(one, Recall.WAITING, str(error), again)
        if campaign.correction and decision.what != "unreachable":
            return await self._correct(one, campaign)
        return Recalled(one, Recall.FAILED, str(error))

    async def _correct(self, one: Recipient, campaign: Campaign) -> Recalled:
        """What cannot be taken back is put right."""
        try:
            await self._send(one, self.messages.correction(campaign), one.id)
        except DeliveryError as error:
            return Recalled(one, Recall.FAILED, str(error))
        return Recalled(one, Recall.CORRECTED)
