"""What a person is shown of what is kept about them: all of it, and nothing of anybody else."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from bot.core.channel import Unreadable
from bot.core.events import GuideOpened
from bot.core.messages import Reply
from bot.core.talk import Talk
from bot.storage import inbox
from bot.storage.campaign_tables import recipients
from bot.storage.database import Database
from bot.storage.fact_tables import member_months
from bot.storage.records import OWN, SENT, about
from bot.storage.tables import addresses, metadata, people, talks
from bot.storage.turns import TurnBatch
from tests.fakes import BEGIN, CHANNEL, inbound
from tests.storage.posts import fill

PHONE, OTHER = "84905111222", "84905333444"

NOT_SAID = {
    "id",
    "content",
    "jpeg",
    "person_id",
    "address",
    "insertion",
    "event_id",
    "lane",
    "lang",
    "called",
    "attempts",
    "due_at",
    "reason",
    "fingerprint",
    "taken_by",
    "approved_by",
}
"""Numbers by which the tables hang together, how a message is sent, what a code became: nothing about the person."""


def tables_with(column: str) -> set[sa.Table]:
    return {table for table in metadata.sorted_tables if column in table.c}


@pytest.fixture
async def database(database: Database) -> Database:
    """Two people have been here, each with everything that is kept about anybody."""
    async with database.write() as connection:
        await inbox.put(connection, [inbound(PHONE, text="vneid"), inbound(OTHER, text="khác")], BEGIN)
        batch = TurnBatch(connection, BEGIN)
        for found, person in await batch.waiting(10):
            person.place = "23941"
            ports = batch.ports()
            await ports.consents.record(person.id, "questions", given=True, version="2026-11-25-abc123")
            await ports.questions.keep(person.id, f"câu hỏi từ {found.inbound.address}", lang="vi", guide="vneid")
            await fill(ports, person.id)
            await ports.keep()
            batch.add(found, person, Talk(True, guide="vneid"), [Reply("xin chào")], [GuideOpened("vneid")])
        await batch.write()
        torn = Unreadable(CHANNEL, "9", f'{{"chat": {PHONE}, "contact": "{OTHER}"}}', "KeyError")
        await inbox.put(connection, [inbound(PHONE, text="còn chờ"), torn], BEGIN)
    return database


async def person_at(database: Database, address: str) -> int:
    async with database.read() as connection:
        found = await connection.execute(sa.select(addresses.c.person_id).where(addresses.c.address == address))
        return int(found.scalar_one())


async def record(database: Database, address: str) -> dict[str, Any]:
    id_ = await person_at(database, address)
    async with database.read() as connection:
        return await about(connection, id_)


def test_every_table_that_leads_to_a_person_is_shown_or_this_test_says_so() -> None:
    own = {table for table, _columns in OWN.values()}
    counted = {member_months}  # only what session_members says, added up
    assert own | counted | {talks} == tables_with("person_id")
    theirs = {addresses, recipients}  # shown among what is their own
    assert {table for table, _columns in SENT.values()} | theirs == tables_with("address")
    pointing = {table for table in metadata.sorted_tables for key in table.foreign_keys if key.column.table is people}
    assert pointing == own | counted | {talks}


@pytest.mark.parametrize(("table", "columns"), [*OWN.values(), *SENT.values()], ids=[*OWN, *SENT])
def test_every_column_that_says_something_is_shown(table: sa.Table, columns: tuple[str, ...]) -> None:
    said = set(table.c.keys()) - NOT_SAID
    assert said <= set(columns)


async def test_nothing_is_empty_for_somebody_who_has_everything(database: Database) -> None:
    shown = await record(database, PHONE)
    assert {name for name, found in shown.items() if not found} == set()
    assert shown["person"]["place"] == "23941"
    assert shown["talk"]["guide"] == "vneid"
    assert shown["consents"] == [
        {"purpose": "questions", "given": True, "version": "2026-11-25-abc123", "at": "2026-11-23T08:00:00+00:00"}
    ]
    assert [row["text"] for row in shown["questions"]] == [f"câu hỏi từ {PHONE}"]
    assert len(shown["received"]) == 2
    assert "còn chờ" in str(shown["received"])


async def test_it_is_plain_enough_for_a_file(database: Database) -> None:
    shown = await record(database, PHONE)
    assert json.loads(json.dumps(shown)) == shown


async def test_nothing_of_anybody_else_is_shown(database: Database) -> None:
    assert OTHER not in str(await record(database, PHONE))
    assert PHONE not in str(await record(database, OTHER))


async def test_of_what_was_kept_aside_only_the_number_is_shown(database: Database) -> None:
    """It could not be read, so nobody can say whether there is something of another person in it."""
    shown = await record(database, PHONE)
    assert shown["kept_aside"] == 1
    assert OTHER not in str(shown)


async def test_who_is_not_there_has_nothing(database: Database) -> None:
    async with database.read() as connection:
        shown = await about(connection, 404)
    assert not any(shown.values())
