"""The turn loop: what a batch changes together, what a failing turn costs, and the order of answers."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.cli.logs import set_up_logs
from bot.core.errors import Answerable, DeliveryError
from bot.core.events import GuideOpened
from bot.core.messages import Inbound, Kind
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.storage import inbox, people
from bot.storage.tables import metadata
from tests.databases import read_json, refusing
from tests.fakes import CHANNEL, Clock, actions, happen, inbound, make_app, press, recording, say, start

SECRET = "nhà tôi ở làng Ốp, con tôi đau nặng"

router = Router()


@router.action("test.echo")
async def echo(turn: Turn) -> None:
    turn.say(turn.arg(0))


@router.action("test.raise")
async def raise_at_once(turn: Turn) -> None:
    raise RuntimeError("a fault of ours")


@router.action("test.erase_and_raise")
async def erase_and_raise(turn: Turn) -> None:
    """Everything a handler can do, and then a fault."""
    turn.say("never said")
    turn.emit(GuideOpened("never-counted"))
    turn.person.lang, turn.person.place = "en", "00000"
    turn.talk.leave()
    await turn.erase()
    raise RuntimeError("a fault of ours")


@router.action("test.ask")
async def ask(turn: Turn) -> None:
    turn.ask("and?", turn.arg(0))


@router.answer("trip")
async def trip_over_the_words(turn: Turn) -> bool:
    raise RuntimeError("a fault of ours")


@router.answer("quote")
async def quote_the_words(turn: Turn) -> bool:
    raise KeyError(turn.text)


@router.action("test.answerable")
async def say_what_is_wrong(turn: Turn) -> None:
    turn.emit(GuideOpened("counted"))
    raise Answerable(_("Done"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    async with make_app(tmp_path, clock=clock, more=router) as made:
        yield made


async def rows(app: App, query: str, **values: Any) -> list[dict[str, Any]]:
    async with app.database.read() as connection:
        return [dict(row) for row in (await connection.execute(sa.text(query), values)).mappings().all()]


async def everything(app: App, *but: str) -> dict[str, list[dict[str, Any]]]:
    return {t.name: await rows(app, f"SELECT * FROM {t.name}") for t in metadata.sorted_tables if t.name not in but}


@contextmanager
def counted_commits(app: App) -> Iterator[list[object]]:
    engine, commits = app.database._engine.sync_engine, list[object]()

    def count(connection: object) -> None:
        commits.append(connection)

    sa.event.listen(engine, "commit", count)
    yield commits
    sa.event.remove(engine, "commit", count)


# ---- a turn that fails ---------------------------------------------------------------------------------------------


async def test_a_turn_that_raises_loses_only_itself(app: App) -> None:
    await happen(
        app,
        inbound("an", Kind.PRESS, action="test.echo:1"),
        inbound("ba", Kind.PRESS, action="test.raise"),
        inbound("chi", Kind.PRESS, action="test.echo:2"),
    )
    assert recording(app).texts("an")[-1] == "1"
    assert recording(app).texts("chi")[-1] == "2"
    assert await rows(app, "SELECT id FROM inbox WHERE done_at IS NULL") == []


async def test_the_person_is_told_with_the_id_under_which_the_fault_is_in_the_log(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    (told,) = await press(app, "an", "test.raise")
    (event,) = await rows(app, "SELECT * FROM events WHERE type = 'TurnFailed'")
    id_ = read_json(event["data"])["error"]
    assert id_ in told.text
    assert id_ in caplog.text
    assert "RuntimeError" in caplog.text
    assert actions([told]) == ["menu"]


async def test_a_person_whose_first_turn_failed_is_greeted_at_the_next(app: App) -> None:
    await press(app, "an", "test.raise")
    greeted = await start(app, "an")
    assert [e["type"] for e in await rows(app, "SELECT type FROM events ORDER BY id")] == ["TurnFailed", "TalkStarted"]
    assert len(greeted) == 2
    assert len(await rows(app, "SELECT id FROM people")) == 1


async def test_what_a_failing_turn_changed_is_undone(app: App) -> None:
    await start(app, "an", "g_kich-hoat")
    before = await everything(app, "inbox", "events", "people")
    (told,) = await press(app, "an", "test.erase_and_raise")
    assert await everything(app, "inbox", "events", "people") == before
    assert [p["lang"] + p["place"] for p in await rows(app, "SELECT * FROM people")] == ["vi"]
    assert "never said" not in told.text
    kept = await rows(app, "SELECT data FROM events WHERE type IN ('GuideOpened', 'DataErased')")
    assert "never" not in str(kept)
    (shown,) = await press(app, "an", "guide.back:kich-hoat.may")  # and the person is where they were
    assert "guide.pick:kich-hoat.may.android" in actions([shown])


async def test_a_failing_turn_undoes_nothing_of_the_others_in_its_batch(app: App) -> None:
    for address in ("an", "ba", "chi"):
        await start(app, address)
    await happen(
        app,
        inbound("an", Kind.PRESS, action="erase.yes"),
        inbound("ba", Kind.PRESS, action="test.erase_and_raise"),
        inbound("chi", Kind.PRESS, action="erase.yes"),
    )
    assert await rows(app, "SELECT address FROM addresses") == [{"address": "ba"}]
    assert len(await rows(app, "SELECT code FROM receipts")) == 2


async def test_a_handler_that_has_words_for_the_person_says_them_and_is_no_failure(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    told = await press(app, "an", "test.answerable")
    assert told[-1].text == app.say(_("Done"), "vi")
    assert [e["type"] for e in await rows(app, "SELECT type FROM events ORDER BY id")] == ["TalkStarted", "GuideOpened"]
    assert caplog.text == ""


# ---- what people write is in no log --------------------------------------------------------------------------------


async def test_the_words_of_the_person_are_not_in_the_log_of_a_failure(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    await press(app, "an", "test.ask:trip")
    await say(app, "an", SECRET)
    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


async def test_the_words_are_not_in_the_log_either_when_the_error_quotes_them(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    """As ``KeyError`` and many others do."""
    await press(app, "an", "test.ask:quote")
    await say(app, "an", SECRET)
    assert "KeyError" in caplog.text
    assert SECRET not in caplog.text


@pytest.fixture
def _logs_at_debug(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """As with ``TOSO_LOG_LEVEL=DEBUG``; afterwards every logger has the level it had."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    levels = [logger.level for logger in loggers]
    set_up_logs("DEBUG")
    with caplog.at_level("DEBUG"):
        yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.mark.usefixtures("_logs_at_debug")
