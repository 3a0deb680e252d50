"""When something is to be: “19h tối mai”, “thứ 7 8h”, “25/11 lúc 7 giờ rưỡi”, “2 tiếng nữa”. Never in the past, unless
a day is named that is over."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from bot.core.clock import VIETNAM
from bot.understanding.fold import unmarked

MORNING = 8
_HOURS_OF: dict[str, int] = {"sang": MORNING, "trua": 11, "chieu": 14, "toi": 19, "dem": 20}
"""When only a part of the day is named."""
_PART = re.compile(r"(?<![a-z])(sang|trua|chieu|toi|dem|am|pm|morning|afternoon|evening|noon)\b")
_ENGLISH = {"morning": "sang", "noon": "trua", "afternoon": "chieu", "evening": "toi"}
_CLOCK = re.compile(
    r"\b(\d{1,2}) ?(?:h|g|gio|:) ?(?:([0-5]\d)\b(?! ?[/-])|(ruoi)\b|(?!\w))|\b(\d{1,2})(?= ?(?:am|pm)\b)"
)
_LATER = re.compile(r"\b(\d{1,3}|nua|mot) ?(phut|gio|tieng|ngay|tuan|minutes?|hours?|days?|weeks?)(?: ?(?:nua|sau)\b)")
_IN = re.compile(r"\bin (\d{1,3}) (minutes?|hours?|days?|weeks?)\b")
_UNITS = {"phut": "minutes", "gio": "hours", "tieng": "hours", "ngay": "days", "tuan": "weeks"}
_DATE = re.compile(r"\b(\d{1,2}) ?[/-] ?(\d{1,2})(?: ?[/-] ?(\d{2,4}))?\b|\b(20\d\d)-(\d{1,2})-(\d{1,2})\b")
_OF_MONTH = re.compile(r"\b(?:ngay|mung|mong) (\d{1,2})(?: thang (\d{1,2}))?(?: nam (\d{4}))?\b")
_WORDS = {"hom nay": 0, "today": 0, "tonight": 0, "nay": 0, "ngay mai": 1, "tomorrow": 1, "mai": 1, "ngay mot": 2,
          "ngay kia": 2, "mot": 2}  # fmt: skip
_DAY_WORD = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})\b")
_WEEKDAYS = {"hai": 0, "2": 0, "monday": 0, "ba": 1, "3": 1, "tuesday": 1, "tu": 2, "4": 2, "wednesday": 2, "nam": 3,
             "5": 3, "thursday": 3, "sau": 4, "6": 4, "friday": 4, "bay": 5, "7": 5, "saturday": 5, "cn": 6,
             "chu nhat": 6, "sunday": 6}  # fmt: skip
_WEEKDAY = re.compile(
    r"\b(?:thu|t) ?(hai|ba|tu|nam|sau|bay|[2-7])\b"
    r"|\b(cn|chu nhat|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
_NEXT_WEEK = re.compile(r"\b(?:tuan (?:sau|toi)|next week)\b")


def read_moment(text: str, now: datetime) -> datetime | None:
    """None: no time is named. What has no hour begins in the morning; an hour that is over is tomorrow's."""
    words, local = _plain(text), now.astimezone(VIETNAM)
    if after := _from_now(words):
        return (now + after).astimezone(now.tzinfo)
    next_week, words = bool(_NEXT_WEEK.search(words)), _NEXT_WEEK.sub(" ", words)
    hour, rest = _hour(words)
    day = _day(rest, local.date(), next_week=next_week)
    if day is None and (hour is None or _DATE.search(rest) or _OF_MONTH.search(rest)):
        return None
    return _joined(local, day, hour or time(MORNING), weekday=bool(_WEEKDAY.search(rest))).astimezone(now.tzinfo)


def read_day(text: str, today: date) -> date | None:
    """None: no day is named."""
    words = _plain(text)
    if (after := _from_now(words)) and after >= timedelta(days=1):
        return today + after
    return _day(_NEXT_WEEK.sub(" ", words), today, next_week=bool(_NEXT_WEEK.search(words)))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[,.;!?]+", " ", unmarked(text)).split())


def _joined(local: datetime, day: date | None, hour: time, *, weekday: bool) -> datetime:
    found = datetime.combine(day or local.date(), hour, VIETNAM)
    if found <= local and day is None:
        return found + timedelta(days=1)
    return found + timedelta(weeks=1) if found <= local and weekday else found


def _from_now(words: str) -> timedelta | None:
    found = _LATER.search(words) or _IN.search(words)
    if not found:
        return None
    number = {"nua": 0.5, "mot": 1.0}.get(found[1]) or float(found[1])
    unit = _UNITS.get(found[2]) or f"{found[2].rstrip('s')}s"
    return timedelta(**{unit: number})


def _hour(words: str) -> tuple[time | None, str]:
    """And the words without it."""
    clock, part = _CLOCK.search(words), _PART.search(words)
    said = _ENGLISH.get(part[1], part[1]) if part else ""
    rest = _PART.sub(" ", _CLOCK.sub(" ", words))
    if not clock:
        return (time(_HOURS_OF[said]), rest) if said in _HOURS_OF else (None, rest)
    number = int(clock[1] or clock[4])
    minute = 30 if clock[3] else int(clock[2] or 0)
    late = said in {"chieu", "toi", "dem", "pm"} and number < 12
    after_noon = said == "trua" and number <= 3
    number += 12 if late or after_noon else 0
    return (time(number, minute) if number < 24 else None), rest


def _day(words: str, today: date, *, next_week: bool) -> date | None:
    if found := _DATE.search(words):
        return _in_numbers(found, today)
    if found := _OF_MONTH.search(words):
        return _next(today, int(found[1]), int(found[2] or 0), int(found[3] or 0))
    if found := _WEEKDAY.search(words):
        weekday = _WEEKDAYS[found[1] or found[2]]
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
        return monday + timedelta(days=weekday) if next_week else today + timedelta((weekday - today.weekday()) % 7)
    if found := _DAY_WORD.search(words):
        return today + timedelta(days=_WORDS[found[1]])
    return today + timedelta(weeks=1) if next_week else None


def _in_numbers(found: re.Match[str], today: date) -> date | None:
    if found[4]:
        return _next(today, int(found[6]), int(found[5]), int(found[4]))
    year = int(found[3] or 0)
    return _next(today, int(found[1]), int(found[2]), year + 2000 if 0 < year < 100 else year)


def _next(today: date, day: int, month: int, year: int) -> date | None:
    """The next such day; with a year, that one. None: there is no such day."""
    months = [(year, month)] if year else [divmod(today.year * 12 + today.month - 1 + ahead, 12) for ahead in range(13)]
    for of_year, of_month in months:
        found = _date(of_year, of_month if year else of_month + 1, day)
        if found and (year or (found >= today and month in (0, found.month))):
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
