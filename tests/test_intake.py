"""The door to the inbox: what was taken is on disk, many takes share a transaction, one bad item costs only itself."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

import bot.storage.database
from bot.core.channel import Unreadable
from bot.core.errors import OperatorError
from bot.intake import Intake
from bot.storage.database import Database
from tests.fakes import CHANNEL, Clock, inbound, migrated

UNSTORABLE = "half of a letter \ud83d"  # a lone surrogate: no UTF-8 can hold it
NOT_STORED = (UnicodeError, StatementError)


class CountingDatabase(Database):
    """Counts how often a transaction was begun for writing."""

    begun = 0

    @override
    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        self.begun += 1
        async with super().write() as connection:
            yield connection


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return migrated(tmp_path / "toso.db")


@pytest.fixture
async def database(file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[CountingDatabase]:
    monkeypatch.setattr(bot.storage.database, "BUSY_S", 0.01)
    made = CountingDatabase(f"sqlite+aiosqlite:///{file}")
    yield made
    await made.close()


@pytest.fixture
def other(file: Path) -> Iterator[sqlite3.Connection]:
    """Another program that looks at the same file; it sees only what was committed."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


def stored(other: sqlite3.Connection) -> list[str]:
    return [address for (address,) in other.execute("SELECT address FROM inbox ORDER BY id")]


def intake(database: Database) -> Intake:
    return Intake(database, Clock(), lambda: None)


async def test_what_was_taken_is_on_disk(database: Database, other: sqlite3.Connection) -> None:
    await intake(database).take([inbound("an"), inbound("ba")])
    assert stored(other) == ["an", "ba"]


async def test_take_does_not_return_before_it_is_committed(database: Database, other: sqlite3.Connection) -> None:
    async with database.write():  # somebody else's transaction is still open
        taking = asyncio.create_task(intake(database).take([inbound("an")]))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not taking.done()
        assert stored(other) == []
    await taking
    assert stored(other) == ["an"]


async def test_the_turn_loop_is_woken_only_when_it_can_find_the_message(
    database: Database, other: sqlite3.Connection
) -> None:
    found: list[list[str]] = []
    door = Intake(database, Clock(), lambda: found.append(stored(other)))
    await door.take([inbound("an")])
    assert found == [["an"]]


async def test_many_takes_at_once_share_transactions(database: CountingDatabase, other: sqlite3.Connection) -> None:
    door = intake(database)
    await asyncio.gather(*[door.take([inbound(f"person {number}")]) for number in range(100)])
    assert len(stored(other)) == 100
    assert database.begun <= 2


async def test_takes_one_after_the_other_are_each_stored(database: Database, other: sqlite3.Connection) -> None:
    door = intake(database)
    for number in range(3):
        await door.take([inbound(f"person {number}")])
        assert len(stored(other)) == number + 1


async def test_what_comes_while_others_are_being_stored_is_stored_next(
    database: CountingDatabase, other: sqlite3.Connection
) -> None:
    door = intake(database)
    async with database.write():
        first = asyncio.create_task(door.take([inbound("an")]))
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # by now the first is at the database's door
        late = [asyncio.create_task(door.take([inbound(who)])) for who in ("ba", "chi")]
        await asyncio.sleep(0)
    await asyncio.gather(first, *late)
    assert stored(other) == ["an", "ba", "chi"]
    assert database.begun == 3  # the one held open, the first, and the two late ones together


async def test_one_that_cannot_be_stored_does_not_take_the_others_with_it(
    database: Database, other: sqlite3.Connection
) -> None:
    door = intake(database)
    results = await asyncio.gather(
        door.take([inbound("an")]),
        door.take([inbound("ba", text=UNSTORABLE)]),
        door.take([inbound("chi")]),
        return_exceptions=True,
    )
    assert (results[0], results[2]) == (None, None)
    assert isinstance(results[1], NOT_STORED)
    assert stored(other) == ["an", "chi"]


async def test_after_one_that_could_not_be_stored_the_door_is_open(
    database: Database, other: sqlite3.Connection
) -> None:
    door = intake(database)
    with pytest.raises(NOT_STORED):
        await door.take([inbound("an", text=UNSTORABLE)])
    await door.take([inbound("ba")])
    assert stored(other) == ["ba"]


async def test_somebody_who_no_longer_waits_is_stored_all_the_same(
    database: Database, other: sqlite3.Connection
) -> None:
    door = intake(database)
    async with database.write():
        gone = asyncio.create_task(door.take([inbound("an")]))
        stays = asyncio.create_task(door.take([inbound("ba")]))
        await asyncio.sleep(0)
        gone.cancel()
    await stays
    assert stored(other) == ["an", "ba"]


async def test_a_database_that_is_held_by_another_program_is_said_to_whoever_waits(
    database: Database, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperatorError, match="another program holds the database"):
        await intake(database).take([inbound("an")])
    other.execute("ROLLBACK")
    await intake(database).take([inbound("an")])
    assert stored(other) == ["an"]


async def test_when_the_database_is_in_trouble_nobody_waits_for_the_trouble_of_each_of_the_others(
    database: CountingDatabase, other: sqlite3.Connection
) -> None:
    """Each try waits as long as SQLite waits for a lock, ten seconds: a hundred in a row are a quarter of an hour."""
    door = intake(database)
    other.execute("BEGIN IMMEDIATE")
    results = await asyncio.gather(
        *[door.take([inbound(f"person {number}")]) for number in range(20)], return_exceptions=True
    )
    other.execute("ROLLBACK")
    assert {type(result) for result in results} == {OperatorError}
    assert database.begun <= 2


async def test_what_cannot_be_read_is_kept_aside_with_what_can(database: Database, other: sqlite3.Connection) -> None:
    await intake(database).take([Unreadable(CHANNEL, "9", "{", "not JSON"), inbound("an")])
    assert stored(other) == ["an"]
    assert other.execute("SELECT event_id, raw, reason FROM unreadable").fetchall() == [("9", "{", "not JSON")]
