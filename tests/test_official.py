"""Official figures: which may be entered, and which one stands in a report."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.official import PROVINCE, FigureFault, KeptFigure, OfficialFigure, figure_faults, latest

TODAY = date(2026, 11, 23)
HERE = "23941"
SHARES = {"chu-ky-so": True, "thanh-vien": False}
GOOD = OfficialFigure("chu-ky-so", PROVINCE, 41.5, date(2026, 9, 30), "Sở KH&CN, báo cáo quý III/2026")


def kept(id_: int, figure: OfficialFigure, *, hours: int = 0, withdrawn: bool = False) -> KeptFigure:
    return KeptFigure(id_, figure, 1, datetime(2026, 10, 5, tzinfo=UTC) + timedelta(hours=hours), withdrawn)


@pytest.mark.parametrize(
    "figure",
    [
        GOOD,
        replace(GOOD, place=HERE),
        replace(GOOD, value=0),
        replace(GOOD, value=100),
        replace(GOOD, indicator="thanh-vien", value=1234),
        replace(GOOD, as_of=TODAY, url="https://dti.gov.vn/2026"),
    ],
)
def test_a_figure_with_its_day_and_its_source_may_be_entered(figure: OfficialFigure) -> None:
    assert figure_faults(figure, SHARES, {HERE}, TODAY) == []


@pytest.mark.parametrize(
    ("figure", "fault"),
    [
        (replace(GOOD, indicator="khong-co"), FigureFault.INDICATOR),
        (replace(GOOD, place="99999"), FigureFault.PLACE),
        (replace(GOOD, value=100.1), FigureFault.VALUE),
        (replace(GOOD, value=-1), FigureFault.VALUE),
        (replace(GOOD, value=float("nan")), FigureFault.VALUE),
        (replace(GOOD, indicator="thanh-vien", value=float("inf")), FigureFault.VALUE),
        (replace(GOOD, as_of=TODAY + timedelta(days=1)), FigureFault.COMING),
        (replace(GOOD, source="  "), FigureFault.SOURCE),
        (replace(GOOD, source="x" * 201), FigureFault.SOURCE),
        (replace(GOOD, url="javascript:alert(1)"), FigureFault.URL),
    ],
)
def test_what_cannot_be_stood_for_is_refused(figure: OfficialFigure, fault: FigureFault) -> None:
    assert figure_faults(figure, SHARES, {HERE}, TODAY) == [fault]


def test_the_figure_that_held_last_on_the_day_stands() -> None:
    old, new = kept(1, replace(GOOD, as_of=date(2026, 6, 30))), kept(2, GOOD)
    assert latest([new, old], "chu-ky-so", PROVINCE, TODAY) == new
    assert latest([new, old], "chu-ky-so", PROVINCE, date(2026, 9, 29)) == old
    assert latest([new, old], "chu-ky-so", PROVINCE, date(2026, 6, 29)) is None


def test_of_two_for_the_same_day_the_one_entered_later_stands() -> None:
    first, second = kept(1, GOOD), kept(2, replace(GOOD, value=42), hours=1)
    assert latest([second, first], "chu-ky-so", PROVINCE, TODAY) == second


def test_a_figure_stands_only_for_its_place_and_indicator_and_until_it_is_withdrawn() -> None:
    there, gone = kept(1, replace(GOOD, place=HERE)), kept(2, GOOD, withdrawn=True)
    assert latest([there, gone], "chu-ky-so", PROVINCE, TODAY) is None
    assert latest([there, gone], "thanh-vien", HERE, TODAY) is None
    assert latest([there, gone], "chu-ky-so", HERE, TODAY) == there
