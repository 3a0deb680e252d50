"""Reports that come by themselves: only to who chose it and still looks after the place, once, whatever happens."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App, regulars
from bot.core.clock import VIETNAM
from bot.core.messages import Kind, Spoken
from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Session, Work
from bot.reminding import Regular, Reminding
from bot.reports.report import FOOTNOTE
from bot.storage import sessions, teams
from handlers.team.reminders import REMINDER
from tests.fakes import Clock, actions, happen, inbound, make_app, press, recording, say, start

HERE = "23941"
LEADER, ADMIN, PROVINCE, RESIDENT = "Nam", "Hòa", "Mai", "Lan"
POSTS = {LEADER: Post(Role.LEADER, HERE, 1), ADMIN: Post(Role.COMMUNE_ADMIN, HERE), PROVINCE: Post(Role.PROVINCE_ADMIN)}
OCTOBER = date(2026, 10, 7)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """In Vietnam."""
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


BEGIN = at(10, 20, 9)
MONDAY = at(11, 9, 9)


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGIN)


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    """A commune with two teams, of which the first helped 12 people in October; nobody has chosen anything yet."""
    async with make_app(tmp_path, clock=clock) as made:
        for who in (*POSTS, RESIDENT):
            await start(made, who)
        async with made.database.write() as connection:
            for name in ("Tổ thôn 2", "Tổ thôn 3"):
                await teams.make(connection, HERE, name, BEGIN, by=None)
            for number, (who, post) in enumerate(POSTS.items(), 1):
                await teams.give(connection, number, post, who, BEGIN)
            work = (Work("vneid", "activated", 12, Evidence.SEEN),)
            kept = Session("s1", 1, HERE, OCTOBER, work, 12, "thôn 2", members=(1,))
            await sessions.save(connection, 1, kept, BEGIN)
        yield made


async def look(app: App, clock: Clock, now: datetime) -> list[tuple[str, Spoken]]:
    """What is sent when the clock is looked at. A new object each time: nothing may hang on the program's memory."""
    clock.now = now
    before = len(recording(app).sent)
    await Reminding(app.database, clock, REMINDER, regulars(app)).look()
    await app.settle()
    return recording(app).sent[before:]


def who(sent: list[tuple[str, Spoken]]) -> list[str]:
    return [address for address, _message in sent]


async def test_nothing_comes_to_who_did_not_choose_it(app: App, clock: Clock) -> None:
    for day in range(1, 10):
        for hour in (7, 8, 12, 20, 22):
            assert await look(app, clock, at(11, day, hour)) == []


async def test_the_month_that_is_over_comes_once_with_its_file(app: App, clock: Clock) -> None:
    await press(app, ADMIN, "mail.on:month")
    assert await look(app, clock, at(10, 31, 12)) == []
    assert await look(app, clock, at(11, 1, 7, 59)) == []
    ((address, message),) = await look(app, clock, at(11, 1, 8))
    assert address == ADMIN
    assert "12" in message.text
    assert app.say(FOOTNOTE, "vi") in message.text
    assert message.document
    assert message.document.name == "bao-cao-2026-10-xa-chu-se.xlsx"
    assert "mail.off:month" in actions([message])
    for later in (at(11, 1, 8, 1), at(11, 1, 20), at(11, 2, 9), at(11, 3, 9), at(11, 9, 9)):
        assert await look(app, clock, later) == []
    assert who(await look(app, clock, at(12, 1, 9))) == [ADMIN]


async def test_after_a_stop_it_comes_until_the_third_and_never_at_night(app: App, clock: Clock) -> None:
    await press(app, ADMIN, "mail.on:month")
    assert await look(app, clock, at(11, 1, 22)) == []
    assert await look(app, clock, at(11, 2, 3)) == []
    assert who(await look(app, clock, at(11, 3, 19))) == [ADMIN]
    assert await look(app, clock, at(12, 4, 9)) == []


async def test_a_month_without_anything_is_told_without_a_file(app: App, clock: Clock) -> None:
    await press(app, ADMIN, "mail.on:month")
    await look(app, clock, at(11, 1, 9))
    ((_address, message),) = await look(app, clock, at(12, 1, 9))
    assert not message.document
    assert ": 0" not in message.text


async def test_what_needs_attention_comes_on_mondays_once(app: App, clock: Clock) -> None:
    await press(app, ADMIN, "mail.on:week")
    for day in range(3, 9):
        assert await look(app, clock, at(11, day, 9)) == []
    ((address, message),) = await look(app, clock, MONDAY)
    assert address == ADMIN
    assert "Tổ thôn 3" in message.text
    assert "Tổ thôn 2" in message.text
    assert await look(app, clock, at(11, 9, 10)) == []
    assert who(await look(app, clock, at(11, 16, 9))) == [ADMIN]