async def test_the_words_are_not_in_the_log_at_the_level_debug(app: App, caplog: pytest.LogCaptureFixture) -> None:
    await say(app, "an", SECRET)
    assert SECRET not in caplog.text


async def test_the_text_is_gone_from_the_inbox_when_its_turn_is_done(app: App) -> None:
    await start(app, "an")
    await app.take([inbound("an", text=SECRET, event_id="7")])
    assert SECRET in str(await everything(app))
    await app.settle()
    assert SECRET not in str(await everything(app))
    (kept,) = await rows(app, "SELECT body, done_at FROM inbox WHERE event_id = '7'")
    assert kept["body"] is None
    assert kept["done_at"]


@pytest.mark.parametrize(
    "item",
    [
        inbound("an", Kind.START, text=SECRET),
        inbound("an", Kind.PRESS, action=f"{SECRET}"),
        inbound("an", Kind.PRESS, action=f"guide.rate:{SECRET}.yes"),
        inbound("an", Kind.PRESS, action=f"place.pick:23941.{SECRET}"),
        inbound("an", Kind.PRESS, action=f"address.pick:{SECRET}"),
        inbound("an", Kind.PRESS, action=f"language:{SECRET}"),
        inbound("an", Kind.PRESS, action=f"guide.done:kich-hoat.{SECRET}"),
        inbound("an", Kind.SAY, text=SECRET),
    ],
    ids=lambda item: f"{item.kind} {item.action.partition(':')[0]}",
)
async def test_no_event_holds_what_a_person_wrote_wherever_they_wrote_it(app: App, item: Inbound) -> None:
    """A page can press anything, and anybody can type words after “/start”."""
    await happen(app, item)
    assert SECRET not in str(await everything(app))


# ---- order ---------------------------------------------------------------------------------------------------------


async def test_three_messages_of_one_person_at_once_are_answered_in_order(app: App) -> None:
    await happen(app, *[inbound("an", Kind.PRESS, action=f"test.echo:{number}") for number in (1, 2, 3)])
    assert recording(app).texts("an")[-3:] == ["1", "2", "3"]


async def test_each_of_three_messages_at_once_finds_the_talk_as_the_one_before_left_it(app: App) -> None:
    await happen(
        app,
        inbound("an", Kind.START, text="g_kich-hoat"),
        inbound("an", text="máy android"),
        inbound("an", text="xong"),
    )
    types = [event["type"] for event in await rows(app, "SELECT type FROM events ORDER BY id")]
    assert types == ["TalkStarted", "GuideOpened", "StepDone"]
    assert "guide.done:kich-hoat.nhap-ma" in actions(recording(app).to("an")[-1:])


