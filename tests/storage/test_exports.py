"""Files that are asked for: made one after the other, begun again after a stop, seen only by whoever asked."""

import pytest

from bot.core.exports import Asked, Export, Form, State
from bot.storage import exports, people
from bot.storage.database import Database
from tests.fakes import BEGIN, inbound

AN, BA = 1, 2
OCTOBER = Asked(AN, Form.XLSX, "2026-10", "23941", sessions=True)


@pytest.fixture
async def database(database: Database) -> Database:
    async with database.write() as connection:
        await people.welcome(connection, [inbound("An"), inbound("Bà")], BEGIN)
    return database


async def ask(database: Database, asked: Asked = OCTOBER) -> Export:
    async with database.write() as connection:
        made = await exports.ask(connection, asked, 100, BEGIN)
    assert made
    return made


async def begin(database: Database) -> Export | None:
    async with database.write() as connection:
        return await exports.begin_next(connection)


async def all_of(database: Database, person: int = AN) -> list[Export]:
    async with database.read() as connection:
        return await exports.of_person(connection, person)


async def test_what_was_asked_first_is_made_first_and_each_once(database: Database) -> None:
    first, second = await ask(database), await ask(database)
    assert [one.id for one in (await begin(database), await begin(database)) if one] == [first.id, second.id]
    assert await begin(database) is None


async def test_how_far_it_is_can_be_seen_and_then_it_is_there(database: Database) -> None:
    made = await ask(database)
    await begin(database)
    async with database.write() as connection:
        assert await exports.progress(connection, made.id, 40, 100)
    assert [(one.state, one.done, one.total) for one in await all_of(database)] == [(State.WORKING, 40, 100)]
    async with database.write() as connection:
        assert await exports.keep(connection, made.id, "1.xlsx", 5000, BEGIN)
        assert await exports.files(connection) == {"1.xlsx"}
    assert [(one.state, one.file, one.size) for one in await all_of(database)] == [(State.DONE, "1.xlsx", 5000)]


async def test_what_was_being_made_at_a_stop_waits_again_but_not_for_ever(database: Database) -> None:
    await ask(database)
    for _ in range(exports.MOST_ATTEMPTS):
        assert await begin(database)
        async with database.write() as connection:
            await exports.put_back(connection)
    assert await begin(database) is None
    assert [one.state for one in await all_of(database)] == [State.FAILED]


async def test_nobody_sees_or_drops_what_another_asked_for(database: Database) -> None:
    made = await ask(database)
    assert await all_of(database, BA) == []
    async with database.write() as connection:
        assert await exports.find(connection, made.id, BA) is None
        assert not await exports.drop(connection, made.id, BA)
        assert await exports.find(connection, made.id, AN) == made


async def test_what_was_dropped_while_it_was_made_is_not_kept(database: Database) -> None:
    made = await ask(database)
    await begin(database)
    async with database.write() as connection:
        assert await exports.drop(connection, made.id, AN)
        assert not await exports.keep(connection, made.id, "1.xlsx", 5000, BEGIN)


async def test_one_person_cannot_fill_the_row(database: Database) -> None:
    for _ in range(exports.MOST_WAITING):
        await ask(database)
    async with database.write() as connection:
        assert await exports.ask(connection, OCTOBER, 1, BEGIN) is None
