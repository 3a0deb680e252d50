"""What became of requests, added up by the database, is what it is counted one by one."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.clock import VIETNAM
from bot.core.facts import Asked, Scope
from bot.core.requests import State, Wanted
from bot.core.roles import Post, Role
from bot.core.teams import Member
from bot.core.waiting_clock import USUAL, Alarm
from bot.storage import people, request_figures, teams
from bot.storage.database import Database
from bot.storage.request_figures import asked
from bot.storage.request_tables import requests
from bot.storage.requests import minutes_between
from bot.storage.turns import TurnPorts
from tests.fakes import BEGIN, inbound

LAN, NAM = 1, 2
COMMUNES = ("23941", "23638")
MONTH = (date(2026, 11, 1), date(2026, 11, 30))
NOW = BEGIN + timedelta(days=3)
_codes = count(1)


@pytest.fixture
async def database(database: Database) -> Database:
    async with database.write() as connection:
        await people.welcome(connection, [inbound("lan"), inbound("nam")], BEGIN)
        for commune in COMMUNES:
            team = await teams.make(connection, commune, f"Tổ {commune}", BEGIN, by=None)
            await teams.give(connection, LAN, Post(Role.MEMBER, commune, team.id), "Lan", BEGIN)
    return database


@st.composite
def requested(draw: st.DrawFn) -> dict[str, Any]:
    at = BEGIN + timedelta(hours=draw(st.integers(-24 * 25, 24)))
    taken = draw(st.none() | st.integers(0, 2000).map(lambda minutes: at + timedelta(minutes=minutes)))
    state = draw(st.sampled_from([State.CLOSED, State.CANCELLED, State.TAKEN] if taken else [State.OPEN]))
    over = state in {State.CLOSED, State.CANCELLED}
    closed = (taken or at) + timedelta(minutes=draw(st.integers(0, 500))) if over else None
    where, urgent = draw(st.integers(0, 1)), draw(st.booleans())
    return {
        "code": f"{next(_codes)}", "commune": COMMUNES[where], "village": "", "guide": "", "step": "", "wish": "",
        "suits": "", "phone": "", "lang": "", "urgent": urgent, "state": state.value, "asked_at": at, "alarm": "",
        "waits_since": at, "team_id": draw(st.sampled_from([None, where + 1])), "taken_at": taken, "closed_at": closed,
        "satisfied": draw(st.sampled_from([None, True, False])) if state is State.CLOSED else None,
    }  # fmt: skip


def plainly(every: list[dict[str, Any]]) -> Asked:
    rows = [row for row in every if MONTH[0] <= row["asked_at"].astimezone(VIETNAM).date() <= MONTH[1]]
    taken = [row for row in rows if row["taken_at"]]
    closed = [row for row in rows if row["state"] == "closed"]
    return Asked(
        len(rows), len(taken), len(closed), sum(row["state"] == "cancelled" for row in rows),
        sum(row["closed_at"] is None for row in rows), sum(map(escalated, rows)),
        sum(row["satisfied"] is True for row in rows), sum(row["satisfied"] is False for row in rows),
        spread(taken, "taken_at"), spread(closed, "closed_at"),
    )  # fmt: skip


def escalated(row: dict[str, Any]) -> bool:
    due = USUAL.rings_at(Alarm.LEADER, row["asked_at"], urgent=row["urgent"])
    return due is not None and (row["taken_at"] or row["closed_at"] or NOW) >= due


def spread(rows: list[dict[str, Any]], until: str) -> dict[int, int]:
    minutes = [minutes_between(row["asked_at"], row[until]) for row in rows]
    return {one: minutes.count(one) for one in sorted(minutes)}


@given(st.lists(requested(), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_sums_are_what_is_counted_one_by_one(database: Database, rows: list[dict[str, Any]]) -> None:
    """Those of an older database too, which is filled first."""
    async with database.write() as connection:
        await connection.execute(requests.delete())
        for row in rows:
            await connection.execute(requests.insert().values(row))
        await request_figures.fill(connection)
        assert await asked(connection, Scope(*MONTH), NOW) == plainly(rows)
        for where, commune in enumerate(COMMUNES):
            here = [row for row in rows if row["commune"] == commune]
            assert await asked(connection, Scope(*MONTH, commune), NOW) == plainly(here)
            theirs = [row for row in here if row["team_id"]]
            assert await asked(connection, Scope(*MONTH, commune, where + 1), NOW) == plainly(theirs)


async def test_when_it_was_first_taken_stays_whatever_becomes_of_it(database: Database) -> None:
    async with database.write() as connection:
        at = [BEGIN + timedelta(minutes=minutes) for minutes in (0, 30, 45, 60, 90, 120)]
        made = await TurnPorts(connection, at[0]).requests.make(NAM, Wanted(COMMUNES[0], team=1))
        (post,) = [one.post for one in await teams.members(connection, 1)]
        for now, act in zip(at[1:], ("take", "hand_over", "give_back", "take", "close"), strict=True):
            port = TurnPorts(connection, now).requests
            one = await port.find(made.id)
            assert one
            match act:
                case "take":
                    assert await port.take(LAN, one, 1)
                case "hand_over":
                    assert await port.hand_over(LAN, one, Member(post, LAN, Role.MEMBER, "Lan", COMMUNES[0], 1))
                case "give_back":
                    assert await port.give_back(LAN, one, 1)
                case "close":
                    assert await port.close(LAN, one)
        row = (await connection.execute(sa.select(requests))).one()
        assert (row.first_taken_at, row.take_minutes, row.close_minutes) == (at[1], 30, 120)
        assert await asked(connection, Scope(*MONTH), NOW) == Asked(1, 1, 1, taking={30: 1}, closing={120: 1})


async def test_the_audit_knows_who_was_first_where_the_request_does_not(database: Database) -> None:
    async with database.write() as connection:
        made = await TurnPorts(connection, BEGIN).requests.make(NAM, Wanted(COMMUNES[0], team=1))
        await TurnPorts(connection, BEGIN + timedelta(minutes=5)).requests.take(LAN, made, 1)
        before = (await connection.execute(sa.select(requests))).one()
        unknown = {"first_taken_at": None, "take_minutes": None, "leader_at": None, "taken_at": NOW}
        await connection.execute(requests.update().values(unknown))
        await request_figures.fill(connection)
        after = (await connection.execute(sa.select(requests))).one()
    assert (after.first_taken_at, after.take_minutes, after.leader_at) == (
        before.first_taken_at,
        5,
        before.leader_at,
    )
