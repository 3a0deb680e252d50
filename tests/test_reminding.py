"""Reminders to log: only for who chose it, at their hour, on days without an entry, exactly once whatever happens."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.clock import VIETNAM
from bot.core.errors import NotHere
from bot.core.messages import Kind
from bot.core.roles import Post, Role
from bot.core.sessions import Session, Work
from bot.reminding import Reminding
from bot.storage import sessions, teams
from handlers.team.reminders import HOURS, REMINDER
from tests.fakes import Clock, actions, happen, inbound, make_app, press, recording, say, start

HOA, NAM, LAN = "Cô Hoa", "Anh Nam", "Chị Lan"
HERE = "23941"
MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # half past seven in Vietnam
TODAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """In Vietnam, so many days later."""
    return datetime(2026, 11, 23, hour, minute, tzinfo=VIETNAM).astimezone(UTC) + timedelta(days=day)


@pytest.fixture
def clock() -> Clock:
    return Clock(MORNING)


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    """Two members of a team and a resident; nobody has chosen anything yet."""
    async with make_app(tmp_path, clock=clock) as made:
        for who in (HOA, NAM, LAN):
            await start(made, who)
        async with made.database.write() as connection:
            await teams.make(connection, HERE, "Tổ thôn 2", MORNING, by=None)
            for number, who in ((1, HOA), (2, NAM)):
                await teams.give(connection, number, Post(Role.MEMBER, HERE, 1), who, MORNING)
        yield made


async def look(app: App, clock: Clock, now: datetime) -> list[str]:
    """Who is reminded when the clock is looked at. A new object each time: nothing may hang on the program's memory."""
    clock.now = now
    before = len(recording(app).sent)
    await Reminding(app.database, clock, REMINDER).look()
    await app.settle()
    return [who for who, message in recording(app).sent[before:] if "remind.off" in actions([message])]


async def log(app: App, on: date = TODAY, *, by: int = 1, members: tuple[int, ...] = (), at: datetime = MORNING) -> int:
    session = Session(f"draft.{on}.{by}", 1, HERE, on, (Work("vneid", "activated", 1),), 1, members=members)
    async with app.database.write() as connection:
        return (await sessions.save(connection, by, session, at)).kept.id


async def test_nobody_is_reminded_who_did_not_choose_it(app: App, clock: Clock) -> None:
    for hour in range(24):
        assert await look(app, clock, at(hour)) == []


async def test_once_a_day_at_the_hour_that_was_chosen(app: App, clock: Clock) -> None:
    await press(app, HOA, "remind.at:19")
    assert await look(app, clock, at(18, 59)) == []
    assert await look(app, clock, at(19)) == [HOA]
    for minute in range(1, 60):
        assert await look(app, clock, at(19, minute)) == []
    assert await look(app, clock, at(8, day=1)) == []
    assert await look(app, clock, at(19, 30, day=1)) == [HOA]


@pytest.mark.parametrize("hour", [8, 12, 20])
async def test_every_hour_that_can_be_chosen_is_kept(app: App, clock: Clock, hour: int) -> None:
    await press(app, HOA, f"remind.at:{hour}")
    looked = [await look(app, clock, at(hour_, minute)) for hour_ in range(24) for minute in (1, 31)]
    assert [number for number, who in enumerate(looked) if who] == [2 * hour]


async def test_only_from_eight_to_eight(app: App, clock: Clock) -> None:
    for action in ("remind.at:7", "remind.at:21", "remind.at:0", "remind.at:nonsense", "remind.at"):
        await press(app, HOA, action)
    for hour in range(24):
        assert await look(app, clock, at(hour)) == []
    assert (HOURS[0], HOURS[-1]) == (8, 20)


async def test_what_could_not_go_in_time_goes_late_but_never_at_night(app: App, clock: Clock) -> None:
    await press(app, HOA, "remind.at:9")
    await press(app, NAM, "remind.at:18")
    assert await look(app, clock, at(17)) == [HOA]
    assert await look(app, clock, at(21)) == []
    assert await look(app, clock, at(3, day=1)) == []
    assert await look(app, clock, at(10, day=1)) == [HOA]


async def test_not_on_a_day_with_an_entry_whoever_logged_it(app: App, clock: Clock) -> None:
    for who in (HOA, NAM):
        await press(app, who, "remind.at:19")
    await log(app, by=1, members=(1, 2))
    assert await look(app, clock, at(19)) == []
    assert sorted(await look(app, clock, at(19, day=1))) == sorted([HOA, NAM])


