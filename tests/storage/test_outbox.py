"""What waits to be sent: in order for each address, holding up nobody else."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.core.messages import Button, Reply
from bot.core.phrases import Words, lines, text
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import CAMPAIGNS, NOTICES, REPLIES, Outgoing, Said
from bot.storage.tables import outbox as outbox_table
from tests.fakes import BEGIN, CHANNEL

LATER = BEGIN + timedelta(minutes=5)


async def add(database: Database, *said: tuple[str, str], lane: int = REPLIES, channel: str = CHANNEL) -> None:
    async with database.write() as connection:
        rows = [Said(channel, who, Reply(what), "vi", "") for who, what in said]
        stored = await outbox.add(connection, rows, BEGIN)
        change = outbox_table.update().where(outbox_table.c.id.in_([out.id for out in stored]))
        await connection.execute(change.values(lane=lane))


async def due(database: Database, now: datetime = BEGIN, most: int = 100, *channels: str) -> list[Outgoing]:
    async with database.read() as connection:
        return await outbox.due(connection, channels or [CHANNEL], now, most)


async def said(database: Database, now: datetime = BEGIN) -> list[tuple[str, object]]:
    return [(out.address, out.reply.text) for out in await due(database, now)]


async def postpone(database: Database, out: Outgoing) -> None:
    async with database.write() as connection:
        await outbox.postpone(connection, out, LATER, "slow down")


async def set_state(database: Database, out: Outgoing, state: str) -> None:
    async with database.write() as connection:
        await outbox.set_state(connection, [out.id], state, "why")


async def test_what_a_batch_says_is_stored_in_one_statement_and_numbered_in_its_order(database: Database) -> None:
    rows = [Said(CHANNEL, f"a{n % 3}", Reply(str(n)), "vi", "") for n in range(300)]
    async with database.write() as connection:
        ran: list[str] = []
        sa.event.listen(connection.sync_connection, "before_cursor_execute", lambda *seen: ran.append(seen[2]))
        stored = await outbox.add(connection, rows, BEGIN)
    assert len(ran) == 1
    assert [out.reply.text for out in await due(database, most=300)] == [str(n) for n in range(300)]
    assert [out.id for out in stored] == sorted(out.id for out in stored)


async def test_a_reply_is_read_back_as_it_was_said(database: Database) -> None:
    buttons = (
        Button(text("Done"), "guide.done:a.b"),
        Button("Cổng", url="https://x.vn"),
        Button("📍", wants="location"),
    )
    reply = Reply(lines(Words({"vi": "một {n}"}, {"n": "2"}), "hai"), buttons, edit="12", forgets=True)
    async with database.write() as connection:
        (stored,) = await outbox.add(connection, [Said(CHANNEL, "an", reply, "en", "bac")], BEGIN)
    (out,) = await due(database)
    assert out == stored
    assert (out.reply, out.lang, out.called, out.attempts) == (reply, "en", "bac", 0)


async def test_each_address_gets_its_messages_in_order(database: Database) -> None:
    await add(database, ("an", "1"), ("ba", "1"), ("an", "2"), ("an", "3"), ("ba", "2"))
    found = await said(database)
    assert [what for who, what in found if who == "an"] == ["1", "2", "3"]
    assert [what for who, what in found if who == "ba"] == ["1", "2"]


async def test_a_postponed_message_holds_up_only_its_own_address(database: Database) -> None:
    await add(database, ("an", "1"), ("an", "2"), ("ba", "1"))
    first, *_ = await due(database)
    await postpone(database, first)
    assert await said(database) == [("ba", "1")]
    assert await said(database, LATER) == [("an", "1"), ("an", "2"), ("ba", "1")]


async def test_a_postponed_message_does_not_hold_up_the_same_address_on_another_channel(database: Database) -> None:
    await add(database, ("an", "1"))
    await add(database, ("an", "elsewhere"), channel="other")
    await postpone(database, (await due(database))[0])
    assert [out.reply.text for out in await due(database, BEGIN, 100, CHANNEL, "other")] == ["elsewhere"]


async def test_postponing_counts_the_attempt_and_keeps_the_reason(database: Database) -> None:
    await add(database, ("an", "1"))
    await postpone(database, (await due(database))[0])
    (out,) = await due(database, LATER)
    async with database.read() as connection:
        reason = (await connection.execute(sa.text("SELECT reason FROM outbox"))).scalar_one()
    assert (out.attempts, reason) == (1, "slow down")


async def test_a_parked_message_waits_with_all_that_follow_until_the_person_is_back(database: Database) -> None:
    await add(database, ("an", "1"), ("an", "2"), ("ba", "1"))
    await set_state(database, (await due(database))[0], "parked")
    assert await said(database, LATER) == [("ba", "1")]
    async with database.write() as connection:
        assert await outbox.unpark(connection, CHANNEL, "an") == 1
    assert await said(database) == [("an", "1"), ("an", "2"), ("ba", "1")]


async def test_coming_back_frees_nobody_else(database: Database) -> None:
    await add(database, ("an", "1"))
    await set_state(database, (await due(database))[0], "parked")
    async with database.write() as connection:
        assert await outbox.unpark(connection, CHANNEL, "ba") == 0
        assert await outbox.unpark(connection, "other", "an") == 0
    assert await said(database) == []


async def test_a_message_given_up_holds_up_nothing_and_stays_to_be_counted(database: Database) -> None:
    await add(database, ("an", "1"), ("an", "2"))
    await set_state(database, (await due(database))[0], "failed")
    assert await said(database) == [("an", "2")]
    async with database.read() as connection:
        states = (await connection.execute(sa.text("SELECT state FROM outbox ORDER BY id"))).scalars().all()
    assert states == ["failed", "waiting"]


async def test_replies_go_before_notices_and_notices_before_campaigns(database: Database) -> None:
    await add(database, ("an", "campaign"), lane=CAMPAIGNS)
    await add(database, ("ba", "notice"), lane=NOTICES)
    await add(database, ("chi", "reply"))
    assert [what for _, what in await said(database)] == ["reply", "notice", "campaign"]


async def test_when_only_some_can_be_taken_the_replies_are_among_them(database: Database) -> None:
    await add(database, *[(f"person {number}", "campaign") for number in range(9)], lane=CAMPAIGNS)
    await add(database, ("an", "reply"))
    assert [out.reply.text for out in await due(database, BEGIN, 2)] == ["reply", "campaign"]


async def test_only_the_channels_that_run_are_served(database: Database) -> None:
    await add(database, ("an", "1"), channel="sleeping")
    assert await said(database) == []


async def test_what_was_sent_is_gone_and_its_number_is_not_given_again(database: Database) -> None:
    await add(database, ("an", "1"))
    (first,) = await due(database)
    async with database.write() as connection:
        await outbox.remove(connection, [first.id])
    await add(database, ("an", "2"))
    (second,) = await due(database)
    assert second.id > first.id


async def test_dropping_all_for_one_leaves_the_others(database: Database) -> None:
    await add(database, ("an", "1"), ("ba", "1"))
    async with database.write() as connection:
        await outbox.drop_all_for(connection, CHANNEL, "an")
    assert await said(database) == [("ba", "1")]


async def test_it_is_known_who_has_something_waiting(database: Database) -> None:
    await add(database, ("given up", "1"), ("parked", "1"), ("postponed", "1"), ("waiting", "1"))
    await add(database, ("elsewhere", "1"), channel="other")
    given_up, parked, postponed, _ = await due(database)
    await set_state(database, given_up, "failed")
    await set_state(database, parked, "parked")
    await postpone(database, postponed)
    async with database.read() as connection:
        found = await outbox.waiting_for(connection, [CHANNEL])
    assert found == {(CHANNEL, "parked"), (CHANNEL, "postponed"), (CHANNEL, "waiting")}


async def test_the_replies_of_many_people_get_their_numbers_in_the_order_they_were_said(database: Database) -> None:
    said = [(f"person {number % 7}", str(number)) for number in range(500)]
    await add(database, *said)
    found = await due(database, BEGIN, 1000)
    assert [(out.address, out.reply.text) for out in found] == said
    assert [out.id for out in found] == sorted(out.id for out in found)
