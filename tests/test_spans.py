"""Days, weeks, months, quarters and years, as people are counted in them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.spans import SPANS, begins, ends, span_of

days = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@given(days, st.sampled_from(SPANS))
def test_every_day_lies_in_one_span_of_each_kind(day: date, span: str) -> None:
    first = begins(day)[span]
    last = ends(span, first)
    assert first <= day <= last
    assert begins(last + timedelta(days=1))[span] == last + timedelta(days=1)
    assert span_of(first, last) == span


@given(days, st.integers(1, 400))
def test_other_days_are_no_span(day: date, length: int) -> None:
    found = span_of(day, day + timedelta(days=length))
    assert not found or (begins(day)[found], ends(found, day)) == (day, day + timedelta(days=length))
