"""What each of several processes on one outbox sends, and what it leaves to another."""

from collections.abc import AsyncIterator, Collection
from pathlib import Path

import pytest

from bot.core.errors import NotHere
from bot.core.leases import sending
from bot.core.messages import Reply
from bot.delivery.deliver import Delivery
from bot.i18n import Translator
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Outgoing, Said
from tests.fakes import CHANNEL, Clock, RecordingChannel, open_database

CHAT = "meeting"


class MeetingChannel(RecordingChannel):
    """To which people come."""

    def __init__(self) -> None:
        super().__init__(CHAT)
        self.here: set[str] = set()

    def present(self) -> Collection[str]:
        return self.here


class Process:
    def __init__(self, database: Database, clock: Clock, *, sends: bool) -> None:
        self.database, self.clock, self.sends = database, clock, sends
        self.channel, self.chat = RecordingChannel(), MeetingChannel()
        self.delivery = Delivery(
            database, {CHANNEL: self.channel, CHAT: self.chat}, Translator({}, {}), clock,
            lambda: clock.now.timestamp(), holds=lambda name: self.sends and name == sending(CHANNEL),
        )  # fmt: skip

    async def says(self, address: str, text: str, channel: str = CHANNEL) -> list[Outgoing]:
        """What a turn does here: it is stored, and handed over at once."""
        async with self.database.write() as connection:
            stored = await outbox.add(connection, [Said(channel, address, Reply(text), "vi", "")], self.clock())
        self.delivery.offer(stored)
        return stored

    async def comes(self, address: str) -> None:
        self.chat.here.add(address)
        await self.delivery.arrived(CHAT, address)

    async def looks(self) -> None:
        await self.delivery.drain()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "toso.db") as opened:
        yield opened


@pytest.fixture
async def sender(database: Database) -> AsyncIterator[Process]:
    process = Process(database, Clock(), sends=True)
    await process.looks()
    yield process
    await process.delivery.finish()


@pytest.fixture
async def other(database: Database, sender: Process) -> AsyncIterator[Process]:
    process = Process(database, sender.clock, sends=False)
    await process.looks()
    yield process
    await process.delivery.finish()


async def left(database: Database) -> list[str]:
    async with database.read() as connection:
        return [address for _, address in await outbox.waiting_for(connection, [CHANNEL, CHAT])]


async def test_what_one_process_says_the_one_that_sends_finds(sender: Process, other: Process) -> None:
    await other.says("an", "1")
    await other.looks()
    assert other.channel.sent == []
    await sender.looks()
    assert sender.channel.texts("an") == ["1"]
    assert await left(sender.database) == []


async def test_who_takes_over_sends_first_what_waits(sender: Process, other: Process) -> None:
    await other.says("an", "1")
    sender.sends, other.sends = False, True
    await other.says("an", "2")
    await other.looks()
    assert other.channel.texts("an") == ["1", "2"]


async def test_who_loses_the_right_meanwhile_leaves_it_to_the_other(sender: Process, other: Process) -> None:
    sender.channel.hold("an")
    await sender.says("an", "1")
    await sender.says("an", "2")
    await sender.delivery.step()
    await sender.channel.until_reached("an")
    sender.sends = False
    sender.channel.release("an")
    await sender.looks()
    assert sender.channel.texts("an") == ["1"]
    other.sends = True
    await other.looks()
    assert other.channel.texts("an") == ["2"]


async def test_who_came_to_a_process_is_told_by_that_one(sender: Process, other: Process) -> None:
    await other.comes("an")
    await sender.says("an", "1", CHAT)
    await sender.looks()
    assert sender.chat.tried == []
    await other.looks()
    assert other.chat.texts("an") == ["1"]


async def test_who_is_nowhere_is_told_where_they_come_and_in_order(sender: Process, other: Process) -> None:
    await sender.says("an", "1", CHAT)
    await sender.looks()
    await other.looks()
    await other.comes("an")
    await other.says("an", "2", CHAT)
    await other.looks()
    assert other.chat.texts("an") == ["1", "2"]


async def test_who_leaves_one_process_for_another_is_told_by_that(sender: Process, other: Process) -> None:
    await sender.comes("an")
    sender.chat.fail("an", NotHere())
    await sender.says("an", "1", CHAT)
    await other.comes("an")
    sender.chat.here.clear()
    await sender.looks()
    await other.looks()
    assert other.chat.texts("an") == ["1"]


async def test_nobody_waits_for_those_who_are_elsewhere(sender: Process) -> None:
    for number in range(3):
        await sender.says(f"away {number}", "1", CHAT)
    await sender.comes("an")
    await sender.says("an", "1", CHAT)
    await sender.looks()
    assert sender.chat.sent[0][0] == "an"
    assert sorted(await left(sender.database)) == ["away 0", "away 1", "away 2"]
