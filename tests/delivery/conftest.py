"""A delivery on a database of its own, with a channel that records and a time that is set."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.core.messages import Reply
from bot.delivery.deliver import SLOWEST_LOOK_S, Delivery
from bot.i18n import Translator
from bot.storage import outbox, people
from bot.storage.database import Database
from bot.storage.outbox import Outgoing, Said
from bot.storage.tables import outbox as table
from tests.databases import POSTGRESQL, SQLITE
from tests.fakes import CHANNEL, Clock, RecordingChannel, inbound, open_database


class Post:
    """The delivery with everything around it. ``offers``: what is said is handed over at once, as after a turn; else it
    is found in the outbox, as after a restart."""

    def __init__(self, database: Database, *, offers: bool) -> None:
        self.database, self.offers = database, offers
        self.channel, self.clock = RecordingChannel(), Clock()
        self.delivery = self.restarted()

    def restarted(self, translator: Translator | None = None) -> Delivery:
        """Another process on the same database, which knows nothing of what the first one was doing."""
        channels = {self.channel.name: self.channel}
        words = translator or Translator({}, {})
        return Delivery(self.database, channels, words, self.clock, lambda: self.clock.now.timestamp())

    async def stores(self, address: str, *replies: str | Reply, lang: str = "vi", called: str = "") -> list[Outgoing]:
        said = [Said(CHANNEL, address, r if isinstance(r, Reply) else Reply(r), lang, called) for r in replies]
        async with self.database.write() as connection:
            return await outbox.add(connection, said, self.clock())

    async def says(self, address: str, *replies: str | Reply, lang: str = "vi", called: str = "") -> None:
        """What a turn does: it is stored and, if this post offers, handed over at once."""
        stored = await self.stores(address, *replies, lang=lang, called=called)
        if self.offers:
            self.delivery.offer(stored)

    async def plans(self, address: str, text: str, *, lane: int, in_s: float = 0) -> None:
        """It is in the outbox, in a lane of its own, for now or for later."""
        async with self.database.write() as connection:
            (stored,) = await outbox.add(connection, [Said(CHANNEL, address, Reply(text), "vi", "")], self.clock())
            due_at = self.clock() + timedelta(seconds=in_s)
            change = table.update().where(table.c.id == stored.id).values(lane=lane, due_at=due_at)
            await connection.execute(change)

    async def knows(self, *addresses: str) -> None:
        async with self.database.write() as connection:
            await people.welcome(connection, [inbound(address) for address in addresses], self.clock())

    async def rows(self, query: str) -> list[Mapping[str, Any]]:
        async with self.database.read() as connection:
            return [dict(row) for row in (await connection.execute(sa.text(query))).mappings().all()]

    async def states(self) -> list[str]:
        return [f"{row['address']}: {row['state']}" for row in await self.rows("SELECT * FROM outbox ORDER BY id")]

    async def begin(self) -> None:
        """Look into the outbox and begin to send; do not wait for what becomes of it."""
        self.clock.forward(seconds=SLOWEST_LOOK_S)
        await self.delivery.step()

    async def drain(self) -> None:
        await self.delivery.drain()

    async def after(self, seconds: float) -> None:
        self.clock.forward(seconds=seconds)
        await self.drain()


@pytest.fixture(
    params=[(False, SQLITE), (True, SQLITE), (False, POSTGRESQL)],
    ids=["found in the outbox", "offered at once", "found in PostgreSQL"],
)
async def post(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Post]:
    offers, kind = request.param
    async with open_database(tmp_path / "toso.db", kind) as database:
        made = Post(database, offers=offers)
        await made.delivery.step()  # the first look, after which it may be offered
        yield made
        await made.delivery.finish()
