"""Forgetting a person: nothing that leads to them is left, in any table; nobody else loses anything."""

from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from bot.channels.webchat.parse import fingerprint, parse
from bot.core.channel import Unreadable
from bot.core.events import GuideOpened
from bot.core.messages import Inbound, Reply
from bot.core.talk import Person, Talk
from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.erasure import erase_person
from bot.storage.tables import addresses, events, metadata, receipts
from bot.storage.turns import TurnBatch
from tests.fakes import BEGIN, CHANNEL, inbound
from tests.storage.posts import fill

PHONE, PAGE, OTHER = "84905111222", "an-on-the-page", "84905333444"


async def visit(database: Database, *items: Inbound) -> None:
    """A turn for each: a talk, an event and a reply that still waits to be sent."""
    async with database.write() as connection:
        await inbox.put(connection, items, BEGIN)
        batch = TurnBatch(connection, BEGIN)
        for found, person in await batch.waiting(10):
            person.place = "23941"
            ports = batch.ports()
            await ports.consents.record(person.id, "questions", given=True, version="2026-11-25-abc123")
            await ports.questions.keep(person.id, "nộp ở đâu", lang="vi", guide="vneid")
            await fill(ports, person.id)
            await ports.keep()
            batch.add(found, person, Talk(True, guide="vneid"), [Reply("xin chào")], [GuideOpened("vneid")])
        await batch.write()


async def wait(database: Database, *items: Inbound | Unreadable) -> None:
    async with database.write() as connection:
        await inbox.put(connection, items, BEGIN)


async def link(database: Database, address: str, person_id: int) -> None:
    row = {"channel": CHANNEL, "address": address, "person_id": person_id, "reachable": True, "seen_at": BEGIN}
    async with database.write() as connection:
        await connection.execute(addresses.insert().values(row))


async def erase(database: Database, person_id: int) -> str:
    async with database.write() as connection:
        return await erase_person(connection, person_id, BEGIN)


async def person_at(database: Database, address: str) -> int:
    async with database.read() as connection:
        found = await connection.execute(sa.select(addresses.c.person_id).where(addresses.c.address == address))
        return int(found.scalar_one())


async def everything(database: Database) -> dict[str, Sequence[sa.RowMapping]]:
    async with database.read() as connection:
        return {t.name: (await connection.execute(sa.select(t))).mappings().all() for t in metadata.sorted_tables}


def traces(tables: dict[str, Sequence[sa.RowMapping]], person_id: int, *known: str) -> list[tuple[str, Any]]:
    """Every row of any table that holds the person's number or one of the texts that lead to them."""
    numbers = {"people": "id"}
    return [
        (name, dict(row))
        for name, rows in tables.items()
        for row in rows
        if row.get(numbers.get(name, "person_id")) == person_id or any(text in str(dict(row)) for text in known)
    ]


@pytest.fixture
async def an(database: Database) -> Person:
    """Somebody with two addresses, who said things that are done and things that still wait; and somebody else."""
    await visit(database, inbound(PHONE, text="làm sao cài"), inbound(OTHER, text="xin chào"))
    person = Person(await person_at(database, PHONE))
    await link(database, PAGE, person.id)
    await visit(database, inbound(PAGE, text="trên trang"))
    await wait(database, inbound(PHONE, text="còn chờ"), inbound(PAGE, text="cũng chờ"), inbound(OTHER, text="chờ"))
    return person


async def test_nothing_that_leads_to_the_person_is_left_in_any_table(database: Database, an: Person) -> None:
    """A new table that leads to people must be filled by ``visit``, or it would be left out here."""
    leading = {t.name for t in metadata.sorted_tables if {"person_id", "address"} & set(t.c.keys())} | {"people"}
    assert {name for name, _ in traces(await everything(database), an.id, PHONE, PAGE)} == leading
    await erase(database, an.id)
    assert traces(await everything(database), an.id, PHONE, PAGE) == []


