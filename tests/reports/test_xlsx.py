"""The Excel file, opened by another program: its figures are the report's, it works out nothing, it can be printed."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.sessions import Evidence, Had, Work
from bot.reports.columns import COLUMNS, of_report, of_works
from bot.reports.contribution import contributions
from bot.reports.filed import DEMO, Filed
from bot.reports.names import SECTIONS, UNKNOWN
from bot.reports.report import FOOTNOTE, Figure, Place, Withheld
from bot.reports.session_cells import size
from bot.reports.xlsx import Book
from bot.reports.xlsx.paper import FIRST, HEAD
from bot.reports.xlsx.sheets import WORK, figures
from tests.reports.filed import COMMAND, TEAMS, filed, session

PROVINCE = Place()
SECTION = SECTIONS


def opened(path: Path, made: Filed, *, sessions: int = 0, lean: bool = False) -> Any:
    book = Book(path, made, TEAMS if sessions else None, lean=lean)
    book.add([session(number) for number in range(sessions)])
    book.close()
    return openpyxl.load_workbook(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.xlsx"


def shown(figure: Figure) -> object:
    if isinstance(figure, Withheld):
        return figure.value
    return UNKNOWN if figure is None else figure


def table(sheet: Any) -> list[tuple[object, ...]]:
    """What stands under the headings."""
    return list(sheet.iter_rows(min_row=FIRST + 1, values_only=True))


def by_name(book: Any, title: str) -> Any:
    return next(one for one in book.worksheets if one["A1"].value == title)


@pytest.mark.parametrize("inside", [True, False])
def test_every_figure_by_place_is_the_reports(path: Path, inside: bool) -> None:
    made = filed(inside=inside)
    rows = table(by_name(opened(path, made), made.say(SECTIONS["by_place"])))
    lines = [*(line.work for line in made.report.by_place), made.report.activity.work]
    assert [list(row[1:]) for row in rows] == [[shown(one) for one in figures(line, WORK)] for line in lines]


def test_every_figure_by_service_and_outcome_is_the_reports(path: Path) -> None:
    made = filed()
    rows = table(by_name(opened(path, made), made.say(SECTIONS["services"])))
    expected: list[list[object]] = []
    for service in made.report.services:
        ends = ("visits", "done", "new", "told", "guided", "not_done")
        expected.append([shown(one) for one in figures(service, ("sessions", *ends))])
        expected += [["", *(shown(one) for one in figures(line, ends))] for line in service.outcomes]
    assert [[cell or "" if cell is None else cell for cell in row[1:]] for row in rows] == expected


def test_every_figure_by_team_by_member_and_by_day_is_the_reports(path: Path) -> None:
    made = filed(inside=True)
    book = opened(path, made)
    teams = [[shown(one) for one in figures(line.work, WORK)] for line in made.report.by_team]
    days = [[shown(one) for one in figures(line.work, WORK)] for line in made.report.by_day]
    assert [list(row[1:]) for row in table(by_name(book, made.say(SECTIONS["by_team"])))] == teams
    assert [list(row[1:]) for row in table(by_name(book, made.say(SECTIONS["by_day"])))] == days
    assert table(by_name(book, made.say(SECTIONS["by_member"]))) == [("Lan", 3, 52)]


def test_the_summary_has_the_report_in_short(path: Path) -> None:
    made = filed()
    report, rows = made.report, table(opened(path, made).worksheets[1])
    activity, requests = report.activity, report.requests
    listed = [*figures(activity.work, WORK), activity.residents, activity.members, activity.teams]
    listed += [of_report(report)[column.name] for column in COLUMNS]
    listed += [requests.asked, requests.taken, requests.closed]
    values = [row[1] for row in rows if row[1] is not None]
    assert values[: len(listed)] == [shown(one) for one in listed]


def test_what_each_member_did_is_not_in_a_file_that_leaves_the_team(path: Path) -> None:
    made = filed()
    assert made.say(SECTIONS["by_member"]) not in opened(path, made).sheetnames
    assert "Lan" not in texts(opened(path, made))


def test_small_counts_and_what_is_not_known_are_signs_and_never_nought(path: Path) -> None:
    made = filed()
    (row,) = [row for row in table(by_name(opened(path, made), made.say(SECTIONS["by_place"]))) if row[0] == COMMAND]
    assert row[1 + WORK.index("visits")] == "<5"
    assert row[1 + WORK.index("women")] == UNKNOWN


def test_a_place_that_reported_nothing_has_no_figures(path: Path) -> None:
    made = filed(place=PROVINCE)
    rows = table(by_name(opened(path, made), made.say(SECTIONS["by_place"])))
    assert len(rows) == 136  # 135 communes, and together
    assert {row[4] for row in rows if row[0] not in ("23941", None, "")} == {UNKNOWN}


@pytest.mark.parametrize("place", [Place("23941", "Xã Chư Sê"), PROVINCE])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_footnote_is_on_every_sheet_and_on_every_printed_page(path: Path, place: Place, lang: str) -> None:
    made = filed(place=place, lang=lang)
    for one in opened(path, made, sessions=2).worksheets:
        assert made.say(FOOTNOTE) in texts(one), one.title
        printed = one.oddFooter.left.text.replace("\n", " ")
        assert made.say(FOOTNOTE) in printed, one.title
        assert len(f"&L&8{one.oddFooter.left.text}&R&8&P/&N") <= 255


def test_every_sheet_is_a4_as_wide_as_the_page_with_its_headings_on_each(path: Path) -> None:
    """Sessions have more columns than can be read there: they go over three, each with what they are called by."""
    *usual, last = opened(path, filed(), sessions=2).worksheets
    for one in (*usual, last):
        assert one.page_setup.paperSize == 9
        assert one.sheet_properties.pageSetUpPr.fitToPage
        assert not one.freeze_panes or one.print_title_rows == f"${HEAD + 1}:${HEAD + 1}"
    assert {one.page_setup.fitToWidth or 1 for one in usual} == {1}
    assert (last.page_setup.fitToWidth, last.print_title_cols) == (3, "$A:$D")


def test_wide_tables_lie_across(path: Path) -> None:
    made = filed()
    book = opened(path, made)
    assert by_name(book, made.say(SECTIONS["by_place"])).page_setup.orientation == "landscape"
    assert book.worksheets[0].page_setup.orientation == "portrait"


def test_no_cell_is_a_formula_or_a_link_whatever_people_typed(path: Path) -> None:
    book = opened(path, filed(), sessions=3)
    cells = [cell for one in book.worksheets for row in one.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    assert COMMAND in texts(book)


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable()))
def test_whatever_a_village_is_called_is_text(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    book = Book(path, filed(), TEAMS)
    book.add([session(1, village=name)])
    book.close()
    cell = openpyxl.load_workbook(path).worksheets[-1].cell(FIRST + 1, 3)
    assert (cell.data_type, cell.value) == ("s", name)


def test_target_official_figure_and_contribution_stand_side_by_side(path: Path) -> None:
    made = filed()
    indicator = made.names.content.indicators.find("qd411-tai-khoan")
    assert indicator
    rows = table(opened(path, made).worksheets[2])
    (row,) = [row for row in rows if row[0] == made.say(indicator.name)]
    (counted,) = contributions(made.report, indicator)
    assert "80" in str(row[2])
    assert "71,5" in str(row[4])
    assert "30/06/2026" in str(row[4])
    assert "NHNN" in str(row[4])
    assert (row[5], row[6], row[7]) == (made.say(counted.column), 12, made.say(indicator.may_not_say or ""))


def test_no_draft_and_no_unchecked_target_is_in_the_file(path: Path) -> None:
    made = filed()
    rows = table(opened(path, made).worksheets[2])
    drafts = {made.say(one.name) for one in made.names.content.indicators.indicators if one.status == "draft"}
    published = {made.say(one.name) for one in made.names.content.indicators.published}
    assert not {row[0] for row in rows} & (drafts - published)
    assert not any("95" in str(row[2]) for row in rows)


def test_there_are_three_charts_and_none_ranks_communes(path: Path) -> None:
    book = opened(path, filed(place=PROVINCE))
    assert [len(one._charts) for one in book.worksheets if one._charts] == [1]
    charts = [chart for one in opened(path, filed()).worksheets for chart in one._charts]
    assert len(charts) == 3


def test_a_demonstration_says_so_on_every_sheet(path: Path) -> None:
    made = filed(demo=True)
    for one in opened(path, made, sessions=1).worksheets:
        assert any(made.say(DEMO) in text for text in texts(one)), one.title


def test_a_session_tells_its_counts_to_the_team_and_their_size_to_others(path: Path) -> None:
    inside = table(opened(path, filed(inside=True), sessions=1).worksheets[-1])[0]
    outside = table(opened(path, filed(), sessions=1).worksheets[-1])[0]
    assert (inside[6], inside[7], inside[8], outside[6], outside[7], outside[8]) == (3, UNKNOWN, 1, "<5", UNKNOWN, "<5")
    assert (inside[0], inside[2], inside[4], inside[5]) == ("23941", "thôn 2", "Tổ 1", 2)


def test_only_what_was_seen_is_done_in_a_session(path: Path) -> None:
    row = table(opened(path, filed(inside=True), sessions=1).worksheets[-1])[0]
    names = [column.name for column in COLUMNS]
    assert row[12 + names.index("activated")] == 3
    assert row[12 + names.index("sims")] is None


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, "<5"), (4, "<5"), (5, "5–9"), (49, "20–49"), (50, "≥50")])
def test_sizes_of_sessions(count: int, said: object) -> None:
    assert size(count) == said


def test_a_file_written_row_by_row_holds_the_same(tmp_path: Path) -> None:
    usual = opened(tmp_path / "a.xlsx", filed(), sessions=20)
    lean = opened(tmp_path / "b.xlsx", filed(), sessions=20, lean=True)
    assert usual.sheetnames == lean.sheetnames
    for one, other in zip(usual.worksheets, lean.worksheets, strict=True):
        assert list(one.values) == list(other.values)


def test_columns_count_what_belongs_to_them() -> None:
    works = (
        Work("dvcqg", "submitted", 2, Evidence.SEEN, Had.NO), Work("lltp", "submitted", 1, Evidence.SEEN, Had.YES),
        Work("vneid", "referred_police", 4, Evidence.GUIDED, Had.NO),
        Work("sim", "not_done", 2, Evidence.GUIDED, Had.NO),
    )  # fmt: skip
    assert of_works(works) == {"files": 3, "referred": 4, "not_done": 2}


def texts(of: Any) -> list[str]:
    sheets = of.worksheets if hasattr(of, "worksheets") else [of]
    return [cell for one in sheets for row in one.values for cell in row if isinstance(cell, str)]
