"""Target, official figure and what the teams did stand beside each other, and nothing is divided."""

from datetime import date

from bot.config import ROOT
from bot.content.indicators import Contribution, Indicator, Indicators
from bot.content.load import read_content
from bot.core.facts import Counts, Resulted, Rows, Served
from bot.core.official import KeptFigure, OfficialFigure
from bot.core.phrases import Words
from bot.core.sessions import Evidence, Had
from bot.reports.contribution import contributions, indicator_lines
from bot.reports.figures import Known, make
from bot.reports.report import BESIDE, FEW, Place, Report
from bot.reports.withhold import withhold
from tests.reports.test_figures import COMMUNES, NOW, OCTOBER

CHU_SE = Place("23941", "Xã Chư Sê")
INDICATORS = read_content(ROOT / "content").indicators


def report(*results: tuple[str, str, Evidence, Had, int]) -> Report:
    resulted = tuple(Resulted(*one) for one in results)
    served = tuple(Served(one, 1, 50) for one in dict.fromkeys(r.service for r in resulted))
    rows = Rows(Counts(sessions=int(bool(results)), people=50), served=served, resulted=resulted, active_members=3)
    return make(OCTOBER, CHU_SE, rows, Known(COMMUNES, NOW))


def found(id_: str) -> Indicator:
    one = INDICATORS.find(id_)
    assert one
    return one


def figures(made: Report, id_: str) -> list[object]:
    return [one.figure for one in contributions(made, found(id_))]


def test_only_what_was_seen_and_new_counts_for_people_who_have_an_account() -> None:
    made = report(
        ("ttkdtm", "account_opened", Evidence.SEEN, Had.NO, 12),
        ("ttkdtm", "account_opened", Evidence.SEEN, Had.YES, 5),
        ("ttkdtm", "account_opened", Evidence.TOLD, Had.NO, 7),
    )
    assert figures(made, "qd411-tai-khoan") == [12]


def test_attending_a_class_stands_in_a_column_of_its_own() -> None:
    made = report(
        ("bdhvs", "confirmed_on_vneid", Evidence.SEEN, Had.NO, 8),
        ("bdhvs", "class_attended", Evidence.GUIDED, Had.UNKNOWN, 25),
    )
    assert figures(made, "kh19-ky-nang-so") == [8, 25]


def test_files_of_several_services_that_share_a_column_are_added_up() -> None:
    made = report(
        ("dvcqg", "submitted", Evidence.SEEN, Had.UNKNOWN, 9), ("lltp", "submitted", Evidence.SEEN, Had.YES, 6)
    )
    assert figures(made, "dti405-ho-so-truc-tuyen") == [15]


def test_a_sum_does_not_tell_a_withheld_figure_in_it() -> None:
    made = withhold(
        report(("dvcqg", "submitted", Evidence.SEEN, Had.NO, 9), ("lltp", "submitted", Evidence.SEEN, Had.NO, 2))
    )
    assert figures(made, "dti405-ho-so-truc-tuyen") == [BESIDE]


def test_a_single_small_figure_stays_withheld() -> None:
    made = withhold(report(("ttkdtm", "account_opened", Evidence.SEEN, Had.NO, 3)))
    assert figures(made, "qd411-tai-khoan") == [FEW]


def test_members_with_a_session_are_counted_as_members() -> None:
    made = report(("vneid", "activated_l2", Evidence.SEEN, Had.NO, 9))
    assert figures(made, "dti405-thanh-vien") == [3]


def test_who_reported_but_not_this_has_nought_and_who_reported_nothing_has_no_figure() -> None:
    assert figures(report(("vneid", "activated_l2", Evidence.SEEN, Had.NO, 9)), "qd411-tai-khoan") == [0]
    assert figures(report(), "qd411-tai-khoan") == [None]


def test_what_no_report_counts_has_no_figure() -> None:
    told = Contribution(service="vneid", outcome="installed", evidence="any", had_before="no", counts="visits",
                        column=Words({"vi": "Lượt", "en": "Visits"}))  # fmt: skip
    one = found("qd411-tai-khoan").model_copy(update={"contributes": (told,)})
    assert contributions(report(("vneid", "installed", Evidence.TOLD, Had.NO, 9)), one)[0].figure is None


def entered(value: float, place: str, day: date) -> KeptFigure:
    return KeptFigure(1, OfficialFigure("qd411-tai-khoan", place, value, day, "NHNN"), 1, NOW)


def official(*kept: KeptFigure) -> float | None:
    lines = indicator_lines(report(), Indicators(indicators=(found("qd411-tai-khoan"),)), kept)
    return lines[0].official.figure.value if lines[0].official else None


def test_the_places_own_official_figure_stands_before_the_provinces() -> None:
    of_all, own = entered(70, "", date(2026, 6, 30)), entered(61, "23941", date(2026, 3, 31))
    assert official(of_all, own) == 61
    assert official(of_all) == 70
    assert official() is None


def test_an_official_figure_of_after_the_period_is_not_shown() -> None:
    assert official(entered(70, "", date(2026, 11, 1))) is None


def test_only_published_indicators_and_checked_targets_are_shown() -> None:
    lines = indicator_lines(report(), INDICATORS, ())
    assert {line.indicator.status for line in lines} == {"published"}
    assert all(not target.to_verify for line in lines for target in line.targets)
    assert [target.year for line in lines if line.indicator.id == "qd411-tai-khoan" for target in line.targets] == [
        2025
    ]
