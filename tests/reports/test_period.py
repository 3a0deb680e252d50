"""The time of a report as people write it; what cannot be is said kindly, and no text, however odd, is a fault."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Answerable
from bot.reports.period import Period, Span, around, find_period, read_period

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026-10", "2026-10"), ("tháng 10", "2026-10"), ("thang 10/2026", "2026-10"), ("Tháng mười", "2026-10"),
        ("báo cáo tháng 10 xã Chư Sê", "2026-10"), ("tháng 12", "2025-12"), ("tháng này", "2026-11"),
        ("tháng trước", "2026-10"), ("tháng 10 năm ngoái", "2025-10"), ("quý 4/2026", "2026-Q4"), ("Q3", "2026-Q3"),
        ("quý này", "2026-Q4"), ("quý trước", "2026-Q3"), ("tuần này", "2026-W48"), ("tuần trước", "2026-W47"),
        ("2026-W45", "2026-W45"), ("năm 2026", "2026"), ("năm nay", "2026"), ("năm ngoái", "2025"),
        ("hôm nay", "2026-11-25"), ("hôm qua", "2026-11-24"), ("ngày 5/11", "2026-11-05"), ("5/12/2025", "2025-12-05"),
        ("ngày 30 tháng 12", "2025-12-30"), ("last month", "2026-10"), ("october 2025", "2025"),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_meant(written: str, code: str) -> None:
    assert read_period(written, TODAY).code == code


@pytest.mark.parametrize(
    "written",
    ["tháng 13", "2026-13", "tháng 0", "quý 5", "ngày 31/2/2026", "tuần 60", "năm 1999", "năm 2027", "2026-12",
     "ngày 26/11/2026", "", "xã Chư Sê", "bao giờ"],
)  # fmt: skip
def test_what_is_no_time_or_still_to_come_is_answered(written: str) -> None:
    with pytest.raises(Answerable):
        read_period(written, TODAY)


def test_a_text_without_a_time_names_none() -> None:
    assert find_period("xã Chư Sê", TODAY) is None


@given(st.text(max_size=40) | st.text("0123456789 /-tháng quýnamwq", max_size=30))
def test_no_text_is_a_fault(text: str) -> None:
    with suppress(Answerable):
        found = find_period(text, TODAY)
        assert found is None or found.first <= TODAY


@given(st.sampled_from(Span), st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_periods_of_a_kind_follow_each_other_without_a_gap(span: Span, day: date) -> None:
    period = around(span, day)
    assert period.first <= day <= period.last
    assert (period.last - period.after.first).days == -1
    assert period.after.before == period == period.before.after
    if period.first >= date(2001, 1, 8):
        assert read_period(period.code, date(2099, 12, 31)) == period


def test_a_period_runs_until_its_last_day_is_over() -> None:
    month = Period(Span.MONTH, date(2026, 11, 1), date(2026, 11, 30))
    assert month.runs(TODAY)
    assert not month.before.runs(TODAY)
