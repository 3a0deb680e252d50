"""The database itself: how it is opened, and what the operator reads when it cannot be."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

import bot.storage.database
from bot.core.errors import OperatorError
from bot.storage import people
from bot.storage.database import Database
from bot.storage.inbox import waiting_count
from bot.storage.migrate import migrate
from tests.databases import SQLITE, migrated, on
from tests.fakes import inbound


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another program is writing."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@on(SQLITE)
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", 10_000)]
)
async def test_every_connection_is_prepared(database: Database, pragma: str, value: str | int) -> None:
    async with database.write() as connection:
        assert (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == value
        async with database.read() as second:
            assert (await second.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == value


async def test_a_talk_of_nobody_is_refused(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        async with database.write() as connection:
            await connection.execute(
                sa.text("INSERT INTO talks VALUES (:person, '{}', '2026-11-23 08:00:00')"), {"person": 404}
            )


async def test_a_reader_sees_what_was_there_before_and_does_not_wait_for_a_writer(database: Database) -> None:
    async with database.write() as writing:
        await people.welcome(writing, [inbound("an")], inbound("an").at)
        async with database.read() as reading:
            assert (await reading.execute(sa.text("SELECT count(*) FROM people"))).scalar_one() == 0


async def test_what_was_written_before_an_error_is_undone(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.write() as connection:
            await people.welcome(connection, [inbound("an")], inbound("an").at)
            raise KeyError

    with pytest.raises(KeyError):
        await write_and_fail()
    async with database.read() as connection:
        assert (await connection.execute(sa.text("SELECT count(*) FROM people"))).scalar_one() == 0


async def test_a_moment_without_its_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001 - that is the point
    with pytest.raises(sa.exc.StatementError, match="a moment without its zone"):
        async with database.write() as connection:
            await people.welcome(connection, [inbound("an")], naive)


async def test_a_database_that_another_program_holds_is_said_in_words(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.storage.database, "BUSY_S", 0.01)
    database = Database(f"sqlite+aiosqlite:///{migrated(file)}")
    with held(file), pytest.raises(OperatorError, match=r"another program holds the database. Stop it"):
        async with database.write():
            pass
    async with database.write() as connection:  # and when the other has gone it goes on
        assert await waiting_count(connection) == 0
    await database.close()


@on(SQLITE)
async def test_a_database_that_may_only_be_read_is_read_and_writing_is_said_in_words(
    database: Database, file: Path
) -> None:
    await database.close()
    read_only = Database(f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true")
    async with read_only.read() as connection:
        assert await waiting_count(connection) == 0
    with pytest.raises(OperatorError, match=r"may only be read. Give this user the right to write"):
        async with read_only.write() as connection:
            await people.welcome(connection, [inbound("an")], inbound("an").at)
    await read_only.close()


async def until_the_drivers_threads_have_ended(before: list[threading.Thread]) -> None:
    """After a connection that failed, aiosqlite ends its thread later, and would find the test's loop closed."""
    for thread in set(threading.enumerate()) - set(before):
        await asyncio.to_thread(thread.join)


def _letter(folder: Path) -> Path:
    file = folder / "letter.db"
    file.write_text("This is a letter and no database. " * 100, "utf-8")
    return file


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_letter, "the file is not a database. Restore a backup"),
        (lambda folder: folder / "no such folder" / "toso.db", "cannot be opened. Does its folder exist"),
        (lambda folder: folder, "cannot be opened"),
    ],
    ids=["no database", "no folder", "a folder"],
)
async def test_what_cannot_be_opened_is_said_in_words(tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    before = threading.enumerate()
    database = Database(f"sqlite+aiosqlite:///{make(tmp_path)}")
    with pytest.raises(OperatorError, match=words):
        await migrate(database)
    await database.close()
    await until_the_drivers_threads_have_ended(before)


async def test_a_database_without_tables_says_which_command_makes_them(file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    with pytest.raises(OperatorError, match="Run: python -m bot migrate"):
        async with database.read() as connection:
            await waiting_count(connection)
    await database.close()


async def test_an_error_of_the_database_does_not_quote_what_people_wrote(database: Database) -> None:
    """It would be in the log otherwise, for whoever reads that."""
    with pytest.raises(sa.exc.SQLAlchemyError) as caught:
        async with database.write() as connection:
            await connection.execute(sa.text("INSERT INTO talks VALUES (:a, :b)"), {"a": 1, "b": "số thẻ của tôi"})
    assert "số thẻ của tôi" not in str(caught.value)