async def test_a_team_with_a_session_is_not_silent(app: App, clock: Clock) -> None:
    await press(app, ADMIN, "mail.on:week")
    ((_address, message),) = await look(app, clock, at(10, 26, 9))
    assert "Tổ thôn 3" in message.text
    assert "Tổ thôn 2" not in message.text


async def test_nothing_comes_where_nothing_needs_attention(app: App, clock: Clock) -> None:
    await press(app, LEADER, "mail.on:week")
    assert await look(app, clock, at(10, 26, 9)) == []
    assert who(await look(app, clock, MONDAY)) == [LEADER]


async def test_a_request_that_nobody_took_needs_attention(app: App, clock: Clock) -> None:
    await press(app, ADMIN, "mail.on:week")
    await press(app, RESIDENT, f"place.pick:{HERE}")
    await press(app, RESIDENT, "help.start")
    for words in ("mã không tới", "thôn 2"):
        await say(app, RESIDENT, words)
    await press(app, RESIDENT, "help.when:any")
    ((_address, message),) = [
        one for one in await look(app, clock, at(10, 26, 9)) if "mail.off:week" in actions([one[1]])
    ]
    assert ": còn 1 " in message.text


async def test_guides_that_nobody_checked_for_half_a_year_are_told_to_the_province(app: App, clock: Clock) -> None:
    await press(app, PROVINCE, "mail.on:week")
    ((_address, message),) = await look(app, clock, datetime(2027, 6, 7, 3, tzinfo=UTC))
    assert f"{len(app.world.content.published)} bài" in message.text


@pytest.mark.parametrize("stopping", ["the button", "the word", "losing the post", "erasing", "blocking the bot"])
async def test_it_ends_when_it_is_to_end(app: App, clock: Clock, stopping: str) -> None:
    for about in ("month", "week"):
        await press(app, ADMIN, f"mail.on:{about}")
    match stopping:
        case "the button":
            for about in ("month", "week"):
                await press(app, ADMIN, f"mail.off:{about}")
        case "the word":
            await say(app, ADMIN, "dừng")
        case "losing the post":
            async with app.database.write() as connection:
                (member,) = await teams.admins(connection, HERE)
                await teams.end(connection, member, BEGIN)
        case "erasing":
            await press(app, ADMIN, "erase.yes")
        case _:
            await happen(app, inbound(ADMIN, Kind.LEFT))
    assert await look(app, clock, at(11, 1, 9)) == []
    assert await look(app, clock, MONDAY) == []


async def test_each_choice_stands_for_itself(app: App, clock: Clock) -> None:
    for action in ("mail.on:month", "mail.on:week", "remind.at:9", "mail.off:week"):
        await press(app, LEADER, action)
    assert "mail.off:month" in actions(await press(app, LEADER, "mail"))
    assert "mail.on:week" in actions(await press(app, LEADER, "mail"))
    await press(app, LEADER, "remind.off")
    assert who(await look(app, clock, at(11, 1, 9))) == [LEADER]


@pytest.mark.parametrize("action", ["mail", "mail.on:month", "mail.on:week", "mail.on:log"])
async def test_who_looks_after_nothing_cannot_choose_it(app: App, action: str) -> None:
    await press(app, RESIDENT, action)
    async with app.database.read() as connection:
        assert (await connection.execute(sa.text("SELECT count(*) FROM reminders"))).scalar() == 0


async def test_what_is_chosen_too_late_in_the_day_begins_the_next_time(app: App, clock: Clock) -> None:
    clock.now = at(11, 2, 10)  # a Monday, and the second of the month
    for about in ("month", "week"):
        await press(app, ADMIN, f"mail.on:{about}")
    assert await look(app, clock, at(11, 2, 11)) == []
    assert who(await look(app, clock, MONDAY)) == [ADMIN]
    assert who(await look(app, clock, at(12, 1, 9))) == [ADMIN]


async def test_what_fails_for_one_holds_up_nobody_else_and_is_tried_again(
    app: App, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for someone in (ADMIN, PROVINCE):
        await press(app, someone, "mail.on:month")
    real, failing = regulars(app)[0].words, {2}

    async def words(ports: Any, person: int, now: datetime) -> Any:
        if person in failing:
            raise OSError("the disk is full")
        return await real(ports, person, now)

    monthly = Regular("month", regulars(app)[0].since, words)
    monkeypatch.setattr("tests.test_report_messages.regulars", lambda _app: (monthly,))
    assert who(await look(app, clock, at(11, 1, 9))) == [PROVINCE]
    assert "A report was put off" in caplog.text
    failing.clear()
    assert who(await look(app, clock, at(11, 1, 9, 1))) == [ADMIN]
