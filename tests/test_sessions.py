"""What holds for a session, who may change it, and when two may be the same: the rules alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.roles import Post, Role, Standing
from bot.core.sessions import (
    NOT_DONE,
    Evidence,
    Fault,
    Had,
    KeptSession,
    Session,
    Work,
    dump_session,
    faults,
    load_session,
    may_change,
    near,
)

TODAY = date(2026, 11, 25)
HERE, ELSEWHERE = "23941", "23638"
OUTCOMES = {"vneid": {"installed", "activated_l2"}, "pakn": {"sent"}}
LAN, NAM, HOA = 1, 2, 3
GOOD = Session("draft.1", 7, HERE, TODAY, (Work("vneid", "installed", 2), Work("vneid", NOT_DONE, 1)), 3, "thôn 2")


def kept(session: Session = GOOD, by: int | None = LAN, *, withdrawn: bool = False) -> KeptSession:
    return KeptSession(1, session, by, datetime(2026, 11, 25, 2, tzinfo=UTC), withdrawn)


# ---- what holds ----


def test_what_a_member_usually_logs_holds() -> None:
    assert faults(GOOD, OUTCOMES, TODAY) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (replace(GOOD, team=0), Fault.TEAM),
        (replace(GOOD, commune=""), Fault.TEAM),
        (replace(GOOD, works=()), Fault.NO_WORK),
        (replace(GOOD, works=(Work("xe_om", "", 1),)), Fault.SERVICE),
        (replace(GOOD, works=(Work("vneid", "sent", 1),)), Fault.OUTCOME),
        (replace(GOOD, works=(Work("vneid", "installed", 1), Work("vneid", "installed", 2))), Fault.TWICE),
        (replace(GOOD, works=(Work("vneid", "installed", 4),)), Fault.WORK_PEOPLE),
        (replace(GOOD, works=(Work("vneid", "installed", 0),)), Fault.WORK_PEOPLE),
        (replace(GOOD, people=501), Fault.PEOPLE),
        (replace(GOOD, elders=4), Fault.PARTS),
        (replace(GOOD, women=-1), Fault.PARTS),
        (replace(GOOD, phoneless=4), Fault.PARTS),
        (replace(GOOD, minutes=0), Fault.MINUTES),
        (replace(GOOD, minutes=1441), Fault.MINUTES),
        (replace(GOOD, held_on=TODAY + timedelta(days=1)), Fault.COMING),
        (replace(GOOD, held_on=TODAY - timedelta(days=63)), Fault.OLD),
    ],
)
def test_what_does_not_hold_is_named(changed: Session, fault: Fault) -> None:
    assert faults(changed, OUTCOMES, TODAY) == [fault]


@pytest.mark.parametrize(
    "changed",
    [
        replace(GOOD, people=500),
        replace(GOOD, people=1, works=(Work("pakn", "", 1),)),
        replace(GOOD, elders=3, women=0, phoneless=3, minutes=1440),
        replace(GOOD, held_on=TODAY - timedelta(days=62)),
        replace(GOOD, works=(Work("vneid", "installed", 2, Evidence.SEEN), Work("vneid", "installed", 1))),
    ],
)
def test_what_is_just_within_the_limits_holds(changed: Session) -> None:
    assert faults(changed, OUTCOMES, TODAY) == []


# ---- who may change it ----

MEMBER, LEADER = Standing((Post(Role.MEMBER, HERE, 7),)), Standing((Post(Role.LEADER, HERE, 7),))
ELSEWHERE_TOO = Standing((Post(Role.LEADER, HERE, 8), Post(Role.MEMBER, ELSEWHERE, 9)))
ADMIN = Standing((Post(Role.COMMUNE_ADMIN, HERE), Post(Role.PROVINCE_ADMIN)))
LAST_DAY, NEXT_MONTH = date(2026, 11, 30), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("who", "standing", "today", "may"),
    [
        (LAN, MEMBER, TODAY, True),
        (LAN, MEMBER, LAST_DAY, True),
        (LAN, MEMBER, NEXT_MONTH, False),
        (LAN, MEMBER, date(2027, 11, 25), False),
        (LAN, Standing(), TODAY, False),
        (LAN, ELSEWHERE_TOO, TODAY, False),
        (HOA, MEMBER, TODAY, False),
        (NAM, LEADER, TODAY, True),
        (NAM, LEADER, NEXT_MONTH, True),
        (NAM, ELSEWHERE_TOO, TODAY, False),
        (NAM, ADMIN, TODAY, False),
    ],
)
def test_who_logged_it_may_change_it_within_the_month_and_the_leader_later(
    who: int, standing: Standing, today: date, may: bool
) -> None:
    assert may_change(kept(), who, standing, today) is may


def test_what_is_withdrawn_or_nobodys_any_more() -> None:
    assert not may_change(kept(withdrawn=True), NAM, LEADER, TODAY)
    assert not may_change(kept(by=None), LAN, MEMBER, TODAY)
    assert may_change(kept(by=None), NAM, LEADER, TODAY)


# ---- the same again ----

AGAIN = replace(GOOD, key="draft.2")


@pytest.mark.parametrize(
    "again",
    [
        AGAIN,
        replace(AGAIN, people=2),
        replace(AGAIN, people=4),
        replace(AGAIN, village="Thôn 2"),
        replace(AGAIN, village=""),
        replace(AGAIN, works=(*AGAIN.works, Work("pakn", "", 1))),
        replace(AGAIN, works=(Work("vneid", "", 3),)),
    ],
)
def test_nearly_the_same_from_the_same_team_may_be_the_same(again: Session) -> None:
    assert near(again, NAM, kept())


@pytest.mark.parametrize(
    "other",
    [
        GOOD,
        replace(AGAIN, people=5),
        replace(AGAIN, village="thôn 3"),
        replace(AGAIN, commune=ELSEWHERE),
        replace(AGAIN, held_on=TODAY - timedelta(days=1)),
        replace(AGAIN, works=(Work("pakn", "sent", 3),)),
        replace(AGAIN, team=8),
    ],
)
def test_what_differs_enough_is_another(other: Session) -> None:
    assert not near(other, NAM, kept())


def test_of_another_team_it_is_the_same_only_if_somebody_was_there_both_times() -> None:
    other_team = replace(AGAIN, team=8)
    assert near(other_team, LAN, kept())
    assert near(replace(other_team, members=(HOA,)), NAM, kept(replace(GOOD, members=(LAN, HOA))))
    assert not near(other_team, NAM, kept(by=None))


def test_what_was_withdrawn_may_be_logged_again() -> None:
    assert not near(AGAIN, NAM, kept(withdrawn=True))


# ---- as JSON ----

counts = st.integers(0, 500)
works = st.builds(
    Work, st.sampled_from(["vneid", "pakn"]), st.sampled_from(["", "sent", NOT_DONE]), counts,
    st.sampled_from(Evidence), st.sampled_from(Had),
)  # fmt: skip
any_session = st.builds(
    Session, st.just("draft.1"), counts, st.sampled_from(["", HERE]), st.dates(),
    st.lists(works, max_size=4).map(tuple), counts, st.text(max_size=9),
    st.none() | st.times().map(lambda at: time(at.hour, at.minute)), st.none() | st.integers(1, 999),
    st.none() | counts, st.none() | counts, counts, st.text(max_size=9), st.lists(counts, max_size=3).map(tuple),
    counts,
)  # fmt: skip


@given(any_session)
def test_a_draft_comes_back_as_it_was(session: Session) -> None:
    assert load_session(dump_session(session), "draft.1") == session
