"""What may leave a team: no count of so few residents that one might be known, and none that can be worked out."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.config import ROOT
from bot.content.load import read_content
from bot.core.facts import Active, Asked, Counts, Resulted, Rows, Served, Village, summed
from bot.core.sessions import Evidence, Had
from bot.reports.figures import Known, make
from bot.reports.names import Names
from bot.reports.plain import lines, to_json
from bot.reports.report import BESIDE, FEW, Figure, OutcomeLine, Place, Report, Withheld
from bot.reports.withhold import withhold
from tests.reports.test_figures import COMMUNES, NOW, OCTOBER

COUNTED = ("visits", "elders", "women", "phoneless", "confirmable", "confirmed", "thanks", "done", "new", "told",
           "guided", "not_done")  # fmt: skip


def commune(*people: int) -> Report:
    villages = tuple(
        Village(f"v{n}", f"Thôn {n}", Counts(sessions=1, people=count)) for n, count in enumerate(people)
    )  # fmt: skip
    rows = Rows(Counts(sessions=len(people), people=sum(people)), villages=villages)
    return make(OCTOBER, Place("23941", "Xã Chư Sê"), rows, Known(COMMUNES, NOW, members=True))


def visits(report: Report) -> list[object]:
    return [line.work.visits for line in withhold(report).by_place]


def test_a_count_of_fewer_than_five_is_withheld() -> None:
    assert visits(commune(4, 2, 30)) == [FEW, FEW, 30]


def test_a_second_one_goes_with_a_single_one_so_that_the_sum_does_not_tell_it() -> None:
    assert visits(commune(4, 12, 30)) == [FEW, BESIDE, 30]


def test_sessions_are_no_residents_and_stay() -> None:
    assert [line.work.sessions for line in withhold(commune(1, 1)).by_place] == [1, 1]


def test_what_each_member_did_does_not_leave_the_team() -> None:
    inside = commune(9)
    assert inside.by_member is not None
    assert withhold(inside).by_member is None


def test_to_withhold_twice_is_to_withhold_once() -> None:
    once = withhold(commune(1, 8, 30))
    assert withhold(once) == once


counts = st.integers(0, 40)


@given(st.lists(st.tuples(st.sampled_from(["vneid", "pakn"]), st.sampled_from(["a", "b", "c"]), counts), max_size=12),
       st.lists(counts, max_size=6))  # fmt: skip
def test_no_small_count_of_residents_is_left_anywhere(results: list[tuple[str, str, int]], people: list[int]) -> None:
    resulted = tuple(Resulted(one, outcome, Evidence.SEEN, Had.NO, n) for one, outcome, n in results if n)
    served = tuple(Served(one, 1, sum(r.people for r in resulted if r.service == one)) for one in ("vneid", "pakn"))
    villages = tuple(Village(f"v{n}", "", Counts(sessions=1, people=m)) for n, m in enumerate(people))
    total = Counts(sessions=1, people=sum(people))
    rows = Rows(total, days={date(2026, 10, 5): total}, villages=villages, served=served, resulted=resulted)
    made = withhold(make(OCTOBER, Place("23941"), rows, Known(COMMUNES, NOW)))
    works = [made.activity.work, *(line.work for line in made.by_place), *(line.work for line in made.by_day)]
    for line in (*works, *made.services):
        for name in COUNTED:
            value = getattr(line, name, None)
            assert value is None or isinstance(value, Withheld) or value == 0 or value >= 5


@given(st.lists(counts, min_size=1, max_size=6))
def test_no_single_withheld_one_can_be_worked_out_from_the_sum(people: list[int]) -> None:
    shown = visits(commune(*people))
    hidden = sum(isinstance(value, Withheld) for value in shown)
    others = [value for value in shown if isinstance(value, int) and value]
    assert hidden != 1 or not others


ROWS = (("phoneless", "confirmable", "visits"), ("done", "told", "guided", "not_done", "visits"),
        ("closed", "cancelled", "waiting", "asked"))  # fmt: skip


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=5),
       st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(Evidence), counts), max_size=6),
       st.tuples(counts, counts, counts))  # fmt: skip
def test_no_single_withheld_one_can_be_worked_out_from_what_stands_beside_it(
    people: list[tuple[int, int]], ends: list[tuple[str, Evidence, int]], asked: tuple[int, int, int]
) -> None:
    parts = [Counts(sessions=1, people=a + b, phoneless=a, confirmable=b) for a, b in people]
    resulted = tuple(Resulted("vneid", outcome, evidence, Had.NO, n) for outcome, evidence, n in ends if n)
    rows = Rows(
        summed(parts), villages=tuple(Village(f"v{n}", "", one) for n, one in enumerate(parts)), resulted=resulted,
        served=(Served("vneid", 1, sum(one.people for one in resulted)),),
        asked=Asked(asked=sum(asked), closed=asked[0], cancelled=asked[1], waiting=asked[2]),
    )  # fmt: skip
    made = withhold(make(OCTOBER, Place("23941"), rows, Known(COMMUNES, NOW)))
    places = [line.work for line in made.by_place]
    for line, names in [
        *((work, ROWS[0]) for work in (made.activity.work, *places)), *((one, ROWS[1]) for one in lines_of(made)),
        (made.requests, ROWS[2]),
    ]:  # fmt: skip
        alone([getattr(line, name) for name in names])
    for name in ROWS[0]:
        alone([getattr(work, name) for work in places])


def test_a_few_who_write_in_one_language_cannot_be_worked_out_from_the_others() -> None:
    active = Active(42, {"webchat": 39, "telegram": 3}, {"vi": 40, "en": 2})
    made = withhold(make(OCTOBER, Place("23941"), Rows(Counts(), active=active), Known(COMMUNES, NOW)))
    assert made.bot.people == 42
    assert made.bot.languages == {"vi": BESIDE, "en": FEW}
    assert made.bot.channels == {"webchat": BESIDE, "telegram": FEW}


def lines_of(made: Report) -> list[OutcomeLine]:
    return [one for service in made.services for one in service.outcomes]


def alone(figures: list[Figure]) -> None:
    """The only one withheld beside others would be their difference."""
    hidden = sum(isinstance(value, Withheld) for value in figures)
    assert hidden != 1 or not any(value for value in figures if isinstance(value, int))


def test_withheld_figures_are_words_in_what_other_programs_read() -> None:
    made = withhold(commune(4, 12, 30))
    known = Names(read_content(ROOT / "content"))
    body = to_json(made, known, str)
    assert [line["visits"] for line in body["by_place"]] == ["<5", "…", 30]
    told = [line.value for line in lines(made, known) if (line.part, line.figure) == ("by_place", "visits")]
    assert told == [FEW, BESIDE, 30]
