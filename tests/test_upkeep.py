"""What is done once a day: at the start, after a day, again after trouble, and not a moment longer than it is told."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import jobs
from bot.storage.database import Database
from bot.storage.retention import NAME
from bot.upkeep import EVERY, Upkeep
from tests.fakes import BEGIN, Clock, open_database

DAY_S = EVERY.total_seconds()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "toso.db") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def upkeep(database: Database, clock: Clock) -> Upkeep:
    return Upkeep(database, clock)


async def last(database: Database) -> datetime | None:
    async with database.read() as connection:
        ran = await jobs.last(connection, NAME)
    return ran.at if ran else None


async def test_it_is_done_at_the_start_and_then_once_a_day(database: Database, clock: Clock, upkeep: Upkeep) -> None:
    await upkeep.look()
    assert await last(database) == BEGIN
    clock.forward(seconds=DAY_S - 1)
    await upkeep.look()
    assert await last(database) == BEGIN
    clock.forward(seconds=1)
    await upkeep.look()
    assert await last(database) == clock.now


async def test_after_trouble_it_is_tried_again_and_the_log_says_why(
    database: Database, upkeep: Upkeep, caplog: pytest.LogCaptureFixture
) -> None:
    async with database.write() as connection:
        await connection.execute(sa.text("ALTER TABLE receipts RENAME TO elsewhere"))
    await upkeep.look()
    assert "Retention was put off" in caplog.text
    assert await last(database) is None
    async with database.write() as connection:
        await connection.execute(sa.text("ALTER TABLE elsewhere RENAME TO receipts"))
    await upkeep.look()
    assert await last(database) == BEGIN


@pytest.mark.parametrize("moments", range(0, 40, 4))
async def test_told_to_stop_at_any_moment_it_ends_and_leaves_the_database_free(
    database: Database, upkeep: Upkeep, moments: int
) -> None:
    running = asyncio.create_task(upkeep.run())
    for _moment in range(moments):
        await asyncio.sleep(0.0003)
    upkeep.stop()
    ended, _running = await asyncio.wait([running], timeout=5)
    assert ended
    async with asyncio.timeout(5), database.write() as connection:
        await connection.execute(sa.text("SELECT 1"))