async def test_who_logged_something_of_yesterday_today_has_logged(app: App, clock: Clock) -> None:
    await press(app, HOA, "remind.at:19")
    await log(app, on=TODAY - timedelta(days=1), at=at(8))
    assert await look(app, clock, at(19)) == []


async def test_what_was_withdrawn_is_no_entry(app: App, clock: Clock) -> None:
    await press(app, HOA, "remind.at:19")
    id_ = await log(app)
    async with app.database.write() as connection:
        await sessions.withdraw(connection, 1, id_, at(9))
    assert await look(app, clock, at(19)) == [HOA]


async def test_whoever_logs_after_the_hour_was_looked_at_is_not_looked_at_again(app: App, clock: Clock) -> None:
    await press(app, HOA, "remind.at:9")
    id_ = await log(app)
    assert await look(app, clock, at(9)) == []
    async with app.database.write() as connection:
        await sessions.withdraw(connection, 1, id_, at(10))
    assert await look(app, clock, at(11)) == []


async def test_an_hour_that_has_passed_begins_tomorrow(app: App, clock: Clock) -> None:
    clock.now = at(15)
    await press(app, HOA, "remind.at:9")
    assert await look(app, clock, at(15, 1)) == []
    assert await look(app, clock, at(9, day=1)) == [HOA]


@pytest.mark.parametrize("stopping", ["the button", "the word", "leaving the team", "erasing"])
async def test_it_ends_when_it_is_to_end(app: App, clock: Clock, stopping: str) -> None:
    await press(app, HOA, "remind.at:19")
    match stopping:
        case "the button":
            await press(app, HOA, "remind.off")
        case "the word":
            await say(app, HOA, "dừng")
        case "leaving the team":
            await press(app, HOA, "leave.yes:1")
        case _:
            await press(app, HOA, "erase.yes")
    assert await look(app, clock, at(19)) == []


async def test_who_blocked_the_bot_is_not_written_to(app: App, clock: Clock) -> None:
    await press(app, HOA, "remind.at:19")
    await happen(app, inbound(HOA, Kind.LEFT))
    assert await look(app, clock, at(19)) == []


async def test_reminders_do_not_pile_up_where_nobody_looks(app: App, clock: Clock) -> None:
    await press(app, HOA, "remind.at:19")
    recording(app).fail(HOA, *[NotHere() for _day in range(9)])
    for day in range(5):
        assert await look(app, clock, at(19, day=day)) == []
    async with app.database.read() as connection:
        assert (await connection.execute(sa.text("SELECT count(*) FROM outbox WHERE state = 'parked'"))).scalar() == 1


async def test_a_crash_before_it_is_written_leaves_it_to_the_next_look(
    app: App, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await press(app, HOA, "remind.at:19")

    async def crash(*_given: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("bot.reminding.outbox.add", crash)
        assert await look(app, clock, at(19)) == []
    assert "Reminders were put off" in caplog.text
    assert await look(app, clock, at(19, 1)) == [HOA]


async def test_many_are_reminded_each_once(app: App, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reminding.MOST", 3)
    many = [f"member {number}" for number in range(10)]
    await happen(app, *(inbound(who, Kind.START) for who in many))
    async with app.database.write() as connection:
        for number in range(10):
            await teams.give(connection, 4 + number, Post(Role.MEMBER, HERE, 1), f"member {number}", MORNING)
    await happen(app, *(inbound(who, Kind.PRESS, action="remind.at:10") for who in many))
    assert sorted(await look(app, clock, at(10))) == sorted(many)
    assert await look(app, clock, at(10, 1)) == []


async def test_of_two_who_turn_out_to_be_one_one_reminder_stays(app: App, clock: Clock) -> None:
    for who in (HOA, NAM):
        await press(app, who, "remind.at:19")
    (code,) = await press(app, HOA, "link.new")
    await press(app, NAM, f"link.yes:{code.text.split('*')[1]}")
    assert sorted(await look(app, clock, at(19))) == sorted([HOA, NAM])  # both addresses of one person
    async with app.database.read() as connection:
        assert (await connection.execute(sa.text("SELECT count(*) FROM reminders"))).scalar() == 1


async def test_the_app_looks_by_itself_and_stops_when_told(app: App, clock: Clock) -> None:
    app.reminding.stop()
    await app.reminding.run()
    await press(app, HOA, "remind.at:19")
    clock.now = at(19)
    await app.reminding.look()  # stopped: whoever is due is left to the next start
    await app.settle()
    assert await look(app, clock, at(19, 1)) == [HOA]
