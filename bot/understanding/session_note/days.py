"""On which day it was: never one that is still to come, today unless something else is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.content.session_words import DayWords, Said
from bot.understanding.session_note.line import Line, Phrases, plain
from bot.understanding.session_note.numerals import Quantity, quantity

BEFORE = 6  # words between "hẹn" and the day that it is about

_NUMBERS = re.compile(r"\d+")
_DAY = frozenset({"ngay", "mung", "mong"})
_HARDLY = frozenset({"hom", "bua", "sang", "trua", "chieu", "toi"})
"""After these two figures may be a day, if they count no people: "sáng 23", but "sáng 23 bác"."""
_PEOPLE = frozenset({"người", "nguoi", "hộ"})
_DONE = frozenset({"xong", "duoc", "dc", "dat"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day named on the words ``start`` up to ``end``."""

    start: int
    end: int
    day: date


class Days:
    """Built once; holds nothing of any note."""

    def __init__(self, words: DayWords, people: Said) -> None:
        self._ago = Phrases((said, ago) for ago, phrases in words.ago.items() for said in phrases)
        self._weekdays = Phrases((said, day) for day, phrases in words.weekdays.items() for said in phrases)
        self._last_week, self._past = plain(words.last_week), plain(words.past)
        self._counted, self._not_after, self._people = plain(words.counted), plain(words.not_after), plain(people)

    def find(self, line: Line, today: date) -> tuple[date, frozenset[int]]:
        """The day of the session, and the words that name this or any other day."""
        named = list(self._named(line, today))
        meant = [day for day in named if not self._is_other(line, day)]
        return meant[0].day if meant else today, frozenset(at for day in named for at in range(day.start, day.end))

    def _is_other(self, line: Line, day: Day) -> bool:
        """Of an appointment, of a birth: said a few words before."""
        before = range(day.start, max(day.start - BEFORE, 0), -1)
        return any(self._not_after.ending_at(line, end) and line.same_clause(end - 1, day.start) for end in before)

    def _named(self, line: Line, today: date) -> Iterator[Day]:
        at = 0
        while at < len(line):
            day = self._at(line, at, today)
            if day:
                yield day
            at = day.end if day else at + 1

    def _at(self, line: Line, at: int, today: date) -> Day | None:
        return (
            self._weekday(line, at, today) or self._days_ago(line, at, today) or _in_numbers(line, at, today)
            or self._of_month(line, at, today) or self._spoken(line, at, today)
        )  # fmt: skip

    def _spoken(self, line: Line, at: int, today: date) -> Day | None:
        hit = self._ago.at(line, at)
        return Day(at, hit.end, today - timedelta(days=hit.meant[0])) if hit else None

    def _days_ago(self, line: Line, at: int, today: date) -> Day | None:
        """ "2 ngày trước"."""
        number = quantity(line, at)
        hit = self._counted.at(line, number.end) if number and number.end < len(line) else None
        return Day(at, hit.end, today - timedelta(days=min(number.value, 366))) if number and hit else None

    def _weekday(self, line: Line, at: int, today: date) -> Day | None:
        """The last such day; today too, unless it is said to be past: "hôm thứ tư", "thứ tư rồi"."""
        hit = self._weekdays.at(line, at)
        is_name = line.has_marks and at > 0 and line.words[at].is_capital and not line.words[at].has_marks
        if not hit or (is_name and line.folded(at) == "thu"):  # cô Thu
            return None
        last_week = self._last_week.at(line, hit.end) if hit.end < len(line) else None
        if last_week:
            monday = today - timedelta(days=today.weekday() + 7)
            return Day(at, last_week.end, monday + timedelta(days=hit.meant[0]))
        after = self._past.at(line, hit.end) if line.same_clause(at, hit.end) else None
        ago = (today.weekday() - hit.meant[0]) % 7
        if not ago and (after or self._past.ending_at(line, at)):
            ago = 7
        return Day(at, after.end if after else hit.end, today - timedelta(days=ago))

    def _of_month(self, line: Line, at: int, today: date) -> Day | None:
        """ "ngày 5", "hôm 20", "ngày 5 tháng 11 năm 2026", "5 tháng 11"."""
        hardly = line.folded(at) in _HARDLY
        named = hardly or (line.folded(at) in _DAY and line.folded(at - 1) != "moi")
        number = quantity(line, at + named) if at + named < len(line) else None
        if not number or number.part or (hardly and not self._is_day_at_all(line, number)):
            return None
        month, end = _beside(line, number.end, {"thang"})
        if not named and month is None:
            return None
        year, end = _beside(line, end, {"nam"}) if month else (None, end)
        day = None if line.meant(end) in _PEOPLE else _last(today, number.value, month, year)
        return Day(at, end, day) if day else None

    def _is_day_at_all(self, line: Line, number: Quantity) -> bool:
        counts = number.end < len(line) and self._people.at(line, number.end) is not None
        return len(line.words[number.start].typed) == 2 and not number.in_words and not counts


def _in_numbers(line: Line, at: int, today: date) -> Day | None:
    """5/11, 05-11-2026, 2026-11-05, 20-22/11 (its end)."""
    typed = line.words[at].typed
    parts, signs = [int(part[:4]) for part in _NUMBERS.findall(typed)], set(re.findall(r"[/.\-]", typed))
    if len(parts) == 2 and (signs == {"/"} or at == 0 or line.folded(at - 1) in _DAY | _HARDLY):
        is_share = line.meant(at + 1) in _PEOPLE or line.folded(at - 1) in _DONE
        day = None if is_share else _last(today, parts[0], parts[1])
    elif len(parts) == 3 and len(signs) > 1:
        day = _last(today, parts[1], parts[2])
    elif len(parts) == 3:
        day = _last(today, *(reversed(parts) if parts[0] > 31 else parts))
    else:
        day = None
    return Day(at - (line.folded(at - 1) in _DAY | _HARDLY), at + 1, day) if day else None


def _beside(line: Line, at: int, names: set[str]) -> tuple[int | None, int]:
    """The number after one of these names, and where it ends."""
    if line.folded(at) in names and at + 1 < len(line) and (number := quantity(line, at + 1)):
        return number.value, number.end
    return None, at


def _last(today: date, day: int, month: int | None = None, year: int | None = None) -> date | None:
    """The last day of that number (and month) up to today; None where there is no such day."""
    if year is not None:
        return _past(today, year + 2000 if year < 100 else year, month or 0, day)
    if month is not None:
        return _past(today, today.year, month, day) or _past(today, today.year - 1, month, day)
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(3)]
    return next((found for y, m in months if (found := _past(today, y, m + 1, day))), None)


def _past(today: date, year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found <= today else None
