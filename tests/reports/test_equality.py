"""Whatever was logged, corrected, withdrawn and confirmed: villages add up to the commune, communes to the province,
days to the month and months to the year; all that leaves says the same; and few residents are never told."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.cli.report import WRITERS
from bot.core.facts import Scope
from bot.core.roles import Post, Role
from bot.reports.figures import Known, make
from bot.reports.names import Names
from bot.reports.period import read_period
from bot.reports.plain import lines, to_json
from bot.reports.report import Place, Report
from bot.reports.withhold import withhold
from bot.storage import people, teams
from bot.storage.database import Database
from bot.storage.fact_tables import TABLES
from bot.storage.report_rows import read_rows
from bot.storage.session_tables import sessions
from tests.fakes import BEGIN, inbound, open_database
from tests.reports.filed import CONTENT, SPEAK
from tests.storage.test_rollup import COMMUNES, LAN, ONE, Step, do, steps

NAMES, SAY = Names(CONTENT), partial(SPEAK, lang="vi")
UNITS = {code: unit.name for code, unit in CONTENT.places.units.items()}
TODAY = date(2026, 11, 23)
SUMS = ("sessions", "visits", "phoneless", "confirmable", "confirmed", "thanks", "done", "new", "told", "guided",
        "not_done")  # fmt: skip
ENDS = ("done", "new", "told", "guided", "not_done")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """With a team in each commune, and one member of both."""
    async with open_database(tmp_path / "toso.db") as opened:
        async with opened.write() as connection:
            await people.welcome(connection, [inbound(f"person {n}") for n in range(4)], BEGIN)
            for commune in COMMUNES:
                team = await teams.make(connection, commune, f"Tổ {commune}", BEGIN, by=None)
                await teams.give(connection, LAN, Post(Role.MEMBER, commune, team.id), "Lan", BEGIN)
        yield opened


async def inside(database: Database, time: str, place: str = "", names: Mapping[str, str] = UNITS) -> Report:
    """With all its figures."""
    period = read_period(time, TODAY)
    made = Place(place, names.get(place, ""))
    async with database.read() as connection:
        rows = await read_rows(connection, Scope(period.first, period.last, place), BEGIN, members=False)
    return make(period, made, rows, Known(names, now=BEGIN))


def added(many: list[Any], name: str) -> int:
    return sum(getattr(one, name) or 0 for one in many)


def adds_up(whole: Any, parts: list[Any], names: tuple[str, ...] = SUMS) -> None:
    for name in names:
        assert added([whole], name) == added(parts, name), name


@given(steps)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_small_places_and_times_add_up_to_large_ones(database: Database, doing: list[Step]) -> None:
    await empty_log(database)
    ids: list[int] = []
    for step in doing:
        await do(database, ids, step)
    year = await inside(database, "2026")
    adds_up(year.activity.work, [one.work for one in year.by_place])
    adds_up(year.activity.work, [one.work for one in year.by_month])
    for month in ("2026-10", "2026-11"):
        whole = await inside(database, month)
        adds_up(whole.activity.work, [one.work for one in whole.by_day])
        for code in COMMUNES:
            here = await inside(database, month, code)
            line = next(one for one in whole.by_place if one.code == code)
            assert here.activity.work == line.work
            adds_up(here.activity.work, [one.work for one in here.by_place])
    for service in year.services:
        adds_up(service, list(service.outcomes), ENDS)
    for report in (year, withhold(year)):
        says_the_same(report)
    tells_nothing_of_few(withhold(year))


async def empty_log(database: Database) -> None:
    """Hypothesis gives one database to all examples."""
    async with database.write() as connection:
        for one in (*TABLES, sessions):
            await connection.execute(one.delete())


def says_the_same(report: Report) -> None:
    """JSON of the command line and of the API, and the lines of tables and CSV."""
    body = to_json(report, NAMES, SAY)
    assert json.loads(WRITERS["json"](report, NAMES, SAY)) == body
    told = {(one.part, one.code, one.figure): as_json(one.value) for one in lines(report, NAMES)}
    for name in SUMS:
        assert told["activity", "", name] == body["activity"][name]
        for line in body["by_place"]:
            assert told["by_place", line["code"], name] == line[name]
        for line in body["by_day"]:
            assert told["by_day", line["day"], name] == line[name]
    for line in body["services"]:
        assert [told["services", line["service"], name] for name in ENDS] == [line[name] for name in ENDS]


def as_json(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else value.value


def tells_nothing_of_few(report: Report) -> None:
    body = to_json(report, NAMES, SAY)
    groups = [body["by_place"], body["by_day"], body["by_month"], body["services"],
              *(one["outcomes"] for one in body["services"])]  # fmt: skip
    for group in groups:
        for name in SUMS[1:]:
            column = [line[name] for line in group if name in line]
            assert not any(value in (1, 2, 3, 4) for value in column if isinstance(value, int)), name
            hidden = [value for value in column if isinstance(value, str)]
            assert len(hidden) != 1 or not any(isinstance(value, int) and value for value in column), name


async def test_a_withdrawn_session_counts_nowhere(database: Database) -> None:
    ids: list[int] = []
    await do(database, ids, ("save", 0, ONE))
    assert (await inside(database, "2026")).activity.work.visits == 3
    await do(database, ids, ("withdraw", 0, ONE))
    for place in ("", *COMMUNES):
        assert (await inside(database, "2026", place)).is_empty


async def test_a_commune_renamed_in_mid_year_is_one_commune_under_its_new_name(database: Database) -> None:
    for day in (date(2026, 10, 1), date(2026, 11, 3)):
        await do(database, [], ("save", 0, replace(ONE, held_on=day)))
    report = await inside(database, "2026", "", UNITS | {COMMUNES[0]: "Xã Mới"})
    (line,) = [one for one in report.by_place if one.code == COMMUNES[0]]
    assert (line.name, line.work.visits) == ("Xã Mới", 6)


@pytest.mark.parametrize("place", ["", COMMUNES[0]])
async def test_of_an_empty_year_nothing_is_known(database: Database, place: str) -> None:
    report = await inside(database, "2025", place)
    assert report.is_empty
    assert all(one.value is None for one in lines(report, NAMES) if one.part == "activity")
