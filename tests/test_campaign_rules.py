"""When an announcement may go, who has to agree, and when it comes again: as tables."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.campaign_json import dump_draft, load_draft
from bot.core.campaign_rules import (
    begins_at,
    expires_at,
    fits,
    may_approve,
    may_go,
    needs_approval,
    next_time,
    repeated,
)
from bot.core.campaigns import (
    Attached,
    Audience,
    Body,
    Campaign,
    Does,
    Draft,
    Group,
    Offer,
    Repeat,
    State,
    Timing,
    Urgency,
)
from bot.core.clock import VIETNAM
from bot.core.roles import Post, Role, Standing

HERE, THERE = "23941", "23617"
ORDINARY, IMPORTANT, URGENT = Urgency


def at(written: str) -> datetime:
    """Of the wall clock in Vietnam."""
    return datetime.fromisoformat(written).replace(tzinfo=VIETNAM)


def draft(urgency: Urgency = ORDINARY, places: tuple[str, ...] = (), **timing: object) -> Draft:
    return Draft(Body({"vi": "Lũ về"}), Audience(Group(places=places)), Timing(**timing), urgency)  # type: ignore[arg-type]


# ---- who has to agree ----


@pytest.mark.parametrize(
    ("urgency", "places", "people", "needed"),
    [
        (ORDINARY, (), 200, False),
        (ORDINARY, (), 201, True),
        (IMPORTANT, (HERE,), 200, False),
        (URGENT, (f"{HERE}/Làng Krái",), 10, False),
        (URGENT, (f"{HERE}/Làng Krái",), 201, True),
        (URGENT, (HERE,), 1, True),
        (URGENT, (f"{HERE}/Làng Krái", THERE), 1, True),
        (URGENT, (), 1, True),
    ],
)
def test_a_second_administrator_is_needed_for_many_and_for_what_is_urgent_for_a_commune(
    urgency: Urgency, places: tuple[str, ...], people: int, needed: bool
) -> None:
    assert needs_approval(draft(urgency, places), people, over=200) == needed


PROVINCE = Standing((Post(Role.PROVINCE_ADMIN),))
COMMUNE = Standing((Post(Role.COMMUNE_ADMIN, HERE),))
OTHER = Standing((Post(Role.COMMUNE_ADMIN, THERE),))
LEADER = Standing((Post(Role.LEADER, HERE, 3),))


@pytest.mark.parametrize(
    ("commune", "person", "standing", "may"),
    [
        (HERE, 2, COMMUNE, True),
        (HERE, 2, PROVINCE, True),
        (HERE, 1, COMMUNE, False),
        (HERE, 1, PROVINCE, False),
        (HERE, 2, OTHER, False),
        (HERE, 2, LEADER, False),
        (HERE, 2, Standing(), False),
        ("", 2, PROVINCE, True),
        ("", 2, COMMUNE, False),
    ],
)
def test_whoever_wrote_it_never_agrees_to_it_nor_who_looks_after_less(
    commune: str, person: int, standing: Standing, may: bool
) -> None:
    campaign = Campaign(7, commune, draft(), State.ASKED, at("2026-11-25T12:00"), author=1, writers=(1, 5))
    assert may_approve(campaign, person, standing) == may
    assert not may_approve(campaign, 5, standing)


@pytest.mark.parametrize(
    ("commune", "places", "fit"),
    [
        ("", (), True),
        ("", (HERE, THERE), True),
        (HERE, (HERE,), True),
        (HERE, (f"{HERE}/Làng Krái",), True),
        (HERE, (), False),
        (HERE, (HERE, THERE), False),
        (HERE, (f"{THERE}/{HERE}",), False),
    ],
)
def test_in_the_name_of_a_commune_one_writes_to_its_own_people(
    commune: str, places: tuple[str, ...], fit: bool
) -> None:
    assert fits(Audience(Group(places=places)), commune) == fit


# ---- when ----


@pytest.mark.parametrize(
    ("hour", "ordinary"),
    [("07:59", False), ("08:00", True), ("19:59", True), ("20:00", False), ("00:00", False)],
)
def test_people_are_written_to_from_eight_to_twenty_unless_it_is_urgent(hour: str, ordinary: bool) -> None:
    now = at(f"2026-11-25T{hour}").astimezone(UTC)
    assert may_go(ORDINARY, now) == may_go(IMPORTANT, now) == ordinary
    assert may_go(URGENT, now)


@pytest.mark.parametrize(
    ("urgency", "wanted", "now", "begins"),
    [
        (ORDINARY, None, "2026-11-25T12:00", "2026-11-25T12:00"),
        (ORDINARY, None, "2026-11-25T21:00", "2026-11-26T08:00"),
        (ORDINARY, None, "2026-11-25T03:00", "2026-11-25T08:00"),
        (ORDINARY, "2026-11-25T22:00", "2026-11-25T12:00", "2026-11-26T08:00"),
        (ORDINARY, "2026-11-20T09:00", "2026-11-25T12:00", "2026-11-25T12:00"),
        (ORDINARY, "2026-12-31T23:00", "2026-11-25T12:00", "2027-01-01T08:00"),
        (URGENT, None, "2026-11-25T03:00", "2026-11-25T03:00"),
        (URGENT, "2026-11-25T22:00", "2026-11-25T12:00", "2026-11-25T22:00"),
    ],
)
def test_it_begins_at_its_time_or_in_the_morning(urgency: Urgency, wanted: str | None, now: str, begins: str) -> None:
    written = draft(urgency, at=at(wanted) if wanted else None)
    assert begins_at(written, at(now).astimezone(UTC)) == at(begins)


@pytest.mark.parametrize(
    ("urgency", "hours", "lasts"), [(ORDINARY, 0, 72), (IMPORTANT, 0, 48), (URGENT, 0, 12), (URGENT, 3, 3)]
)
def test_it_holds_as_long_as_is_usual_unless_it_says_so(urgency: Urgency, hours: int, lasts: int) -> None:
    start = at("2026-11-25T12:00")
    assert expires_at(draft(urgency, lasts_hours=hours), start) == start + timedelta(hours=lasts)


# ---- again ----

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("repeat", "first", "after", "until", "next_"),
    [
        (Repeat.NEVER, "2026-11-25T09:00", "2026-11-25T09:00", None, None),
        (Repeat.DAILY, "2026-11-25T09:00", "2026-11-25T09:00", None, "2026-11-26T09:00"),
        (Repeat.DAILY, "2026-11-25T09:00", "2026-12-01T12:00", None, "2026-12-02T09:00"),
        (Repeat.DAILY, "2024-02-28T09:00", "2024-02-28T09:00", None, "2024-02-29T09:00"),
        (Repeat.WEEKLY, "2026-11-28T08:00", "2026-11-28T08:00", None, "2026-12-05T08:00"),
        (Repeat.WEEKLY, "2026-12-26T08:00", "2026-12-26T08:00", None, "2027-01-02T08:00"),
        (Repeat.MONTHLY, "2026-01-31T08:00", "2026-01-31T08:00", None, "2026-02-28T08:00"),
        (Repeat.MONTHLY, "2026-01-31T08:00", "2026-02-28T08:00", None, "2026-03-31T08:00"),
        (Repeat.MONTHLY, "2026-01-31T08:00", "2026-03-31T08:00", None, "2026-04-30T08:00"),
        (Repeat.MONTHLY, "2028-01-30T08:00", "2028-01-30T08:00", None, "2028-02-29T08:00"),
        (Repeat.MONTHLY, "2026-12-15T08:00", "2026-12-15T08:00", None, "2027-01-15T08:00"),
        (Repeat.WEEKLY, "2026-11-28T08:00", "2026-11-28T08:00", "2026-12-05", "2026-12-05T08:00"),
        (Repeat.WEEKLY, "2026-11-28T08:00", "2026-12-05T08:00", "2026-12-05", None),
        (Repeat.MONTHLY, "2026-01-31T08:00", "2026-01-31T08:00", "2026-02-27", None),
    ],
)
def test_it_comes_again_on_the_day_and_at_the_hour_of_the_first(
    repeat: Repeat, first: str, after: str, until: str | None, next_: str | None
) -> None:
    timing = Timing(at(first), repeat, date.fromisoformat(until) if until else None)
    assert next_time(timing, at(after).astimezone(UTC)) == (at(next_) if next_ else None)


@pytest.mark.parametrize("first", ["2026-03-28T08:30", "2026-10-24T08:30"])
def test_where_clocks_are_put_on_or_back_the_hour_stays_that_of_the_wall(first: str) -> None:
    begin = datetime.fromisoformat(first).replace(tzinfo=BERLIN)
    following = next_time(Timing(begin, Repeat.DAILY), begin.astimezone(UTC), BERLIN)
    assert following is not None
    assert following.astimezone(BERLIN).time() == begin.time()
    assert (following.astimezone(BERLIN).date() - begin.date()).days == 1


@given(
    st.integers(0, 6 * 365 * 24).map(lambda hours: at("2024-01-01T00:00") + timedelta(hours=hours)),
    st.sampled_from([Repeat.DAILY, Repeat.WEEKLY, Repeat.MONTHLY]),
    st.integers(0, 900),
)
def test_the_next_time_is_always_later_and_never_a_whole_turn_later(begin: datetime, repeat: Repeat, days: int) -> None:
    after = begin + timedelta(days=days)
    following = next_time(Timing(begin, repeat), after)
    assert following is not None
    longest = {Repeat.DAILY: 1, Repeat.WEEKLY: 7, Repeat.MONTHLY: 31}[repeat]
    assert after < following <= after + timedelta(days=longest)


def test_one_of_several_is_sent_once() -> None:
    weekly = draft(at=at("2026-11-28T08:00"), repeat=Repeat.WEEKLY, until=date(2026, 12, 31))
    once = repeated(weekly, at("2026-12-05T08:00"))
    assert once.timing == Timing(at("2026-12-05T08:00"))
    assert once.body == weekly.body


def test_a_draft_is_kept_as_it_was_written() -> None:
    whole = Draft(
        Body(
            {"vi": "Lũ về", "en": "Flood"},
            (Offer(Does.GUIDE, "bhxh"), Offer(Does.LINK, "https://x.vn", {"vi": "Xem"}), Offer(Does.COME)),
            Attached(4, "a.pdf", "application/pdf"),
        ),
        Audience(Group(places=(HERE,), answered=(3,), seen_days=30), Group(roles=("member",))),
        Timing(at("2026-11-28T08:00"), Repeat.MONTHLY, date(2026, 12, 31), 5),
        IMPORTANT,
    )
    assert load_draft(dump_draft(whole)) == whole
    assert load_draft(dump_draft(Draft())) == Draft()
