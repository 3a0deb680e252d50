"""The daily roll-up is what the log says, whatever was saved, corrected, withdrawn, confirmed or thanked for; and made
again from the log it is the same. Villages add up to the commune, communes to the province."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.facts import COUNTS, village_key
from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Had, Session, Work
from bot.storage import people, rollup, sessions, teams
from bot.storage.database import Database
from bot.storage.erasure import forget
from bot.storage.fact_tables import (
    COUNTING,
    TABLES,
    day_facts,
    member_months,
    result_facts,
    result_months,
    service_facts,
    service_months,
)
from bot.storage.linking import unite
from bot.storage.migrate import config_for, migrate
from bot.storage.periods import SESSION_DAYS
from bot.storage.retention import retain
from bot.storage.session_tables import session_members
from bot.storage.session_tables import sessions as table
from bot.storage.turns import TurnPorts
from tests.databases import USUAL, on
from tests.fakes import BEGIN, inbound

COMMUNES = ("23941", "23638")
ONE = Session("", 1, COMMUNES[0], date(2026, 11, 3), (Work("vneid", "activated_l2", 3),), 3)
LAN, RESIDENTS = 1, (2, 3, 4)
_keys = count(1)


@pytest.fixture
async def database(database: Database) -> Database:
    async with database.write() as connection:
        await people.welcome(connection, [inbound(f"person {n}") for n in range(4)], BEGIN)
        for commune in COMMUNES:
            team = await teams.make(connection, commune, f"Tổ {commune}", BEGIN, by=None)
            await teams.give(connection, LAN, Post(Role.MEMBER, commune, team.id), "Lan", BEGIN)
    return database


works = st.lists(
    st.builds(
        Work, st.sampled_from(["vneid", "pakn"]), st.sampled_from(["", "not_done", "activated_l2"]), st.integers(1, 4),
        st.sampled_from(Evidence), st.sampled_from(Had),
    ),
    min_size=1, max_size=3,
).map(tuple)  # fmt: skip


@st.composite
def logged(draw: st.DrawFn) -> Session:
    at = draw(st.integers(0, 1))
    return Session(
        "", at + 1, COMMUNES[at], date(2026, draw(st.integers(10, 11)), draw(st.integers(1, 3))), draw(works),
        draw(st.integers(4, 9)), draw(st.sampled_from(["", "thôn 2", "Thôn  2", "làng Krái"])),
        elders=draw(st.sampled_from([None, 0, 2])), women=draw(st.sampled_from([None, 1])),
        phoneless=draw(st.integers(0, 3)),
    )  # fmt: skip


Step = tuple[str, int, Session]
steps = st.lists(
    st.tuples(
        st.sampled_from(["save", "save", "correct", "withdraw", "yes", "no", "thank"]), st.integers(0, 9), logged()
    ),
    max_size=16,
)


async def do(database: Database, ids: list[int], step: Step) -> None:
    act, number, session = step
    async with database.write() as connection:
        ports = TurnPorts(connection, BEGIN)
        if act == "save":
            key = f"page.{next(_keys)}"
            ids.append((await ports.sessions.save(LAN, replace(session, key=key))).kept.id)
        elif ids:
            await change(ports, ids[number % len(ids)], act, RESIDENTS[number % len(RESIDENTS)], session)


async def change(ports: TurnPorts, id_: int, act: str, resident: int, session: Session) -> None:
    kept = await ports.sessions.find(id_)
    assert kept
    match act:
        case "correct" if not kept.withdrawn:
            await ports.sessions.correct(LAN, id_, replace(session, key=kept.session.key), kept.version)
        case "withdraw":
            await ports.sessions.withdraw(LAN, id_)
        case "yes" | "no":
            await ports.confirmations.answer(resident, id_, right=act == "yes")
        case "thank":
            await ports.confirmations.thank(resident, id_)


async def stored(database: Database) -> list[Sequence[sa.Row[tuple[object, ...]]]]:
    async with database.read() as connection:
        return [(await connection.execute(sa.select(one).order_by(*one.primary_key))).all() for one in TABLES]


async def total(database: Database, wanted: sa.Select[Any]) -> int:
    async with database.read() as connection:
        return int((await connection.execute(wanted)).scalar() or 0)


@on(USUAL)
@given(steps)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_roll_up_is_what_the_log_says(database: Database, doing: list[Step]) -> None:
    ids: list[int] = []
    for step in doing:
        await do(database, ids, step)
    assert await rollup.wrong_days(database) == []
    before = await stored(database)
    await rollup.rebuild(database)
    assert await stored(database) == before
    await adds_up(database)


async def adds_up(database: Database) -> None:
    """Against the log itself, by a way of its own."""
    stands = table.c.withdrawn_at.is_(None)
    for column in ("people", "phoneless", "confirmed", "thanks"):
        of_log = await total(database, sa.select(sa.func.sum(table.c[column])).where(stands))
        assert await total(database, sa.select(sa.func.sum(day_facts.c[column]))) == of_log, column
    for commune in COMMUNES:
        here = day_facts.c.commune == commune
        villages = [village_key(name) for name in ("", "thôn 2", "làng Krái")]
        parts = [
            await total(database, sa.select(sa.func.sum(day_facts.c.people)).where(here, day_facts.c.village == one))
            for one in villages
        ]
        whole = sa.select(sa.func.sum(table.c.people)).where(stands, table.c.commune == commune)
        assert sum(parts) == await total(database, whole)
    assert await total(database, sa.select(sa.func.sum(day_facts.c.sessions))) == await total(
        database, sa.select(sa.func.count()).where(stands)
    )

    await the_coarser_adds_up_too(database)


async def the_coarser_adds_up_too(database: Database) -> None:
    for name in COUNTS:
        sums = [await total(database, sa.select(sa.func.sum(one.c[name]))) for one in COUNTING]
        assert len(set(sums)) == 1, name
    for fine, coarse in ((service_facts, service_months), (result_facts, result_months)):
        assert await total(database, sa.select(sa.func.sum(fine.c.people))) == await total(
            database, sa.select(sa.func.sum(coarse.c.people))
        )
    helped = sa.select(sa.func.count()).select_from(
        table.join(session_members, session_members.c.session_id == table.c.id)
    )
    assert await total(database, sa.select(sa.func.sum(member_months.c.sessions))) == await total(
        database, helped.where(table.c.withdrawn_at.is_(None))
    )


async def test_a_withdrawn_session_leaves_no_row_behind(database: Database) -> None:
    ids: list[int] = []
    await do(database, ids, ("save", 0, ONE))
    await do(database, ids, ("withdraw", 0, ONE))
    assert await stored(database) == [[]] * len(TABLES)


async def test_what_was_spoilt_is_found_and_made_again(database: Database) -> None:
    ids: list[int] = []
    for day in (1, 2):
        await do(database, ids, ("save", 0, replace(ONE, held_on=date(2026, 11, day))))
    before = await stored(database)
    async with database.write() as connection:
        await connection.execute(
            service_facts.update().where(service_facts.c.day == date(2026, 11, 2)).values(people=99)
        )
        await connection.execute(result_facts.delete().where(result_facts.c.day == date(2026, 11, 2)))
    assert await rollup.wrong_days(database) == [date(2026, 11, 2)]
    assert await rollup.rebuild(database) == 2
    assert await stored(database) == before


async def test_what_is_past_its_time_leaves_the_roll_up_as_well(database: Database) -> None:
    await do(database, [], ("save", 0, ONE))
    await retain(database, BEGIN + timedelta(days=SESSION_DAYS + 1))
    assert await stored(database) == [[]] * len(TABLES)


async def test_what_was_logged_before_there_was_a_roll_up_is_in_it_after_the_upgrade(database: Database) -> None:
    await do(database, [], ("save", 0, ONE))
    before = await stored(database)
    async with database.write() as connection:
        await connection.run_sync(lambda plain: command.downgrade(config_for(plain), "0010"))
    await migrate(database)
    assert before[0]
    assert await stored(database) == before


async def test_who_erased_their_data_is_in_the_roll_up_no_more_than_in_the_log(database: Database) -> None:
    await do(database, [], ("save", 0, ONE))
    async with database.write() as connection:
        await forget(connection, LAN, BEGIN)
    assert await total(database, sa.select(sa.func.sum(day_facts.c.people))) == 3
    assert await total(database, sa.select(sa.func.count()).select_from(member_months)) == 0
    assert await rollup.wrong_days(database) == []


async def test_two_people_who_are_one_helped_as_one(database: Database) -> None:
    both = replace(ONE, members=(RESIDENTS[0],))
    for day in (1, 2):
        await do(database, [], ("save", 0, replace(both, held_on=date(2026, 11, day))))
    async with database.write() as connection:
        await unite(connection, LAN, RESIDENTS[0], BEGIN)
    assert await rollup.wrong_days(database) == []
    assert await total(database, sa.select(sa.func.sum(member_months.c.sessions))) == 2


async def test_the_same_key_is_counted_once(database: Database) -> None:
    for _ in range(3):
        async with database.write() as connection:
            await sessions.save(connection, LAN, replace(ONE, key="page.same"), BEGIN)
    assert await total(database, sa.select(sa.func.sum(day_facts.c.people))) == 3