async def test_two_hundred_people_with_three_messages_each_at_once_are_all_answered_in_order(app: App) -> None:
    messages = [(f"person {who}", number) for number in (1, 2, 3) for who in range(200)]
    random.Random(7).shuffle(messages)
    await happen(app, *[inbound(who, Kind.PRESS, action=f"test.echo:{number}") for who, number in messages])
    for who in range(200):
        asked = [str(number) for address, number in messages if address == f"person {who}"]
        assert [text for text in recording(app).texts(f"person {who}") if text.isdigit()] == asked
    assert len(await rows(app, "SELECT id FROM people")) == 200


async def test_a_message_that_comes_twice_is_answered_once(app: App) -> None:
    twice = inbound("an", Kind.PRESS, action="test.echo:1", event_id="7")
    await happen(app, twice, twice)
    await happen(app, twice)
    assert recording(app).texts("an").count("1") == 1


async def test_an_erasure_that_is_delivered_twice_does_not_begin_a_new_talk(app: App) -> None:
    await start(app, "an")
    erasing = inbound("an", Kind.PRESS, action="erase.yes", event_id="7")
    await happen(app, erasing)
    assert await happen(app, erasing) == []
    assert await rows(app, "SELECT id FROM people") == []


# ---- one batch, one transaction ------------------------------------------------------------------------------------


async def test_a_batch_is_one_transaction(app: App) -> None:
    await app.take([inbound(f"person {number}", text="menu") for number in range(50)])
    with counted_commits(app) as commits:
        assert await app.turns.batch() == 50
    assert len(commits) == 1


async def test_a_batch_takes_one_message_of_each_person(app: App) -> None:
    await app.take([inbound(f"person {number % 5}", text="menu") for number in range(15)])
    assert [await app.turns.batch() for _ in range(4)] == [5, 5, 5, 0]


@pytest.mark.parametrize("table", ["talks", "events", "outbox", "people"])
async def test_a_batch_that_cannot_be_written_changes_nothing_and_is_run_again(app: App, table: str) -> None:
    """Whichever table refuses, and however late."""
    await start(app, "an")
    await app.take([inbound("an", Kind.PRESS, action="test.echo:1"), inbound("ba", Kind.PRESS, action="test.echo:2")])
    before = await everything(app)
    async with refusing(app.database, "INSERT", table):
        with pytest.raises(sa.exc.DBAPIError):
            await app.turns.batch()
    assert await everything(app) == before
    await app.settle()
    assert recording(app).texts("an")[-1] == "1"
    assert recording(app).texts("ba")[-1] == "2"


async def test_nothing_is_announced_of_a_batch_that_was_not_written(app: App) -> None:
    announced: list[object] = []
    app.turns.on_turn = lambda waiting, _events: announced.append(waiting)
    await app.take([inbound("an", text="menu")])
    async with refusing(app.database, "INSERT", "outbox"):
        with pytest.raises(sa.exc.DBAPIError):
            await app.turns.batch()
    assert announced == []


async def test_an_empty_inbox_is_no_batch(app: App) -> None:
    assert await app.turns.batch() == 0
    assert await app.turns.drain() == 0


# ---- one person, two addresses -------------------------------------------------------------------------------------


async def link(app: App, address: str, to: str) -> None:
    async with app.database.write() as connection:
        linked = sa.text(
            "INSERT INTO addresses (channel, address, person_id, reachable, seen_at)"
            " SELECT channel, :address, person_id, true, seen_at FROM addresses WHERE address = :to"
        )
        await connection.execute(linked, {"address": address, "to": to})


async def test_a_person_on_two_addresses_has_one_talk(app: App) -> None:
    await start(app, "phone", "g_kich-hoat")
    await link(app, "page", to="phone")
    await say(app, "phone", "máy iphone")
    (shown,) = await say(app, "page", "xong")
    assert "guide.done:kich-hoat.nhap-ma" in actions([shown])
    assert [out.text for out in recording(app).to("page")] == [shown.text]
    assert len(await rows(app, "SELECT person_id FROM talks")) == 1
    assert len(await rows(app, "SELECT id FROM people")) == 1


async def test_messages_from_both_addresses_at_once_are_turned_one_after_the_other(app: App) -> None:
    await start(app, "phone", "g_kich-hoat")
    await link(app, "page", to="phone")
    await app.take([inbound("phone", text="máy iphone"), inbound("page", text="xong")])
    assert [await app.turns.batch() for _ in range(3)] == [1, 1, 0]
    await app.settle()
    assert "guide.done:kich-hoat.nhap-ma" in actions(recording(app).to("page"))


async def test_erasing_on_one_address_forgets_the_other(app: App) -> None:
    await start(app, "phone")
    await link(app, "page", to="phone")
    await press(app, "phone", "erase.yes")
    assert await rows(app, "SELECT address FROM addresses") == []


