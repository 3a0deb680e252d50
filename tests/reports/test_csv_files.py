"""CSV files: the report's figures, in letters that Excel reads, and no cell that a spreadsheet would work out."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.csv_files import COMMANDS, ENCODING, SessionCsv, safe, write_report
from bot.reports.filed import Filed
from bot.reports.names import written
from bot.reports.plain import lines
from bot.reports.report import FOOTNOTE
from bot.reports.session_cells import HEADS
from tests.reports.filed import COMMAND, TEAMS, filed, session


def as_csv(made: Filed) -> list[dict[str, str]]:
    file = io.StringIO()
    write_report(file, made)
    return list(csv.DictReader(io.StringIO(file.getvalue())))


def test_every_line_of_the_report_is_there_in_its_order() -> None:
    made = filed()
    rows = [row for row in as_csv(made) if row["part"] not in ("about", "footnote")]
    expected = [(one.part, one.figure, written(one.value)) for one in lines(made.report, made.names)]
    assert [(row["part"], row["figure"], row["value"]) for row in rows] == expected


def test_it_says_of_what_it_is_and_ends_with_the_footnote() -> None:
    made = filed(demo=True)
    rows = as_csv(made)
    assert [row["figure"] for row in rows[:4]] == ["place", "period", "made_at", "demo"]
    assert (rows[0]["value"], rows[-1]["value"]) == ("Xã Chư Sê", made.say(FOOTNOTE))


def test_what_people_typed_is_no_command() -> None:
    assert f"'{COMMAND}" in {row["of"] for row in as_csv(filed())}


@given(st.text(max_size=20))
def test_no_text_begins_like_a_command(text: str) -> None:
    assert not safe(text).startswith(COMMANDS)
    assert safe(text).endswith(text)


@pytest.mark.parametrize("demo", [False, True])
def test_sessions_are_rows_under_their_headings(tmp_path: Path, demo: bool) -> None:
    made, path = filed(demo=demo), tmp_path / "sessions.csv"
    file = SessionCsv(path, made, TEAMS)
    file.add([session(1), session(2, village=COMMAND)])
    file.close()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(path.read_text(ENCODING))))[int(demo) :]
    assert rows[0] == [made.say(head) for head in HEADS]
    assert (rows[1][2], rows[1][3], rows[1][6], rows[2][2]) == ("thôn 2", "05/10/2026", "<5", f"'{COMMAND}")
    assert rows[-1] == [made.say(FOOTNOTE)]
