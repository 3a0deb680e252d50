"""What is of PostgreSQL alone: what the operator reads, who waits for whom, and that it may go away and come back."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import OperatorError
from bot.storage import inbox, people
from bot.storage.database import Database
from bot.storage.inbox import waiting_count
from tests import postgres
from tests.databases import POSTGRESQL, empty_database, migrated_database
from tests.fakes import BEGIN, inbound

NO_SERVER = "does not answer. Does it run, at the address of TOSO_DATABASE_URL"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with migrated_database(tmp_path, POSTGRESQL) as url:
        yield url


@pytest.fixture
async def ours(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    yield database
    await database.close()


@pytest.fixture
async def theirs(url: str) -> AsyncIterator[Database]:
    """Another process, on the same database."""
    database = Database(url)
    yield database
    await database.close()


async def welcome(database: Database, *addresses: str) -> None:
    async with database.write() as connection:
        await people.welcome(connection, [inbound(address) for address in addresses], BEGIN)


async def known(connection: AsyncConnection) -> int:
    return int((await connection.execute(sa.text("SELECT count(*) FROM people"))).scalar_one())


async def say_what_is_wrong(url: str) -> str:
    database = Database(url)
    with pytest.raises(OperatorError) as told:
        async with database.read() as connection:
            await waiting_count(connection)
    await database.close()
    return str(told.value)


async def test_an_address_as_others_write_it_is_understood(url: str) -> None:
    for name in ("postgresql", "postgres", "postgresql+asyncpg"):
        database = Database(url.replace("postgresql", name))
        async with database.read() as connection:
            assert await waiting_count(connection) == 0
        await database.close()


@pytest.mark.parametrize("url", ["postgresql://toso@127.0.0.1:1/toso", "postgresql:///toso?host=/no/such/folder"])
async def test_that_nobody_answers_is_said_in_words(url: str) -> None:
    assert NO_SERVER in await say_what_is_wrong(url)


async def test_that_there_is_no_such_database_is_said_in_words() -> None:
    words = await say_what_is_wrong(postgres.server().url("nowhere"))
    assert "there is none of that name. See TOSO_DATABASE_URL, or make it with createdb" in words


async def test_that_the_password_is_wrong_is_said_in_words_without_it(url: str) -> None:
    postgres.server().execute("postgres", f"DROP ROLE IF EXISTS {postgres.WITH_PASSWORD}")
    postgres.server().execute("postgres", f"CREATE ROLE {postgres.WITH_PASSWORD} LOGIN PASSWORD 'open sesame'")
    words = await say_what_is_wrong(url.replace("//postgres:", f"//{postgres.WITH_PASSWORD}:close"))
    assert "it refuses the user or the password. See TOSO_DATABASE_URL" in words
    assert "close" not in words


async def test_that_it_has_no_tables_says_which_command_makes_them(tmp_path: Path) -> None:
    with empty_database(tmp_path, POSTGRESQL) as url:
        assert "it has no tables yet. Run: python -m bot migrate" in await say_what_is_wrong(url)


async def test_a_row_that_is_refused_is_not_quoted(ours: Database) -> None:
    await welcome(ours, "số điện thoại của tôi")
    with pytest.raises(sa.exc.IntegrityError) as caught:
        await welcome(ours, "số điện thoại của tôi")
    assert "pk_addresses" in str(caught.value)
    assert "số điện thoại" not in str(caught.value)


async def test_it_may_be_started_anew_meanwhile(ours: Database) -> None:
    await welcome(ours, "an")
    server = postgres.server()
    server.stop()
    with pytest.raises(OperatorError, match=NO_SERVER):
        await welcome(ours, "ba")
    server.start()
    await welcome(ours, "ba")
    async with ours.read() as connection:
        assert await known(connection) == 2


async def test_that_it_goes_away_in_the_middle_is_said_in_words(ours: Database) -> None:
    server = postgres.server()

    async def write_and_lose_it() -> None:
        async with ours.write() as connection:
            await people.welcome(connection, [inbound("an")], BEGIN)
            server.stop()
            await known(connection)

    with pytest.raises(OperatorError, match=r"The database: it (is being stopped|does not answer)"):
        await write_and_lose_it()
    server.start()
    async with ours.read() as connection:
        assert await known(connection) == 0


async def test_the_writers_of_all_processes_take_turns(ours: Database, theirs: Database) -> None:
    async with ours.write() as writing:
        waits = asyncio.create_task(welcome(theirs, "ba"))
        await asyncio.wait([waits], timeout=0.1)
        await people.welcome(writing, [inbound("an")], BEGIN)
        assert await known(writing) == 1
        assert not waits.done()
    await waits
    async with ours.read() as reading:
        assert await known(reading) == 2


async def test_what_only_adds_does_not_wait_for_whoever_writes(ours: Database, theirs: Database) -> None:
    async with ours.write():
        async with theirs.append() as appending:
            await inbox.put(appending, [inbound("an")], BEGIN)
        async with ours.read() as reading:
            assert await waiting_count(reading) == 1


async def test_all_that_is_read_together_is_of_one_moment(ours: Database, theirs: Database) -> None:
    async with ours.read() as reading:
        assert await known(reading) == 0
        await welcome(theirs, "an")
        assert await known(reading) == 0
    async with ours.read() as reading:
        assert await known(reading) == 1