# ---- who can be reached --------------------------------------------------------------------------------------------


async def reachable(app: App, address: str) -> bool:
    (row,) = await rows(app, "SELECT reachable FROM addresses WHERE address = :address", address=address)
    return bool(row["reachable"])


async def test_whoever_writes_again_can_be_reached_again(app: App) -> None:
    await start(app, "an")
    async with app.database.write() as connection:
        await people.set_reachable(connection, [(CHANNEL, "an")], reachable=False)
    await say(app, "an", "menu")
    assert await reachable(app, "an")


async def test_whoever_is_known_to_be_gone_is_not_made_reachable_by_the_news_that_they_left(app: App) -> None:
    """They blocked the bot; a message to them was refused; then the platform tells that they blocked it."""
    await start(app, "an")
    recording(app).fail("an", DeliveryError("bot was blocked by the user", unreachable=True))
    await say(app, "an", "menu")
    assert not await reachable(app, "an")
    await happen(app, inbound("an", Kind.LEFT))
    assert not await reachable(app, "an")


# ---- when they were last heard from --------------------------------------------------------------------------------


async def heard(app: App, address: str) -> str:
    (row,) = await rows(app, "SELECT seen_at FROM addresses WHERE address = :address", address=address)
    return str(row["seen_at"])[11:16]


async def test_of_each_address_it_is_known_when_they_last_wrote_from_there(app: App, clock: Clock) -> None:
    await start(app, "phone")
    await link(app, "page", to="phone")
    clock.forward(seconds=3600)
    await say(app, "page", "menu")
    assert (await heard(app, "phone"), await heard(app, "page")) == ("08:00", "09:00")


async def test_when_they_last_wrote_is_written_again_after_ten_minutes_only(app: App, clock: Clock) -> None:
    await start(app, "an")
    clock.forward(seconds=600)
    await say(app, "an", "menu")
    assert await heard(app, "an") == "08:00"
    clock.forward(seconds=1)
    await say(app, "an", "menu")
    assert await heard(app, "an") == "08:10"


@pytest.mark.parametrize("how", [{"kind": Kind.LEFT}, {"text": "xin chào", "group": "-100"}], ids=["left", "group"])
async def test_who_leaves_or_writes_in_a_group_is_not_heard_from_there(
    app: App, clock: Clock, how: dict[str, Any]
) -> None:
    await start(app, "an")
    clock.forward(seconds=3600)
    await happen(app, inbound("an", **how))
    assert await heard(app, "an") == "08:00"


# ---- the end -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moments", range(0, 60, 3))
async def test_told_to_stop_at_any_moment_it_ends_and_leaves_the_database_free(app: App, moments: int) -> None:
    running = asyncio.create_task(app.turns.run())
    await app.take([inbound("an", Kind.SAY, text="menu"), inbound("ba", Kind.SAY, text="menu")])
    for _moment in range(moments):
        await asyncio.sleep(0.0003)
    app.turns.stop()
    ended, _running = await asyncio.wait([running], timeout=5)
    assert ended
    async with asyncio.timeout(5), app.database.write() as connection:
        await connection.execute(sa.text("SELECT 1"))


# ---- several processes ---------------------------------------------------------------------------------------------


async def put_in_by_another_process(app: App, *items: Inbound) -> None:
    """Nobody here is told."""
    async with app.database.append() as connection:
        await inbox.put(connection, items, app.clock())


@asynccontextmanager
async def running_turns(app: App) -> AsyncIterator[asyncio.Event]:
    """The loop runs; the event is set by a batch in which something was done."""
    app.turns.look_s, done = 0.001, asyncio.Event()
    app.turns.on_batch = lambda _said: done.set()
    task = asyncio.create_task(app.turns.run())
    yield done
    app.turns.stop()
    await task


async def test_what_another_process_took_in_is_found(app: App) -> None:
    async with running_turns(app) as done:
        await put_in_by_another_process(app, inbound("an", Kind.START))
        await done.wait()
    assert await rows(app, "SELECT id FROM inbox WHERE done_at IS NULL") == []


async def test_who_does_not_turn_now_leaves_it_and_goes_on_when_it_does(app: App) -> None:
    mine = asyncio.Event()
    asked = asyncio.Semaphore(0)

    def is_mine() -> bool:
        asked.release()
        return mine.is_set()

    app.turns.mine = is_mine
    async with running_turns(app) as done:
        await app.take([inbound("an", Kind.START)])
        for _look in range(5):
            await asked.acquire()
        assert len(await rows(app, "SELECT id FROM inbox WHERE done_at IS NULL")) == 1
        mine.set()
        await done.wait()
    assert await rows(app, "SELECT id FROM inbox WHERE done_at IS NULL") == []
