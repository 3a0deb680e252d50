"""How many people wrote: each once in a day, a week, a month, a quarter and a year, wherever and however they did."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.facts import Active, Scope
from bot.core.spans import DAY, MONTH, begins, ends
from bot.storage import people, presences
from bot.storage.database import Database
from bot.storage.erasure import forget
from bot.storage.event_facts import day_of
from bot.storage.event_tables import active_facts
from bot.storage.event_tables import presences as marks
from bot.storage.linking import unite
from bot.storage.presences import How
from bot.storage.retention import retain
from tests.databases import USUAL, on
from tests.fakes import BEGIN, inbound

PEOPLE = (1, 2, 3)
VI = How("23941", "webchat", "vi")
NOVEMBER = Scope(date(2026, 11, 1), date(2026, 11, 30))

hows = st.builds(How, st.sampled_from(["23941", "23638", ""]), st.sampled_from(["webchat", "zalo"]), st.just("vi"))
writing = st.lists(
    st.tuples(st.integers(0, 40), st.lists(st.tuples(st.sampled_from(PEOPLE), hows), max_size=4)), max_size=6
).map(sorted)


@pytest.fixture
async def database(database: Database) -> Database:
    async with database.write() as connection:
        await people.welcome(connection, [inbound(f"person {n}") for n in PEOPLE], BEGIN)
    return database


async def write(database: Database, day: int, *wrote: tuple[int, How]) -> None:
    async with database.write() as connection:
        await presences.note(connection, wrote, BEGIN + timedelta(days=day))


async def told(database: Database, scope: Scope = NOVEMBER) -> Active | None:
    async with database.read() as connection:
        return await presences.active(connection, scope)


def plainly(wrote: Mapping[date, set[tuple[int, How]]], scope: Scope) -> Active:
    here = {
        (person, how)
        for day, all_of_it in wrote.items()
        for person, how in all_of_it
        if scope.first <= day <= scope.last and scope.commune in ("", how.commune)
    }
    channels, langs = {how.channel for _, how in here}, {how.lang for _, how in here}
    return Active(
        len({person for person, _ in here}) or None,
        {one: len({person for person, how in here if how.channel == one}) for one in channels},
        {one: len({person for person, how in here if how.lang == one}) for one in langs},
    )


@on(USUAL)
@given(writing)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_everybody_counts_once(database: Database, doing: list[tuple[int, list[tuple[int, How]]]]) -> None:
    async with database.write() as connection:
        for table in (marks, active_facts):
            await connection.execute(table.delete())
    wrote: dict[date, set[tuple[int, How]]] = {}
    for day, some in doing:
        await write(database, day, *some)
        wrote.setdefault(day_of(BEGIN + timedelta(days=day)), set()).update(some)
    for written in wrote:
        for span, first in begins(written).items():
            for commune in ("", "23941", "23638"):
                scope = Scope(first, ends(span, first), commune)
                assert await told(database, scope) == plainly(wrote, scope)


async def test_of_other_days_and_of_a_single_team_nothing_is_known(database: Database) -> None:
    await write(database, 0, (1, VI))
    assert await told(database, Scope(date(2026, 11, 2), date(2026, 11, 30))) == Active()
    assert await told(database, Scope(date(2025, 11, 1), date(2025, 11, 30))) == Active()
    assert await told(database, Scope(NOVEMBER.first, NOVEMBER.last, "23941", 1)) is None


async def test_who_is_erased_was_there_and_nothing_leads_to_them(database: Database) -> None:
    await write(database, 0, (1, VI), (2, VI))
    async with database.write() as connection:
        await forget(connection, 1, BEGIN)
        assert set((await connection.execute(sa.select(marks.c.person_id))).scalars()) == {2}
    assert await told(database) == Active(2, {"webchat": 2}, {"vi": 2})


async def test_two_who_turn_out_to_be_one_count_once(database: Database) -> None:
    await write(database, 0, (1, VI), (2, VI._replace(channel="zalo")), (3, VI))
    async with database.write() as connection:
        await unite(connection, 1, 2, BEGIN)
    assert await told(database) == Active(2, {"webchat": 2, "zalo": 1}, {"vi": 2})
    await write(database, 1, (1, VI._replace(channel="zalo")))
    assert await told(database) == Active(2, {"webchat": 2, "zalo": 1}, {"vi": 2})


async def test_who_was_there_is_known_until_the_time_is_over(database: Database) -> None:
    await write(database, 0, (1, VI))
    await retain(database, BEGIN + timedelta(days=5))
    async with database.read() as connection:
        kept = set((await connection.execute(sa.select(marks.c.span))).scalars())
    assert MONTH in kept
    assert DAY not in kept
    assert await told(database, Scope(day_of(BEGIN), day_of(BEGIN))) == Active(1, {"webchat": 1}, {"vi": 1})
