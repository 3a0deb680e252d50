"""Fetching the pictures that people sent, and making them small: those of sessions into the database, any
other for whomever it is passed on to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from typing_extensions import override

from bot.core.clock import Clock
from bot.core.errors import DeliveryError, TosoError, where
from bot.core.messages import Original
from bot.core.pictures import Fetch
from bot.core.rounds import Rounds
from bot.storage import pictures, sent_pictures
from bot.storage.database import Database
from bot.storage.pictures import Wanted

LOOK_S = 10.0  # seconds between two looks
MOST = 20

log = logging.getLogger(__name__)


class Fetching(Rounds):
    """``sources``: by channel, what gets a file from it. ``shrink``: raises ValueError for what is no picture."""

    def __init__(
        self, database: Database, clock: Clock, sources: Mapping[str, Fetch], shrink: Callable[[bytes], bytes]
    ) -> None:
        super().__init__(LOOK_S)
        self._database, self._clock, self._sources, self._shrink = database, clock, sources, shrink

    @override
    async def look(self) -> int:
        """Fetch what waits. Gives back how many were kept; trouble is tried again at a later look."""
        if not self._sources:
            return 0
        try:
            async with self._database.read() as connection:
                found = await pictures.due(connection, self._sources.keys(), self._clock(), MOST)
            return sum([await self._one(wanted) for wanted in found if not self._stopped.is_set()])
        except Exception as error:
            log.error("Pictures were put off: %s", error if isinstance(error, TosoError) else where(error))
            return 0

    async def _one(self, wanted: Wanted) -> bool:
        try:
            jpeg = await self._small(wanted.channel, wanted.ref)
        except DeliveryError as error:
            log.info("Picture %d was not fetched: %s", wanted.id, error)
            async with self._database.write() as connection:
                await pictures.put_off(connection, wanted, self._clock(), for_good=error.permanent)
                await sent_pictures.drop_unneeded(connection, [wanted.ref])
            return False
        async with self._database.write() as connection:
            kept = await pictures.keep(connection, wanted, jpeg)
            await sent_pictures.drop_unneeded(connection, [wanted.ref])
            return kept

    async def small(self, sent: Original) -> bytes:
        """Any picture that somebody sent, for somebody else to see. Raises ``DeliveryError``."""
        try:
            return await self._small(sent.channel, sent.ref)
        except DeliveryError as error:
            log.info("A picture from %s was not fetched: %s", sent.channel, error)
            raise

    async def _small(self, channel: str, ref: str) -> bytes:
        if channel not in self._sources:
            raise DeliveryError("a channel that is not here", permanent=True)
        try:
            return await asyncio.to_thread(self._shrink, await self._sources[channel](ref))
        except ValueError as error:
            raise DeliveryError("no picture", permanent=True) from error
