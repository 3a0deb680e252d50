"""The door to the inbox: what was taken is on disk, many takes share a transaction, one bad item costs only itself."""

import asyncio
import json
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
from bot.core.messages import Kind
from bot.intake import Intake
from bot.storage.database import Database
from bot.storage.inbox import oldest_of_each
from tests.databases import migrated
from tests.fakes import CHANNEL, Clock, inbound

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


# ---- what must not be kept ----

SECRETS = ("064123456789", "482913", "Abc@123")


def everything(file: Path) -> bytes:
    """The database with its journal, as it lies on the disk."""
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


@pytest.mark.parametrize(
    ("kind", "text", "masked", "kinds"),
    [
        (Kind.SAY, "cccd 064123456789, otp 482913", "cccd ●●●●, otp ●●●●", ("id_number", "otp")),
        (Kind.SAY, "mật khẩu của tôi là Abc@123", "mật khẩu của tôi là ●●●●", ("password",)),
        (Kind.START, "064123456789", "●●●●", ("id_number",)),
        (Kind.PRESS, "mã otp 482913", "mã otp ●●●●", ("otp",)),
    ],
)
async def test_a_secret_is_masked_before_it_is_on_disk(
    database: Database, file: Path, kind: Kind, text: str, masked: str, kinds: tuple[str, ...]
) -> None:
    await intake(database).take([inbound("an", kind, text=text)])
    async with database.read() as connection:
        (waiting,) = await oldest_of_each(connection, 9)
    assert (waiting.inbound.text, waiting.inbound.masked) == (masked, kinds)
    assert not [secret for secret in SECRETS if secret.encode() in everything(file)]


async def test_words_that_came_in_place_of_an_action_are_masked_there_too(database: Database, file: Path) -> None:
    await intake(database).take([inbound("an", Kind.PRESS, text="Xong", action="cccd 064123456789")])
    async with database.read() as connection:
        (waiting,) = await oldest_of_each(connection, 9)
    assert (waiting.inbound.text, waiting.inbound.action) == ("Xong", "cccd ●●●●")
    assert waiting.inbound.masked == ("id_number",)


@pytest.mark.parametrize(
    "action", ["", "menu", "place.pick:23941.typed", "guide.done:vneid-kich-hoat.otp", "code:482913"]
)
async def test_the_action_of_a_button_of_ours_stays_whatever_it_looks_like(database: Database, action: str) -> None:
    pressed = inbound("an", Kind.PRESS, text="Xong", action=action)
    await intake(database).take([pressed])
    async with database.read() as connection:
        (waiting,) = await oldest_of_each(connection, 9)
    assert waiting.inbound == pressed


async def test_what_holds_no_secret_is_stored_as_it_came(database: Database) -> None:
    said = inbound("an", text="sđt 0912345678, mã otp không về")
    await intake(database).take([said])
    async with database.read() as connection:
        (waiting,) = await oldest_of_each(connection, 9)
    assert waiting.inbound == said


@pytest.mark.parametrize("ascii_only", [True, False])
async def test_what_is_kept_aside_holds_no_secret_but_the_ids_by_which_it_is_erased(
    database: Database, file: Path, other: sqlite3.Connection, ascii_only: bool
) -> None:
    text = "cccd 064123456789, mã otp 482913, mật khẩu là Abc@123"
    message = {"chat": {"id": 231234567}, "from": {"id": "2312345678901234567"}, "text": text}
    raw = json.dumps({"update_id": 9, "message": message}, ensure_ascii=ascii_only)
    await intake(database).take([Unreadable(CHANNEL, "9", raw, "ValueError: not a number: '064123456789'")])
    ((kept, reason),) = other.execute("SELECT raw, reason FROM unreadable").fetchall()
    masked = {**message, "text": "cccd ●●●●, mã otp ●●●●, mật khẩu là ●●●●"}
    assert json.loads(kept) == {"update_id": 9, "message": masked}
    assert reason == "ValueError: not a number: '●●●●'"
    assert not [secret for secret in SECRETS if secret.encode() in everything(file)]


async def test_what_is_no_json_is_masked_as_it_stands(database: Database, other: sqlite3.Connection) -> None:
    await intake(database).take([Unreadable(CHANNEL, "9", '{"text": "cccd 064123456789', "not JSON")])
    assert other.execute("SELECT raw FROM unreadable").fetchall() == [('{"text": "cccd ●●●●',)]
