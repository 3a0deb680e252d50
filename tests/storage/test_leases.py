"""What only one process may do: it is held by one, taken over when that one is gone, and never held by two."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.lease_tables import leases as table
from bot.storage.leases import LASTS_S, LOOK_S, MARGIN_S, RENEW_S, Leases
from tests.databases import POSTGRESQL, SQLITE, migrated_database, on

NAMES = ["turns", "poll:telegram"]


class Process:
    """One of those that share a database. Its time goes forward by itself alone, as that of a computer may."""

    def __init__(self, url: str, name: str) -> None:
        self.database, self.now_s = Database(url), 0.0
        self.leases = Leases(self.database, name, lambda: self.now_s)

    async def looks(self, after_s: float = LOOK_S) -> None:
        self.now_s += after_s
        await self.leases.look()

    @property
    def held(self) -> list[str]:
        return [name for name in NAMES if self.leases.holds(name)]


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with migrated_database(tmp_path, POSTGRESQL) as url:
        yield url


@pytest.fixture
async def first(url: str) -> AsyncIterator[Process]:
    process = Process(url, "first")
    await process.leases.begin(NAMES)
    yield process
    await process.database.close()


@pytest.fixture
async def second(url: str, first: Process) -> AsyncIterator[Process]:
    process = Process(url, "second")
    await process.leases.begin(NAMES)
    yield process
    await process.database.close()


async def let_pass(process: Process, seconds: float) -> None:
    """As far as the database knows."""
    async with process.database.write() as connection:
        await connection.execute(sa.text(f"UPDATE leases SET until = until - interval '{seconds} seconds'"))


async def test_the_first_has_all_of_it_and_the_second_nothing(first: Process, second: Process) -> None:
    assert first.held == NAMES
    assert second.held == []
    await second.looks()
    assert second.held == []


async def test_the_end_is_put_off_before_it_comes(first: Process, second: Process) -> None:
    for _ in range(5):
        await let_pass(second, RENEW_S)
        await first.looks(RENEW_S)
        await second.looks(RENEW_S)
        assert (first.held, second.held) == (NAMES, [])


async def test_what_a_killed_process_held_is_taken_when_its_time_is_over(first: Process, second: Process) -> None:
    await let_pass(second, LASTS_S - 0.5)
    await second.looks()
    assert second.held == []
    await let_pass(second, 0.5)
    await second.looks()
    assert second.held == NAMES


async def test_what_is_released_is_taken_at_once(first: Process, second: Process) -> None:
    await first.leases.release()
    assert first.held == []
    await second.looks()
    assert second.held == NAMES


async def test_one_that_could_not_renew_believes_so_no_longer_before_another_takes_it(
    first: Process, second: Process
) -> None:
    first.now_s += LASTS_S - MARGIN_S
    assert first.held == []
    await second.looks(LASTS_S - MARGIN_S)
    assert second.held == []


async def test_one_that_slept_finds_that_another_has_it(first: Process, second: Process) -> None:
    await let_pass(second, LASTS_S)
    await second.looks()
    await first.looks(LASTS_S * 10)
    assert (first.held, second.held) == ([], NAMES)


async def test_one_that_slept_goes_on_if_nobody_took_it(first: Process) -> None:
    await let_pass(first, LASTS_S * 10)
    await first.looks(LASTS_S * 10)
    assert first.held == NAMES


async def test_another_s_is_not_released(first: Process, second: Process) -> None:
    await second.leases.release()
    await second.looks()
    assert (first.held, second.held) == (NAMES, [])


async def test_it_does_not_wait_for_whoever_writes(first: Process, second: Process) -> None:
    async with second.database.write():
        await first.looks(RENEW_S)
    first.now_s += LASTS_S - MARGIN_S - 0.1
    assert first.held == NAMES


async def test_what_is_held_ends_by_itself_while_the_database_is_away(first: Process) -> None:
    async with first.database.write() as connection:
        await connection.execute(sa.text("ALTER TABLE leases RENAME TO gone"))
    await first.looks(RENEW_S)
    assert first.held == NAMES
    await first.looks(LASTS_S)
    assert first.held == []
    async with first.database.write() as connection:
        await connection.execute(sa.text("ALTER TABLE gone RENAME TO leases"))
    await first.looks()
    assert first.held == NAMES


async def test_before_it_begins_everything_is_held(url: str) -> None:
    process = Process(url, "of the command line")
    assert process.held == NAMES
    await process.database.close()


@on(SQLITE)
async def test_where_there_is_but_one_process_everything_is_held_and_nothing_is_written(database: Database) -> None:
    leases = Leases(database, "only", lambda: 0.0)
    await leases.begin(NAMES)
    await leases.look()
    assert leases.holds("turns")
    await leases.release()
    async with database.read() as connection:
        assert (await connection.execute(sa.select(table))).all() == []
