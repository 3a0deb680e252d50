"""What a walk through the whole bot leaves in the counts: how often each step was done, where people stop and why."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.facts import Active, Scope, Stopped
from bot.core.readings import LASTS
from bot.storage import event_rollup, rollup
from bot.storage.erasure import forget
from bot.storage.event_facts import happened
from bot.storage.event_tables import active_facts, event_facts, presences, readings, stop_facts
from bot.storage.periods import EVENT_DAYS
from bot.storage.presences import active
from bot.storage.readings import stopped
from bot.storage.retention import retain
from tests.fakes import BEGIN, Clock, make_app, press, start

AN, BA, CO = "84905111222", "84905333444", "84905555666"
CHU_SE = "23941"
NOVEMBER = Scope(date(2026, 11, 1), date(2026, 11, 30))
HERE = Scope(NOVEMBER.first, NOVEMBER.last, CHU_SE)
ELSEWHERE = Scope(NOVEMBER.first, NOVEMBER.last, "21553")
OVER = BEGIN + LASTS


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    async with make_app(tmp_path, clock=clock) as made:
        for address in (AN, BA, CO):
            await start(made, address)
            await press(made, address, f"place.pick:{CHU_SE}")
        yield made


async def walk(app: App, address: str, *actions: str) -> None:
    for action in actions:
        await press(app, address, f"guide.{action}")


TO_THE_CODE = ("open:kich-hoat", "pick:kich-hoat.may.android", "done:kich-hoat.ch-play")
TO_THE_END = (*TO_THE_CODE, "done:kich-hoat.nhap-ma", "rate:kich-hoat.yes")


async def counted(app: App, scope: Scope = HERE) -> dict[tuple[str, str, str], int]:
    async with app.database.read() as connection:
        found = await happened(connection, scope) or ()
    return {(one.type, one.step, one.detail): one.count for one in found}


async def stops(app: App, scope: Scope = HERE) -> tuple[Stopped, ...] | None:
    async with app.database.read() as connection:
        return await stopped(connection, scope)


async def test_what_was_done_in_a_guide_is_counted_where_it_was_done(app: App) -> None:
    await walk(app, AN, *TO_THE_END)
    await walk(app, BA, *TO_THE_CODE, "stuck:kich-hoat.nhap-ma", "trouble:kich-hoat.nhap-ma.het-han")
    assert await counted(app) == {
        ("GuideOpened", "", ""): 2, ("GuideFinished", "", ""): 1, ("GuideRated", "", "yes"): 1,
        ("StepDone", "ch-play", ""): 2, ("StepDone", "nhap-ma", ""): 1, ("StuckReported", "nhap-ma", ""): 1,
        ("TroubleNamed", "nhap-ma", "het-han"): 1,
    }  # fmt: skip
    assert await counted(app, NOVEMBER) == await counted(app)
    assert await counted(app, ELSEWHERE) == {}


async def test_people_stop_at_the_step_that_is_before_them(app: App) -> None:
    await walk(app, AN, *TO_THE_END)
    await walk(app, BA, *TO_THE_CODE, "stuck:kich-hoat.nhap-ma", "trouble:kich-hoat.nhap-ma.het-han")
    await walk(app, CO, "open:kich-hoat", "pick:kich-hoat.may.iphone")
    told = (Stopped("kich-hoat", "app-store", 1), Stopped("kich-hoat", "nhap-ma", 1, "trouble.het-han"))
    assert await stops(app) == await stops(app, NOVEMBER) == told
    assert await stops(app, ELSEWHERE) == ()
    assert await stops(app, Scope(HERE.first, HERE.last, CHU_SE, 1)) is None


async def test_whoever_comes_back_within_a_week_and_finishes_did_not_stop(app: App, clock: Clock) -> None:
    await walk(app, AN, *TO_THE_CODE)
    clock.forward(seconds=86_400 * 3)
    assert await stops(app) == (Stopped("kich-hoat", "nhap-ma", 1),)
    await walk(app, AN, "done:kich-hoat.nhap-ma")
    assert await stops(app) == ()


async def test_when_a_week_is_over_it_is_counted_and_leads_to_nobody(app: App) -> None:
    await walk(app, AN, *TO_THE_CODE)
    before = await stops(app)
    await retain(app.database, OVER)
    assert await stops(app) == await stops(app, NOVEMBER) == before
    async with app.database.read() as connection:
        assert (await connection.execute(sa.select(readings.c.person_id, readings.c.closed))).all() == [(None, True)]
    assert await rollup.wrong_days(app.database) == []


async def test_what_is_counted_can_be_made_again(app: App) -> None:
    await walk(app, AN, *TO_THE_CODE)
    await retain(app.database, OVER)
    before = await stops(app), await counted(app)
    async with app.database.write() as connection:
        await connection.execute(stop_facts.update().values(people=9))
        await connection.execute(event_facts.delete())
    assert await rollup.wrong_days(app.database) == [date(2026, 11, 1), date(2026, 11, 23)]
    await rollup.rebuild(app.database)
    assert (await stops(app), await counted(app)) == before


async def test_after_two_years_nothing_is_left_of_it(app: App) -> None:
    await walk(app, AN, *TO_THE_CODE)
    await retain(app.database, OVER)
    await retain(app.database, BEGIN + timedelta(days=EVENT_DAYS, seconds=1))
    async with app.database.read() as connection:
        for table in (readings, stop_facts, event_facts, presences):
            assert (await connection.execute(sa.select(table))).all() == [], table.name


async def test_of_who_is_erased_the_counts_stay(app: App) -> None:
    await walk(app, AN, *TO_THE_CODE)
    before = await stops(app), await counted(app)
    async with app.database.write() as connection:
        await forget(connection, 1, BEGIN)
        assert (await connection.execute(sa.select(readings.c.person_id))).all() == [(None,)]
    assert (await stops(app), await counted(app)) == before


async def test_who_writes_is_counted_also_without_an_event(app: App, clock: Clock) -> None:
    clock.forward(seconds=86_400)
    await press(app, AN, "menu")
    async with app.database.read() as connection:
        day = Scope(date(2026, 11, 24), date(2026, 11, 24), CHU_SE)
        assert await active(connection, day) == Active(1, {"recording": 1}, {"vi": 1})
        month = await active(connection, HERE)
        assert month
        assert month.people == 3


async def test_an_older_database_is_filled_from_its_events(app: App) -> None:
    """The step is the one told of last: where they stood after it, an event does not say."""
    await walk(app, AN, *TO_THE_END)
    await walk(app, BA, *TO_THE_CODE, "stuck:kich-hoat.nhap-ma")
    before = await counted(app), await stops(app)
    async with app.database.write() as connection:
        for table in (event_facts, readings, stop_facts, presences, active_facts):
            await connection.execute(table.delete())
        await event_rollup.fill(connection)
        month = await active(connection, HERE)
    assert (await counted(app), await stops(app)) == before
    assert before[1] == (Stopped("kich-hoat", "nhap-ma", 1, "stuck"),)
    assert month
    assert month.people == 3
