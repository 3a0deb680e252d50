"""How far people come in a guide: what counts as one reading, and where and why it stops."""

from datetime import timedelta

import pytest

from bot.core.readings import LASTS, Reading, Spot, Told, read_on
from tests.fakes import BEGIN

GUIDE = {"guide": "vneid"}
OPENED: Told = ("GuideOpened", GUIDE)
FINISHED: Told = ("GuideFinished", GUIDE)
HERE = Spot("23941", "vneid", "install")
LATER = BEGIN + timedelta(days=6)


def told(type_: str, step: str = "install", **more: str) -> Told:
    return type_, {**GUIDE, "step": step, **more}


def begun() -> dict[str, Reading]:
    return read_on({}, [OPENED], HERE, BEGIN)


def test_a_reading_begins_when_a_guide_is_opened_and_stands_at_the_step_before_them() -> None:
    assert begun() == {"vneid": Reading("vneid", "23941", BEGIN, "install")}


def test_a_step_that_was_never_opened_begins_nothing() -> None:
    assert read_on({}, [told("StepDone")], HERE, BEGIN) == {}


def test_finishing_ends_it_and_opening_again_begins_another() -> None:
    assert read_on(begun(), [FINISHED], Spot("23941"), LATER) == {}
    assert read_on({}, [OPENED], HERE, LATER)["vneid"].opened_at == LATER


def test_opening_it_again_within_a_week_goes_on_with_it_where_it_began() -> None:
    again = read_on(begun(), [OPENED], Spot("21553", "vneid", "install"), LATER)
    assert (again["vneid"].opened_at, again["vneid"].commune) == (BEGIN, "23941")


def test_after_a_week_it_is_over() -> None:
    assert read_on(begun(), [told("StepDone")], HERE, BEGIN + LASTS) == {}
    assert read_on(begun(), [OPENED], HERE, BEGIN + LASTS)["vneid"].opened_at == BEGIN + LASTS


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        ([told("StuckReported")], "stuck"),
        ([told("StuckReported"), told("TroubleNamed", trouble="no-room")], "trouble.no-room"),
        ([told("TroubleNamed", trouble="no-room"), told("StuckReported"), told("PersonAsked")], "trouble.no-room"),
        ([told("TroubleNamed", trouble="no-room"), told("TroubleNamed", trouble="old")], "trouble.old"),
        ([told("StuckReported"), told("PersonAsked")], "person"),
        ([], ""),
    ],
)
def test_what_says_more_of_why_they_stop_stays(heard: list[Told], why: str) -> None:
    assert read_on(begun(), heard, HERE, BEGIN)["vneid"].why == why


def test_whoever_goes_on_was_not_stopped_by_what_was_wrong_before() -> None:
    stuck = read_on(begun(), [told("StuckReported")], HERE, BEGIN)
    on = read_on(stuck, [told("StepDone")], Spot("23941", "vneid", "open"), BEGIN)["vneid"]
    assert (on.step, on.why) == ("open", "")


def test_leaving_for_another_guide_leaves_it_where_it_was() -> None:
    both = read_on(begun(), [("GuideOpened", {"guide": "bhyt"})], Spot("23941", "bhyt", "card"), BEGIN)
    assert {guide: one.step for guide, one in both.items()} == {"vneid": "install", "bhyt": "card"}
