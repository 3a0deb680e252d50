"""Each figure of a report, from rows that were counted; what is not known is said to be so."""

from datetime import UTC, date, datetime

from bot.core.facts import Active, Asked, Counts, Happened, Resulted, Rows, Served, Stopped, Village
from bot.core.sessions import Evidence, Had
from bot.core.teams import Team
from bot.reports.figures import Known, make
from bot.reports.period import read_period
from bot.reports.report import FEW, Place, Report, Share
from bot.reports.withhold import withhold

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
OCTOBER = read_period("2026-10", TODAY)
COMMUNES = {"23941": "Xã Chư Sê", "23638": "Xã Ia Hrung", "21553": "Phường Quy Nhơn"}
SOME = Counts(sessions=2, people=9, done=4, newly=3, told=1, confirmable=9, confirmed=6)


def report(rows: Rows, place: Place = Place()) -> Report:  # noqa: B008  (frozen)
    return make(OCTOBER, place, rows, Known(COMMUNES, NOW))


def test_where_nothing_was_reported_no_figure_is_nought() -> None:
    made = report(Rows(Counts()))
    assert made.is_empty
    assert {made.activity.work.visits, made.activity.members, made.requests.asked, made.guides.opened} == {None}
    assert made.bot.people is None


def test_a_commune_that_reported_nothing_stands_there_without_figures() -> None:
    made = report(Rows(SOME, communes={"23941": SOME}))
    assert [(line.name, line.work.visits) for line in made.by_place] == [
        ("Xã Chư Sê", 9), ("Xã Ia Hrung", None), ("Phường Quy Nhơn", None),
    ]  # fmt: skip
    assert made.communes == Share(1, 3)


def test_communes_stand_in_the_order_of_the_province_and_not_of_their_counts() -> None:
    most = Counts(sessions=50, people=500)
    made = report(Rows(most, communes={"21553": most, "23941": SOME}))
    assert [line.code for line in made.by_place] == list(COMMUNES)


def test_a_commune_that_is_no_longer_on_the_list_is_not_lost() -> None:
    made = report(Rows(SOME, communes={"99999": SOME}))
    assert made.by_place[-1].code == "99999"
    assert made.communes == Share(1, 4)


def test_elders_and_women_are_not_known_where_nobody_counted_them() -> None:
    assert report(Rows(SOME)).activity.work.elders is None
    counted = Counts(sessions=2, people=9, elders=0, elders_counted=1)
    assert report(Rows(counted)).activity.work.elders == 0


def test_only_what_was_seen_is_done_and_only_what_was_not_had_before_is_new() -> None:
    found = tuple(
        Resulted("vneid", "activated_l2", evidence, had, people)
        for evidence, had, people in [
            (Evidence.SEEN, Had.NO, 3), (Evidence.SEEN, Had.UNKNOWN, 2), (Evidence.SEEN, Had.YES, 1),
            (Evidence.TOLD, Had.NO, 7), (Evidence.GUIDED, Had.NO, 9),
        ]
    )  # fmt: skip
    (line,) = report(Rows(SOME, served=(Served("vneid", 5, 22),), resulted=found)).services
    assert (line.visits, line.done, line.new, line.told, line.guided) == (22, 6, 3, 7, 9)


def test_villages_reached_are_held_against_those_the_teams_say_they_cover() -> None:
    teams = (Team(1, "23941", "Tổ 1", ("Thôn 1", "thôn 2")), Team(2, "23941", "Tổ 2", ("Làng Krái",)))
    villages = (Village("thôn 1", "Thôn 1", SOME), Village("", "", SOME))
    rows = Rows(SOME, villages=villages, reached=frozenset({("23941", "thôn 1"), ("23941", "xóm mới")}), teams=teams)
    made = report(rows, Place("23941", "Xã Chư Sê"))
    assert made.villages == Share(2, 4)
    assert [line.name for line in made.by_place] == ["Thôn 1", ""]


def test_requests_are_counted_by_what_became_of_them() -> None:
    asked = Asked(asked=4, taken=3, closed=2, cancelled=1, waiting=1, escalated=2, satisfied=1, unhappy=1,
                  taking={60: 1, 300: 1, 540: 1}, closing={300: 1, 660: 1})  # fmt: skip
    made = report(Rows(Counts(), asked=asked)).requests
    assert (made.asked, made.taken, made.closed, made.cancelled, made.waiting) == (4, 3, 2, 1, 1)
    assert (made.escalated, made.satisfied, made.unhappy) == (2, 1, 1)
    assert (made.minutes_to_take, made.minutes_to_close) == (300, 480)


def test_nobody_knows_how_long_it_takes_where_nobody_has_taken_any() -> None:
    made = report(Rows(Counts(), asked=Asked(asked=1, waiting=1))).requests
    assert (made.asked, made.taken, made.minutes_to_take, made.minutes_to_close) == (1, 0, None, None)


def test_of_a_guide_it_is_told_where_people_stop_and_why() -> None:
    happened = (
        Happened("vneid", "GuideOpened", "", "", 10), Happened("vneid", "GuideFinished", "", "", 4),
        Happened("vneid", "StepDone", "download", "", 8), Happened("vneid", "StuckReported", "download", "", 3),
        Happened("vneid", "TroubleNamed", "download", "no-room", 2), Happened("vneid", "GuideRated", "", "yes", 3),
    )  # fmt: skip
    stopped = (Stopped("vneid", "download", 4), Stopped("vneid", "download", 2, "trouble.no-room"))
    rows = Rows(Counts(), happened=happened, stopped=stopped)
    (line,) = report(rows).guides.guides
    assert (line.opened, line.finished, line.helped) == (10, 4, 3)
    (step,) = line.steps
    assert (step.step, step.done, step.stuck, step.stopped, step.troubles) == ("download", 8, 3, 6, {"no-room": 2})
    assert step.why == {"": 4, "trouble.no-room": 2}
    (shown,) = withhold(report(rows)).guides.guides[0].steps
    assert (shown.stopped, shown.why) == (6, {"": FEW, "trouble.no-room": FEW})


def test_who_wrote_to_the_bot_is_not_known_for_long_ago() -> None:
    assert report(Rows(Counts(), active=Active())).bot.people is None
    assert report(Rows(Counts(), active=Active(7, {"webchat": 7}, {"vi": 7}))).bot.channels == {"webchat": 7}
