"""The screen's tables, JSON, CSV and Excel say the same, whatever was counted; inside of the team and outside."""

import csv
import io
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.facts import Counts, Resulted, Rows, Served, Village
from bot.core.sessions import Evidence, Had
from bot.core.teams import Team
from bot.reports.csv_files import write_report
from bot.reports.figures import Known, make
from bot.reports.filed import Filed
from bot.reports.names import UNKNOWN, written
from bot.reports.plain import to_json
from bot.reports.report import Report
from bot.reports.withhold import withhold
from bot.reports.xlsx import Book
from bot.reports.xlsx.paper import FIRST
from bot.reports.xlsx.sheets import WORK
from tests.reports.filed import CHU_SE, NAMES, SPEAK
from tests.reports.test_figures import COMMUNES, NOW, OCTOBER

SERVICES = {
    "vneid": ("activated_l2", "installed", "not_done"),
    "sim": ("verified_ok", ""),
    "lua_dao": ("prevention_talk",),
}
ENDS = ("visits", "done", "new", "told", "guided", "not_done")
SERVICE = ("sessions", *ENDS)

numbers = st.integers(0, 30)
counts = st.builds(
    Counts, sessions=st.integers(1, 9), people=numbers, elders=numbers, elders_counted=st.integers(0, 1), women=numbers,
    women_counted=st.integers(0, 1), phoneless=numbers, confirmable=numbers, confirmed=numbers, thanks=numbers,
    done=numbers, told=numbers, guided=numbers, not_done=numbers, newly=numbers,
)  # fmt: skip
results = st.sampled_from([(service, outcome) for service, ways in SERVICES.items() for outcome in ways]).flatmap(
    lambda one: st.builds(
        Resulted, st.just(one[0]), st.just(one[1]), st.sampled_from(Evidence), st.sampled_from(Had), st.integers(1, 30)
    )
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    resulted = tuple(draw(st.lists(results, max_size=8)))
    rows = Rows(
        draw(counts),
        days={date(2026, 10, day): draw(counts) for day in draw(st.sets(st.integers(1, 31), max_size=4))},
        villages=tuple(Village(name, name, draw(counts)) for name in draw(st.sets(st.sampled_from("abcd")))),
        by_team={1: draw(counts)},
        served=tuple(Served(one, draw(numbers), draw(numbers)) for one in dict.fromkeys(r.service for r in resulted)),
        resulted=resulted,
        teams=(Team(1, "23941", "Tổ 1", ()), Team(2, "23941", "Tổ 2", ())),
        active_members=draw(numbers),
        residents=draw(st.none() | numbers),
    )
    made = make(OCTOBER, CHU_SE, rows, Known(COMMUNES, NOW))
    return withhold(made) if draw(st.booleans()) else made


def read(value: object) -> object:
    """A cell as JSON has it."""
    return None if value == UNKNOWN else value


def sheets(made: Filed) -> dict[str, list[list[object]]]:
    """By its title, what stands under the headings of each sheet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        Book(path, made).close()
        book = openpyxl.load_workbook(path)
    return {
        one["A1"].value or one.title: [
            [read(cell) for cell in row] for row in one.iter_rows(FIRST + 1, values_only=True)
        ]
        for one in book.worksheets
    }


def picked(line: dict[str, Any], names: tuple[str, ...]) -> list[object]:
    return [line[name] for name in names]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_excel_says_what_json_says(report: Report) -> None:
    say = partial(SPEAK, lang="en")
    body, made = to_json(report, NAMES, say), sheets(Filed(report, NAMES, say))
    assert [row[1:] for row in made["By place"][:-1]] == [picked(one, WORK) for one in body["by_place"]]
    assert made["By place"][-1][1:] == picked(body["activity"], WORK)
    assert [row[1:] for row in made["By team"]] == [picked(one, WORK) for one in body["by_team"]]
    assert [row[1:] for row in made["By day"]] == [picked(one, WORK) for one in body["by_day"]]
    told = [["" if not at and cell is None else cell for at, cell in enumerate(row[1:])] for row in made["By service"]]
    assert told == [line for one in body["services"] for line in service_lines(one)]


def service_lines(service: dict[str, Any]) -> list[list[object]]:
    """Of a service and its outcomes; in how many sessions an outcome was is not counted."""
    return [picked(service, SERVICE), *(["", *picked(one, ENDS)] for one in service["outcomes"])]


@settings(max_examples=25, deadline=None)
@given(reports())
def test_csv_says_what_json_says(report: Report) -> None:
    say = partial(SPEAK, lang="en")
    file, body = io.StringIO(), to_json(report, NAMES, say)
    write_report(file, Filed(report, NAMES, say))
    rows = list(csv.DictReader(io.StringIO(file.getvalue())))
    told = {(row["part"], row["code"], row["figure"]): row["value"] for row in rows}
    for name in WORK:
        assert told["activity", "", name] == shown(body["activity"][name])
        for one in body["by_place"]:
            assert told["by_place", one["code"], name] == shown(one[name])
    for one in body["services"]:
        assert [told["services", one["service"], name] for name in SERVICE] == [shown(one[name]) for name in SERVICE]


def shown(value: object) -> str:
    return written(value) if isinstance(value, int) else UNKNOWN if value is None else str(value)
