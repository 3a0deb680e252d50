"""Spans of the calendar for which something is counted beforehand: a day, an ISO week, a month, a quarter, a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

DAY, WEEK, MONTH, QUARTER, YEAR = SPANS = ("day", "week", "month", "quarter", "year")


@lru_cache(maxsize=1024)
def begins(day: date) -> Mapping[str, date]:
    """The first day of each span in which this one lies."""
    month = day.replace(day=1)
    quarter = month.replace(month=(day.month - 1) // 3 * 3 + 1)
    firsts = (day, day - timedelta(days=day.weekday()), month, quarter, month.replace(month=1))
    return MappingProxyType(dict(zip(SPANS, firsts, strict=True)))


def span_of(first: date, last: date) -> str:
    """Which one these days are; "" for any others."""
    following = begins(last + timedelta(days=1))
    ends = {name for name, begin in begins(last).items() if begin == first and following[name] != first}
    return next((name for name in SPANS if name in ends), "")


def whole_months(first: date, last: date) -> bool:
    return first.day == 1 and (last + timedelta(days=1)).day == 1


@lru_cache(maxsize=4096)
def ends(span: str, begin: date) -> date:
    """The last day of the span that begins on that day."""
    beyond = begin + timedelta(days=_AT_MOST[span])
    return begins(beyond)[span] - timedelta(days=1)


_AT_MOST = {DAY: 1, WEEK: 7, MONTH: 31, QUARTER: 92, YEAR: 366}
"""Days. So many later the next one has begun, and never the one after that."""


def months(first: date | None, last: date | None) -> Iterator[tuple[date, date]]:
    """The first and last day of each month that these days touch."""
    begin = first.replace(day=1) if first else None
    while begin and last and begin <= last:
        following = begins(begin + timedelta(days=31))[MONTH]
        yield begin, following - timedelta(days=1)
        begin = following
