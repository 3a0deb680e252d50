"""How long a request waits until somebody else is told of it: nights do not count, and nobody is rung at night."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import VIETNAM
from bot.core.waiting_clock import Alarm, WaitingClock

CLOCK = WaitingClock()
MINUTE = timedelta(minutes=1)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
waits = st.timedeltas(timedelta(0), timedelta(days=9))
hours = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda both: both[0] < both[1])
rung = st.sampled_from([Alarm.TEAM, Alarm.LEADER, Alarm.COMMUNE])


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


def day_time(clock: WaitingClock, begin: datetime, end: datetime) -> timedelta:
    """How much of the time between counts, hour by hour: the slow way."""
    total = timedelta(0)
    while begin < end:
        here = begin.astimezone(VIETNAM)
        stop = min(end, here.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
        total += stop - here if clock.opens <= here.hour < clock.closes else timedelta(0)
        begin = stop
    return total


@pytest.mark.parametrize(
    ("asked", "alarm", "rings"),
    [
        (at(23, 8), Alarm.TEAM, at(23, 10)),
        (at(23, 8), Alarm.LEADER, at(23, 16)),
        (at(23, 8), Alarm.COMMUNE, at(24, 18)),
        (at(23, 20), Alarm.TEAM, at(24, 8)),
        (at(23, 20), Alarm.LEADER, at(24, 14)),
        (at(23, 19), Alarm.TEAM, at(24, 7)),  # at the stroke of nine the day is over
        (at(23, 23), Alarm.TEAM, at(24, 9)),
        (at(23, 3), Alarm.TEAM, at(23, 9)),
        (at(23, 7), Alarm.COMMUNE, at(24, 17)),
    ],
)
def test_an_alarm_rings_after_its_hours_of_the_day(asked: datetime, alarm: Alarm, rings: datetime) -> None:
    assert CLOCK.rings_at(alarm, asked.astimezone(UTC)) == rings


@pytest.mark.parametrize(("alarm", "hours"), [(Alarm.TEAM, 2), (Alarm.LEADER, 8), (Alarm.COMMUNE, 24)])
def test_what_is_urgent_does_not_wait_for_the_morning(alarm: Alarm, hours: int) -> None:
    asked = at(23, 23)
    assert CLOCK.rings_at(alarm, asked, urgent=True) == asked + timedelta(hours=hours)
    assert CLOCK.runs(asked, urgent=True)
    assert not CLOCK.runs(asked)


def test_after_the_last_alarm_nothing_rings() -> None:
    assert [alarm.following for alarm in (Alarm.TEAM, Alarm.LEADER, Alarm.COMMUNE)] == [
        Alarm.LEADER, Alarm.COMMUNE, Alarm.SILENT,
    ]  # fmt: skip
    assert Alarm.SILENT.following is Alarm.SILENT
    assert CLOCK.rings_at(Alarm.SILENT, at(23, 8)) is None


@given(moments, waits, hours)
def test_the_time_that_passes_by_day_is_the_wait_and_it_ends_by_day(
    since: datetime, wait: timedelta, open_hours: tuple[int, int]
) -> None:
    clock = WaitingClock(opens=open_hours[0], closes=open_hours[1])
    end = clock.later(since, wait)
    assert end >= since
    assert end - since >= wait
    assert day_time(clock, since, end) == wait
    assert clock.runs(end)


@given(moments, waits)
def test_one_instant_earlier_it_had_not_yet_passed(since: datetime, wait: timedelta) -> None:
    earlier = CLOCK.later(since, wait) - MINUTE
    assert earlier < since or day_time(CLOCK, since, earlier) <= wait


@given(moments, waits, waits)
def test_who_waits_on_waits_no_shorter_and_no_longer(since: datetime, first: timedelta, second: timedelta) -> None:
    assert CLOCK.later(CLOCK.later(since, first), second) == CLOCK.later(since, first + second)


@given(moments, moments, rung)
def test_who_asked_earlier_is_rung_for_no_later(one: datetime, other: datetime, alarm: Alarm) -> None:
    first, second = sorted([one, other])
    rings, rings_later = CLOCK.rings_at(alarm, first), CLOCK.rings_at(alarm, second)
    assert rings is not None
    assert rings_later is not None
    assert rings <= rings_later


@given(moments, st.booleans())
def test_the_alarms_ring_one_after_another(since: datetime, urgent: bool) -> None:
    rings = [CLOCK.rings_at(alarm, since, urgent=urgent) for alarm in (Alarm.TEAM, Alarm.LEADER, Alarm.COMMUNE)]
    moments_ = [moment for moment in rings if moment]
    assert moments_ == sorted(set(moments_))
    assert all(CLOCK.runs(moment, urgent=urgent) for moment in moments_)
