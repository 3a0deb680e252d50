"""What came in: once each, with whom it is from, oldest first."""

import sqlalchemy as sa

from bot.core.channel import Unreadable
from bot.core.messages import Inbound, Kind
from bot.core.talk import Person, Talk
from bot.storage import inbox, people
from bot.storage.database import Database
from bot.storage.inbox import RAW_KEPT, Waiting
from bot.storage.tables import addresses, unreadable
from bot.storage.turns import TurnBatch
from tests.fakes import BEGIN, CHANNEL, inbound


async def put(database: Database, *items: Inbound | Unreadable) -> None:
    async with database.write() as connection:
        await inbox.put(connection, items, BEGIN)


async def waiting(database: Database, most: int = 100) -> list[Waiting]:
    async with database.read() as connection:
        return await inbox.oldest_of_each(connection, most)


async def finish(database: Database, *found: Waiting) -> None:
    async with database.write() as connection:
        await inbox.finish(connection, [one.id for one in found], BEGIN)


async def count(database: Database, table: sa.Table) -> int:
    async with database.read() as connection:
        return (await connection.execute(sa.select(sa.func.count()).select_from(table))).scalar_one()


async def test_what_is_read_back_is_what_came_in(database: Database) -> None:
    items = [
        inbound("an", Kind.SAY, text="làm sao?\nchỉ giùm 😀", lang="vi"),
        inbound("ba", Kind.PRESS, text="Xong", action="guide.done:a.b", message_ref="77"),
        inbound("chi", Kind.LOCATION, location=(13.98, 108.0)),
    ]
    await put(database, *items)
    assert [found.inbound for found in await waiting(database)] == items


async def test_a_redelivered_event_is_stored_once(database: Database) -> None:
    await put(database, inbound("an", text="menu", event_id="7"))
    await put(database, inbound("an", text="menu", event_id="7"), inbound("an", text="khác", event_id="7"))
    found = await waiting(database)
    await finish(database, *found)
    await put(database, inbound("an", text="menu", event_id="7"))
    assert [one.inbound.text for one in found] == ["menu"]
    assert await waiting(database) == []


async def test_the_same_event_id_on_another_channel_is_another_event(database: Database) -> None:
    await put(database, inbound("an", event_id="7"), Inbound("other", "7", "an", Kind.SAY, BEGIN))
    assert len(await waiting(database)) == 2


async def test_what_cannot_be_read_is_kept_aside_once_and_blocks_nobody(database: Database) -> None:
    torn = Unreadable(CHANNEL, "8", "{" * (RAW_KEPT + 10), "KeyError: 'chat'")
    await put(database, torn, inbound("an"), torn)
    async with database.read() as connection:
        (kept,) = (await connection.execute(sa.select(unreadable.c.raw))).scalars().all()
    assert len(kept) == RAW_KEPT
    assert len(await waiting(database)) == 1


async def test_the_oldest_message_of_each_person_comes_first(database: Database) -> None:
    for address, text in [("an", "1"), ("ba", "1"), ("an", "2"), ("chi", "1"), ("ba", "2")]:
        await put(database, inbound(address, text=text))
    first = await waiting(database)
    await finish(database, *first)
    second = await waiting(database)
    assert [(w.inbound.address, w.inbound.text) for w in first] == [("an", "1"), ("ba", "1"), ("chi", "1")]
    assert [(w.inbound.address, w.inbound.text) for w in second] == [("an", "2"), ("ba", "2")]


async def test_no_more_than_asked_for_are_taken_and_those_the_oldest(database: Database) -> None:
    await put(database, *[inbound(f"person {number}") for number in range(9)])
    assert [w.inbound.address for w in await waiting(database, 3)] == ["person 0", "person 1", "person 2"]


async def test_one_person_on_two_addresses_is_served_once_at_a_time(database: Database) -> None:
    async with database.write() as connection:
        (person,) = await people.welcome(connection, [inbound("phone")], BEGIN)
        linked = {"channel": CHANNEL, "address": "page", "person_id": person.id, "reachable": True, "seen_at": BEGIN}
        await connection.execute(addresses.insert().values(linked))
    await put(database, inbound("phone", text="1"), inbound("page", text="2"))
    (first,) = await waiting(database)
    await finish(database, first)
    (second,) = await waiting(database)
    assert (first.inbound.text, second.inbound.text) == ("1", "2")
    assert first.person == second.person == Person(person.id, "vi", seen_at=BEGIN)


async def test_a_person_on_first_contact_gets_one_number(database: Database) -> None:
    await put(database, inbound("an", lang="en"), inbound("ba", lang="fr"), inbound("an"))
    for _ in range(2):
        async with database.write() as connection:
            batch = TurnBatch(connection, BEGIN)
            for found, person in await batch.waiting(10):
                batch.add(found, person, Talk(), [], [])
            await batch.write()
    async with database.read() as connection:
        rows = (await connection.execute(sa.text("SELECT id, lang FROM people ORDER BY id"))).all()
        linked = (await connection.execute(sa.text("SELECT address, person_id FROM addresses ORDER BY 1"))).all()
    assert [tuple(row) for row in rows] == [(1, "en"), (2, "vi")]
    assert [tuple(row) for row in linked] == [("an", 1), ("ba", 2)]


async def test_nothing_waits_when_all_is_done(database: Database) -> None:
    await put(database, inbound("an"), inbound("ba"))
    await finish(database, *await waiting(database))
    async with database.read() as connection:
        assert await inbox.waiting_count(connection) == 0
    assert await count(database, unreadable) == 0


async def test_a_talk_that_a_newer_version_stored_is_read_without_what_is_not_known(database: Database) -> None:
    async with database.write() as connection:
        (person,) = await people.welcome(connection, [inbound("an")], BEGIN)
        body = '{"greeted": true, "guide": "vneid", "mood": "merry"}'
        values = {"person": person.id, "body": body}
        await connection.execute(sa.text("INSERT INTO talks VALUES (:person, :body, '2026-11-23')"), values)
    await put(database, inbound("an"))
    (found,) = await waiting(database)
    assert found.talk == Talk(greeted=True, guide="vneid")
