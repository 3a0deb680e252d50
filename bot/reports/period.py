"""The time a report is about: days, ISO weeks, months, quarters and years in Vietnam, as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.errors import Answerable
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.understanding.fold import fold


class Span(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, both within it."""

    span: Span
    first: date
    last: date

    @property
    def code(self) -> str:
        """As files and addresses name it: "2026-11-05", "2026-W45", "2026-11", "2026-Q4", "2026"."""
        return _CODES[self.span](self.first)

    @property
    def title(self) -> Phrase:
        return _TITLES[self.span](self)

    @property
    def before(self) -> Period:
        return around(self.span, self.first - timedelta(days=1))

    @property
    def after(self) -> Period:
        return around(self.span, self.last + timedelta(days=1))

    def runs(self, today: date) -> bool:
        """Whether it is not over: what is counted until now is not all of it."""
        return self.first <= today <= self.last


def around(span: Span, day: date) -> Period:
    """The period of that kind in which the day lies."""
    first = _FIRSTS[span](day)
    return Period(span, first, _FIRSTS[span](first + _LONGER[span]) - timedelta(days=1))


_FIRSTS: Mapping[Span, Callable[[date], date]] = {
    Span.DAY: lambda day: day,
    Span.WEEK: lambda day: day - timedelta(days=day.weekday()),
    Span.MONTH: lambda day: day.replace(day=1),
    Span.QUARTER: lambda day: day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1),
    Span.YEAR: lambda day: day.replace(month=1, day=1),
}
_LONGER = {
    Span.DAY: timedelta(days=1),
    Span.WEEK: timedelta(days=7),
    Span.MONTH: timedelta(days=31),
    Span.QUARTER: timedelta(days=93),
    Span.YEAR: timedelta(days=366),
}
"""So many days after its first day the next one has begun, and not yet the one after that."""
_CODES: Mapping[Span, Callable[[date], str]] = {
    Span.DAY: lambda first: first.isoformat(),
    Span.WEEK: lambda first: f"{first.isocalendar().year}-W{first.isocalendar().week:02}",
    Span.MONTH: lambda first: f"{first:%Y-%m}",
    Span.QUARTER: lambda first: f"{first.year}-Q{(first.month + 2) // 3}",
    Span.YEAR: lambda first: str(first.year),
}


def _week_title(period: Period) -> Phrase:
    year, week, _day = period.first.isocalendar()
    return _("week {week}/{year} ({first} – {last})", week=str(week), year=str(year), first=f"{period.first:%d/%m}",
             last=f"{period.last:%d/%m}")  # fmt: skip