async def test_an_update_of_theirs_that_was_kept_aside_is_gone_too(database: Database, an: Person) -> None:
    raw = f'{{"update_id": 9, "message": {{"chat": {{"id": {PHONE}}}, "text": "số thẻ của tôi"}}}}'
    await wait(database, Unreadable(CHANNEL, "9", raw, "KeyError: 'type'"))
    await erase(database, an.id)
    assert traces(await everything(database), an.id, PHONE, PAGE) == []


async def test_nothing_is_left_of_the_address_of_a_page_either(database: Database) -> None:
    """The web chat makes its event ids itself, and they stay so that a redelivery is known."""
    address = fingerprint("the secret of the page")
    await visit(database, parse({"type": "say", "id": "message-1", "text": "xin chào"}, address, "vi", BEGIN))
    await erase(database, await person_at(database, address))
    assert traces(await everything(database), 0, address[:16]) == []


async def test_the_counts_stay_but_lead_to_nobody(database: Database, an: Person) -> None:
    before = await everything(database)
    await erase(database, an.id)
    after = await everything(database)
    theirs = [row["id"] for row in before["events"] if row["person_id"] == an.id]
    assert len(after["events"]) == len(before["events"])
    assert [row["person_id"] for row in after["events"] if row["id"] in theirs] == [None, None]


async def test_other_people_lose_nothing(database: Database, an: Person) -> None:
    other = await person_at(database, OTHER)
    before = traces(await everything(database), other, OTHER)
    await erase(database, an.id)
    assert traces(await everything(database), other, OTHER) == before
    assert (
        len(before) == 47
    )  # person, address, talk, consent, question, two in the inbox, one in the outbox, one event,
    # one post, one invite, three acts in the audit, one session with a member, a confirmation, a change and a picture,
    # one draft, an official figure with its act in the audit, and a file asked for,
    # one link to the notebook and one browser signed in there, and as much on the admin site,
    # two requests, one of them declined, and in the audit that they took the other, and a reminder,
    # what readings, presences and months know of them, and a picture on its way,
    # an announcement, that they wrote it, got it and answered it, a channel they stopped, and both acts in the audit


async def test_the_receipt_can_be_read_over_the_telephone_and_says_only_when(database: Database, an: Person) -> None:
    code = await erase(database, an.id)
    async with database.read() as connection:
        (row,) = (await connection.execute(sa.select(receipts))).mappings().all()
    assert dict(row) == {"code": code, "at": BEGIN}
    assert len(code) == 8
    assert not set(code) & set("01OIl")


async def test_the_number_of_an_erased_person_is_not_given_to_the_next(database: Database) -> None:
    await visit(database, inbound(PHONE))
    erased = await person_at(database, PHONE)
    await erase(database, erased)
    await visit(database, inbound(PHONE))
    assert await person_at(database, PHONE) > erased


async def test_erasing_somebody_who_is_not_there_gives_a_receipt_and_changes_nothing(database: Database) -> None:
    await visit(database, inbound(OTHER))
    before = await everything(database)
    await erase(database, 404)
    after = await everything(database)
    assert {**after, "receipts": []} == before
    assert len(after["receipts"]) == 1


async def test_events_of_the_batch_that_erases_are_unlinked(database: Database) -> None:
    await visit(database, inbound(PHONE))
    await wait(database, inbound(PHONE))
    async with database.write() as connection:
        batch = TurnBatch(connection, BEGIN)
        ((found, person),) = await batch.waiting(10)
        ports = batch.ports()
        await ports.erasure.erase(person.id)
        await ports.keep()
        batch.add(found, person, Talk(), [Reply("đã xóa")], [GuideOpened("vneid")], erased=True)
        await batch.write()
    async with database.read() as connection:
        assert (await connection.execute(sa.select(events.c.person_id))).scalars().all() == [None, None]
    tables = await everything(database)
    assert tables["people"] == tables["talks"] == tables["addresses"] == []
    assert [row["address"] for row in tables["outbox"]] == [PHONE]  # only the answer itself
