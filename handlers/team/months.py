"""Months, as actions name them ("2026-11") and as people read them."""

import re
from datetime import date, timedelta

from bot.core.phrases import Phrase
from bot.core.phrases import text as _

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def first_of(written: str, otherwise: date) -> date:
    """The first day of the month that is named; of the day's, if none is."""
    found = _MONTH.fullmatch(written)
    return date(int(found[1]), int(found[2]), 1) if found else otherwise.replace(day=1)


def last_of(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def code(first: date) -> str:
    return first.strftime("%Y-%m")


def title(first: date) -> Phrase:
    return _("month {month}/{year}", month=str(first.month), year=str(first.year))
