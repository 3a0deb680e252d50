"""Reports from the command line: the same figures in every form, and a clear word where there are none."""

import asyncio
import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from bot.cli.report import command as report
from bot.cli.rollup import command as rollup
from bot.core.errors import OperatorError
from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Had, Session, Work
from bot.storage import people, sessions, teams
from bot.storage.database import Database
from bot.storage.fact_tables import day_facts
from tests.databases import SQLITE
from tests.fakes import BEGIN, inbound, open_database

SEEN = Work("vneid", "activated_l2", 12, Evidence.SEEN, Had.NO)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOSO_DATA_DIR", str(tmp_path))
    asyncio.run(log_some(tmp_path / "toso.db"))
    return tmp_path


async def log_some(file: Path) -> None:
    async with open_database(file, SQLITE) as database, database.write() as connection:
        await people.welcome(connection, [inbound("Lan")], BEGIN)
        team = await teams.make(connection, "23941", "Tổ 1", BEGIN, by=None)
        await teams.give(connection, 1, Post(Role.MEMBER, "23941", team.id), "Lan", BEGIN)
        one = Session("page.1", team.id, "23941", date(2026, 10, 5), (SEEN,), 12, "Thôn 2")
        await sessions.save(connection, 1, one, BEGIN)


def reported(*options: str) -> str:
    done = CliRunner().invoke(report, options, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def as_json(*options: str) -> dict[str, Any]:
    return dict(json.loads(reported("--format", "json", *options)))


def test_how_many_did_chu_se_help_in_october() -> None:
    assert as_json("--month", "2026-10", "--place", "Chư Sê")["activity"]["visits"] == 12


@pytest.mark.parametrize("place", ["23941", "chu se", "xã Chư Sê", "Xã Chư Sê"])
def test_a_place_is_named_by_its_code_or_its_name(place: str) -> None:
    assert as_json("--month", "2026-10", "--place", place)["place"]["code"] == "23941"


def test_table_and_csv_show_what_the_json_says() -> None:
    of = ("--month", "2026-10", "--place", "23941")
    rows = list(csv.DictReader(io.StringIO(reported("--format", "csv", *of).removeprefix("\ufeff"))))
    visits = [row["value"] for row in rows if (row["part"], row["figure"]) == ("activity", "visits")]
    assert visits == ["12"]
    assert "VNeID" in reported(*of)
    assert "Xã Chư Sê, tháng 10/2026" in reported(*of)


def test_a_time_in_which_nothing_was_reported_has_no_figures() -> None:
    empty = as_json("--month", "2025")
    assert (empty["activity"]["visits"], empty["services"], empty["communes"]["reported"]) == (None, [], 0)
    assert "—" in reported("--month", "2025")


def test_every_form_has_the_footnote() -> None:
    note = "phản ánh hoạt động hỗ trợ, không phải tỷ lệ dân số"
    assert note in as_json("--month", "2026-10")["footnote"]
    assert note in reported("--month", "2026-10")


@pytest.mark.parametrize(
    ("time", "place", "why"),
    [
        ("2026-13", "", "tháng 13"), ("2099-01", "", "chưa tới"), ("hôm kia", "", "hôm kia"),
        ("2026-10", "Huế", "Huế"), ("2026-10", "99999", "99999"),
    ],
)  # fmt: skip
def test_a_time_or_place_that_cannot_be_is_told_in_words(time: str, place: str, why: str) -> None:
    with pytest.raises(OperatorError, match=why):
        reported("--month", time, "--place", place)


def test_a_report_is_written_to_a_file(own_folder: Path) -> None:
    reported("--month", "2026-10", "--format", "json", "--out", str(own_folder / "october.json"))
    assert json.loads((own_folder / "october.json").read_text("utf-8"))["period"]["code"] == "2026-10"


def test_a_roll_up_that_went_wrong_is_noticed_and_made_again(own_folder: Path) -> None:
    async def spoil() -> None:
        database = Database(f"sqlite+aiosqlite:///{own_folder / 'toso.db'}")
        async with database.write() as connection:
            await connection.execute(day_facts.update().values(people=99))
        await database.close()

    asyncio.run(spoil())
    with pytest.raises(OperatorError, match=r"2026-10-05.*--rebuild"):
        CliRunner().invoke(rollup, [], catch_exceptions=False)
    assert CliRunner().invoke(rollup, ["--rebuild"], catch_exceptions=False).exit_code == 0
    assert as_json("--month", "2026-10")["activity"]["visits"] == 12


def test_excel_csv_and_picture_are_files_of_the_same_figures(own_folder: Path) -> None:
    of = ("--month", "2026-10", "--place", "23941")
    for form in ("xlsx", "csv", "png"):
        reported("--format", form, "--out", str(own_folder / f"october.{form}"), *of)
    book = openpyxl.load_workbook(own_folder / "october.xlsx")
    summary = {row[0]: row[1] for row in book.worksheets[1].iter_rows(min_row=6, values_only=True)}
    assert 12 in summary.values()
    assert (own_folder / "october.png").read_bytes().startswith(b"\x89PNG")
    assert ",12" in (own_folder / "october.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_sessions_one_by_one_are_added_when_they_are_wanted(own_folder: Path, form: str) -> None:
    out = own_folder / f"october.{form}"
    reported("--format", form, "--sessions", "--out", str(out), "--month", "2026-10")
    if form == "csv":
        assert "Thôn 2,05/10/2026,Tổ 1" in out.read_text("utf-8-sig")
    else:
        last = openpyxl.load_workbook(out).worksheets[-1]
        assert [row[2] for row in last.iter_rows(min_row=6, values_only=True)] == ["Thôn 2"]
