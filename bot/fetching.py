"""Fetching what people sent: pictures of sessions into the database, anything else for whomever it is passed on to.
Pictures are made small."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from typing_extensions import override

from bot.core.clock import Clock
from bot.core.errors import DeliveryError, TosoError, where
from bot.core.files import handed_over
from bot.core.messages import JPEG, Document, Kind, Original, encoded
from bot.core.pictures import Fetch
from bot.core.rounds import Rounds
from bot.storage import campaign_files, pictures, sent_pictures
from bot.storage.campaign_files import WantedFile
from bot.storage.database import Database
from bot.storage.pictures import Wanted

LOOK_S = 10.0  # seconds between two looks
MOST = 20
NAME = "hinh.jpg"

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
                files = await campaign_files.due(connection, self._sources.keys(), self._clock(), MOST)
            kept = [await self._one(wanted) for wanted in found if not self._stopped.is_set()]
            return sum([*kept, *[await self._file(wanted) for wanted in files if not self._stopped.is_set()]])
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

    async def _file(self, wanted: WantedFile) -> bool:
        """Of an announcement."""
        try:
            file = await self._document(wanted.sent)
        except DeliveryError as error:
            log.info("File %d of an announcement was not fetched: %s", wanted.id, error)
            async with self._database.write() as connection:
                await campaign_files.put_off(connection, wanted, self._clock(), for_good=error.permanent)
            return False
        async with self._database.write() as connection:
            return await campaign_files.keep(connection, wanted, file)

    async def passed_on(self, sent: Original) -> Document:
        """What somebody sent, for somebody else to have. Raises ``DeliveryError``."""
        try:
            return await self._document(sent)
        except DeliveryError as error:
            log.info("A %s from %s was not fetched: %s", sent.kind, sent.channel, error)
            raise

    async def _document(self, sent: Original) -> Document:
        if sent.kind == Kind.PHOTO:
            return encoded(NAME, JPEG, await self._small(sent.channel, sent.ref))
        return await asyncio.to_thread(handed_over, sent, await self._raw(sent.channel, sent.ref))

    async def _small(self, channel: str, ref: str) -> bytes:
        try:
            return await asyncio.to_thread(self._shrink, await self._raw(channel, ref))
        except ValueError as error:
            raise DeliveryError("no picture", permanent=True) from error

    async def _raw(self, channel: str, ref: str) -> bytes:
        if channel not in self._sources:
            raise DeliveryError("a channel that is not here", permanent=True)
        return await self._sources[channel](ref)
