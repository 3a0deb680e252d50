"""Invented data: all of the province, by the rules of the real ones, and never where real ones are."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from bot.cli.demo import command as demo
from bot.cli.demo import first_day, url_of
from bot.config import ROOT
from bot.content.load import read_content
from bot.content.places import read_places
from bot.core.clock import VIETNAM
from bot.core.errors import OperatorError
from bot.core.official import PROVINCE, figure_faults
from bot.core.sessions import faults
from bot.storage import official, rollup, sessions
from bot.storage.database import Database
from bot.storage.demo import is_demo
from bot.storage.fact_tables import day_facts
from bot.storage.migrate import migrate
from bot.storage.request_tables import requests
from bot.storage.retention import retain
from bot.storage.session_tables import session_confirmations
from bot.storage.session_tables import sessions as log
from bot.storage.tables import events, metadata
from bot.storage.team_tables import posts, teams

UNTIL = "2026-10-20"
SMALL = ("--until", UNTIL, "--months", "2", "--scale", "0.03")


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    there = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TOSO_DATA_DIR", str(there))
        yield there


@pytest.fixture(scope="module")
def made(folder: Path) -> Path:
    file = folder / "one.sqlite3"
    assert "all of it is invented" in run("--file", str(file)).output
    return file


def run(*options: str) -> Result:
    done = CliRunner().invoke(demo, [*SMALL, *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def asked(file: Path, ask: Callable[[Database], Awaitable[Any]]) -> Any:
    async def ask_and_close() -> Any:
        database = Database(url_of(file))
        try:
            return await ask(database)
        finally:
            await database.close()

    return asyncio.run(ask_and_close())


def rows(file: Path, wanted: sa.Select[Any]) -> list[Any]:
    async def read(database: Database) -> list[Any]:
        async with database.read() as connection:
            return [tuple(row) for row in await connection.execute(wanted)]

    return list(asked(file, read))


def test_every_unit_has_teams_members_sessions_requests_and_residents(made: Path) -> None:
    units = read_places(ROOT / "content" / "places").units.keys()
    assert len(units) == 135
    for column in (teams.c.commune, posts.c.commune, requests.c.commune, events.c.place):
        assert {code for (code,) in rows(made, sa.select(column).distinct())} >= units
    reported = {code for (code,) in rows(made, sa.select(log.c.commune).distinct())}
    assert len(units) * 0.6 < len(reported) < len(units), "some report nothing"


def test_the_roll_up_is_what_the_log_says(made: Path) -> None:
    assert rows(made, sa.select(sa.func.sum(day_facts.c.people))) == rows(
        made, sa.select(sa.func.sum(log.c.people)).where(log.c.withdrawn_at.is_(None))
    )
    assert asked(made, rollup.wrong_days) == []


def test_every_session_holds_by_the_rules(made: Path) -> None:
    async def all_of_them(database: Database) -> Any:
        async with database.read() as connection:
            return await sessions.load(connection, sa.select(log))

    services = read_content(ROOT / "content").services
    known = {code: one.outcomes.keys() for code, one in services.items()}
    for kept in asked(made, all_of_them):
        assert faults(kept.session, known, kept.entered_at.astimezone(VIETNAM).date()) == []
        assert kept.thanks <= kept.confirmed <= kept.session.people - kept.session.phoneless


def test_as_many_confirmed_as_the_sessions_say(made: Path) -> None:
    recent = log.c.held_on > date.fromisoformat(UNTIL) - timedelta(days=50)
    counted = rows(made, sa.select(log.c.id, log.c.confirmed).where(recent, log.c.confirmed > 0))
    by_session = session_confirmations.c.session_id
    assert counted
    assert (
        dict(counted).items() <= dict(rows(made, sa.select(by_session, sa.func.count()).group_by(by_session))).items()
    )


def test_official_figures_hold_by_the_rules_and_say_that_they_are_invented(made: Path) -> None:
    async def all_of_them(database: Database) -> Any:
        async with database.read() as connection:
            return await official.entered(connection)

    content = read_content(ROOT / "content")
    shares = {one.id: one.is_share for one in content.indicators.published}
    found = asked(made, all_of_them)
    assert {kept.figure.place == PROVINCE for kept in found} == {True, False}
    for kept in found:
        assert figure_faults(kept.figure, shares, content.places.units, date.fromisoformat(UNTIL)) == []
        assert "bịa" in kept.figure.source


def test_nothing_of_it_is_past_its_time(made: Path, folder: Path) -> None:
    file = folder / "retained.sqlite3"
    file.write_bytes(made.read_bytes())
    (now,) = rows(file, sa.select(sa.func.max(events.c.at)))[0]
    assert sum(asked(file, lambda database: retain(database, now)).values()) == 0


def test_the_same_seed_makes_the_same_and_another_one_something_else(made: Path, folder: Path) -> None:
    again, other = folder / "again.sqlite3", folder / "other.sqlite3"
    run("--file", str(again))
    run("--file", str(other), "--seed", "2")
    tables = [table for table in metadata.sorted_tables if table.name not in {"jobs", "admin_links"}]
    assert [one.name for one in tables if rows(made, sa.select(one)) != rows(again, sa.select(one))] == []
    assert rows(made, sa.select(log.c.people)) != rows(other, sa.select(log.c.people))


def test_whoever_wants_to_look_gets_a_link_for_each_role(made: Path) -> None:
    output = run("--file", str(made)).output
    assert re.findall(r"^Sign in .*/quan-tri/vao\?v=[\w-]+ +\((\w+);", output, re.MULTILINE) == [
        "province_admin", "commune_admin", "leader",
    ]  # fmt: skip


def test_it_is_marked(made: Path) -> None:
    async def marked(database: Database) -> Any:
        async with database.read() as connection:
            return await is_demo(connection)

    assert asked(made, marked)


def test_it_is_left_as_it_is_unless_it_is_to_be_made_anew(made: Path, folder: Path) -> None:
    file = folder / "kept.sqlite3"
    file.write_bytes(made.read_bytes())
    assert "there already" in run("--file", str(file)).output
    assert rows(file, sa.select(log.c.people)) == rows(made, sa.select(log.c.people))
    run("--file", str(file), "--anew", "--seed", "3")
    assert rows(file, sa.select(log.c.people)) != rows(made, sa.select(log.c.people))
    assert [path.name for path in folder.glob("kept*")] == ["kept.sqlite3"]


def test_it_never_goes_where_real_data_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOSO_DATA_DIR", str(tmp_path))
    real = tmp_path / "toso.db"
    with pytest.raises(OperatorError, match="real data"):
        run("--file", str(real))
    assert not real.exists()
    asked(real, migrate)
    before = real.read_bytes()
    for options in ((), ("--anew",)):
        with pytest.raises(OperatorError, match="real data"):
            run("--file", str(real), *options)
    assert real.read_bytes() == before


@pytest.mark.parametrize(
    ("last", "months", "first"),
    [("2026-11-25", 12, "2025-12-01"), ("2026-11-25", 1, "2026-11-01"), ("2028-12-31", 12, "2028-01-02")],
)
def test_the_days_of_so_many_months(last: str, months: int, first: str) -> None:
    assert first_day(date.fromisoformat(last), months) == date.fromisoformat(first)
