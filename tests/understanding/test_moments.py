"""When something is to be, as people type it. It is Wednesday 25 November 2026, 13:00 in Vietnam."""

from datetime import UTC, date, datetime

import pytest

from bot.core.clock import VIETNAM
from bot.understanding.moments import read_day, read_moment

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("19h tối mai", "26/11/2026 19:00"),
        ("7h tối mai", "26/11/2026 19:00"),
        ("thứ 7 8h", "28/11/2026 08:00"),
        ("8 giờ sáng thứ bảy", "28/11/2026 08:00"),
        ("25/11 lúc 7 giờ rưỡi tối", "25/11/2026 19:30"),
        ("ngày 5 tháng 12 9h30", "05/12/2026 09:30"),
        ("5/12/2026 9:30", "05/12/2026 09:30"),
        ("7h 26/11", "26/11/2026 07:00"),
        ("1/1 7h", "01/01/2027 07:00"),
        ("15h", "25/11/2026 15:00"),
        ("8h", "26/11/2026 08:00"),
        ("tối nay", "25/11/2026 19:00"),
        ("chieu mai", "26/11/2026 14:00"),
        ("1h trưa mai", "26/11/2026 13:00"),
        ("mai", "26/11/2026 08:00"),
        ("chủ nhật", "29/11/2026 08:00"),
        ("thứ 4 10h", "02/12/2026 10:00"),
        ("thứ 4 15h", "25/11/2026 15:00"),
        ("thứ hai tuần tới 8h", "30/11/2026 08:00"),
        ("tuần sau", "02/12/2026 08:00"),
        ("2 tiếng nữa", "25/11/2026 15:00"),
        ("nửa tiếng nữa", "25/11/2026 13:30"),
        ("tomorrow 7pm", "26/11/2026 19:00"),
        ("in 2 hours", "25/11/2026 15:00"),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, meant: str) -> None:
    found = read_moment(typed, NOW)
    assert found is not None
    assert found.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M") == meant


@pytest.mark.parametrize("typed", ["", "khi nào cũng được", "31/2", "8h 31/2", "25h", "abc"])
def test_what_names_no_time_is_none(typed: str) -> None:
    assert read_moment(typed, NOW) is None


def test_a_day_that_is_named_outright_may_be_over() -> None:
    assert read_moment("25/11/2026 7h", NOW) == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("31/12", date(2026, 12, 31)),
        ("hết ngày 15", date(2026, 12, 15)),
        ("2 tuần nữa", date(2026, 12, 9)),
        ("29/2/2028", date(2028, 2, 29)),
        ("8h", None),
    ],
)
def test_a_day_is_read_without_a_time(typed: str, meant: date | None) -> None:
    assert read_day(typed, date(2026, 11, 25)) == meant