_TITLES: Mapping[Span, Callable[[Period], Phrase]] = {
    Span.DAY: lambda one: _("day {day}", day=f"{one.first:%d/%m/%Y}"),
    Span.WEEK: _week_title,
    Span.MONTH: lambda one: _("month {month}/{year}", month=str(one.first.month), year=str(one.first.year)),
    Span.QUARTER: lambda one: _(
        "quarter {quarter}/{year}", quarter=str((one.first.month + 2) // 3), year=str(one.first.year)
    ),
    Span.YEAR: lambda one: _("year {year}", year=str(one.first.year)),
}


# ---- as people write it ----


def read_period(written: str, today: date) -> Period:
    """Raises ``Answerable`` for what is no period, cannot be, or has not begun."""
    found = find_period(written, today)
    if not found:
        raise Answerable(
            _("“{written}” is no time {me} know. Write for example “tháng 10”, “tuần này”, “quý 4/2026” or “2026-10”.",
              written=written.strip()[:40])
        )  # fmt: skip
    return found


def find_period(text: str, today: date) -> Period | None:
    """The first time that a text names, among whatever else it says. None: none. Raises ``Answerable`` as above."""
    return split_period(text, today)[0]


def split_period(text: str, today: date) -> tuple[Period | None, str]:
    """And what else it says, folded."""
    folded = _YEARS_AGO.sub(lambda found: f"nam {today.year - (found[1] not in _NOW)}", fold(text))
    for pattern, read in _PATTERNS:
        if found := re.search(rf"(?<!\w){pattern}(?!\w)", folded):
            period = read({name: value or "" for name, value in found.groupdict().items()}, today)
            return _begun(period, today), " ".join(f"{folded[: found.start()]} {folded[found.end() :]}".split())
    return None, folded


def _begun(period: Period, today: date) -> Period:
    if period.first > today:
        raise Answerable(
            _("{period} has not begun: today is {today}. Choose a time that has.",
              period=period.title, today=f"{today:%d/%m/%Y}")
        )  # fmt: skip
    return period


Groups = Mapping[str, str]
Read = Callable[[Groups, date], Period]

_NUMERALS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi mot": 11, "muoi hai": 12, "muoi": 10, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
_NUMBER = rf"\d{{1,3}}|{'|'.join(sorted(_NUMERALS, key=len, reverse=True))}"
_YEAR = r"(?: nam)? (?P<year>\d{4})"
_MONTH_WORD = rf"(?:thang|thg|month) (?P<month>{_NUMBER})"


def _number(written: str) -> int:
    return _NUMERALS.get(written) or int(written)


def _day(groups: Groups, today: date) -> Period:
    """Without a year the latest such day that has begun."""
    day, month, year = int(groups["day"]), _number(groups["month"]), groups.get("year", "")
    for one in [int(year)] if year else [today.year, today.year - 1]:
        try:
            found = date(one, month, day)
        except ValueError:
            raise Answerable(_("There is no day {day}.", day=f"{day}/{month}/{one}")) from None
        if year or found <= today:
            return around(Span.DAY, found)
    return around(Span.DAY, found)


def _month(groups: Groups, today: date) -> Period:
    number, year = _number(groups["month"]), groups.get("year", "")
    if not 1 <= number <= 12:
        raise Answerable(_("There is no month {month}; a year has months 1 to 12.", month=str(number)))
    wanted = int(year) if year else today.year - (number > today.month)
    return around(Span.MONTH, date(_known(wanted), number, 1))


def _quarter(groups: Groups, today: date) -> Period:
    number, year = _number(groups["quarter"]), groups.get("year", "")
    if not 1 <= number <= 4:
        raise Answerable(_("There is no quarter {quarter}; a year has quarters 1 to 4.", quarter=str(number)))
    first = 3 * number - 2
    wanted = int(year) if year else today.year - (first > today.month)
    return around(Span.QUARTER, date(_known(wanted), first, 1))


def _week(groups: Groups, today: date) -> Period:
    number, year = _number(groups["week"]), groups.get("year", "")
    this_year, this_week, _weekday = today.isocalendar()
    wanted = _known(int(year) if year else this_year - (number > this_week))
    try:
        return around(Span.WEEK, date.fromisocalendar(wanted, number, 1))
    except ValueError:
        raise Answerable(_("The year {year} has no week {week}.", year=str(wanted), week=str(number))) from None


def _year(groups: Groups, _today: date) -> Period:
    return around(Span.YEAR, date(_known(int(groups["year"])), 1, 1))


def _known(year: int) -> int:
    if not 2000 <= year <= 2099:
        raise Answerable(_("{year} is no year {me} can report on.", year=str(year)))
    return year


def _ago(span: Span, back: int) -> Read:
    def read(_groups: Groups, today: date) -> Period:
        period = around(span, today)
        return period.before if back else period

    return read


_NOW = {"nay", "hien tai"}
_THIS, _LAST = "(?:nay|hien tai)", "(?:truoc|qua|roi|vua qua|vua roi)"
_YEARS_AGO = re.compile(r"\bnam (nay|hien tai|truoc|ngoai|qua|roi|vua qua|vua roi)\b")
"""So that "tháng 10 năm ngoái" is one time and not two."""
_SPANS = {
    Span.WEEK: ("tuan", "week"), Span.MONTH: ("thang", "month"), Span.QUARTER: ("quy", "quarter"),
    Span.YEAR: ("nam", "year"),
}  # fmt: skip
_PATTERNS: tuple[tuple[str, Read], ...] = (
    (r"(?:hom nay|bua nay|today)", _ago(Span.DAY, 0)),
    (r"(?:hom qua|bua qua|yesterday)", _ago(Span.DAY, 1)),
    *((f"(?:{vi} {_THIS}|this {en})", _ago(span, 0)) for span, (vi, en) in _SPANS.items()),
    *((f"(?:{vi} {_LAST}|last {en})", _ago(span, 1)) for span, (vi, en) in _SPANS.items()),
    (r"(?P<year>\d{4}) (?P<month>\d{1,2}) (?P<day>\d{1,2})", _day),
    (r"(?:ngay )?(?P<day>\d{1,2}) (?P<month>\d{1,2}) (?P<year>\d{4})", _day),
    (rf"(?:ngay )?(?P<day>\d{{1,2}}) {_MONTH_WORD}(?:{_YEAR})?", _day),
    (r"ngay (?P<day>\d{1,2}) (?P<month>\d{1,2})", _day),
    (rf"(?:tuan|week) (?P<week>\d{{1,3}})(?:{_YEAR})?", _week),
    (r"(?P<year>\d{4}) w(?P<week>\d{1,2})", _week),
    (rf"(?:quy|quarter) (?P<quarter>{_NUMBER})(?:{_YEAR})?", _quarter),
    (r"(?P<year>\d{4}) q(?P<quarter>\d)", _quarter),
    (r"q(?P<quarter>\d)(?: (?P<year>\d{4}))?", _quarter),
    (rf"{_MONTH_WORD}(?:{_YEAR})?", _month),
    (r"(?P<year>\d{4}) (?P<month>\d{1,3})", _month),
    (r"(?P<month>\d{1,3}) (?P<year>\d{4})", _month),
    (r"(?:nam |year )(?P<year>\d{4})", _year),
    (r"(?P<year>(?:19|20|21)\d\d)", _year),
)  # fmt: skip
"""The first that fits is meant: what says more stands before what says less."""
