"""A short answer to "how many?", "at what time?" and "how long?", as people type it."""

from __future__ import annotations

import re
from datetime import time

from bot.understanding.fold import fold
from bot.understanding.session_note.line import Line
from bot.understanding.session_note.numerals import quantity

_NONE = frozenset({"0", "khong", "khong co", "khong co ai", "khong ai", "none", "no"})
_TIME = re.compile(r"(\d{1,2})(?: ?(?:h|g|gio))?(?: ?(\d{2}|ruoi))?(?: ?phut)?(?: (sang|trua|chieu|toi))?")
_LONG = re.compile(
    r"(\d{1,2}) ?(?:h|g|gio|tieng)(?: ?(?:(ruoi)|(\d{1,2})(?: ?(?:p|ph|phut))?))?|(\d{1,4})(?: ?(?:p|ph|phut))?"
)
_HALF = "nua tieng"
_LEAD = re.compile(r"^(?:luc|khoang|tam|tu|hon|gan|mat)\s+")


def read_count(text: str) -> int | None:
    """The first number in it, in digits or in words; None: there is none."""
    if fold(text) in _NONE:
        return 0
    line = Line(text)
    found = (quantity(line, at) for at in range(len(line)))
    return next((one.value for one in found if one), None)


def read_time(text: str) -> time | None:
    """ "9h10", "9 giờ", "2 rưỡi chiều"."""
    found = _TIME.fullmatch(_plain(text))
    if not found:
        return None
    hour, half, part = int(found[1]), found[2], found[3]
    minute = 30 if half == "ruoi" else int(half or 0)
    if part in {"chieu", "toi"} and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_minutes(text: str) -> int | None:
    """ "45 phút", "1 tiếng rưỡi", "2h15"; a number alone counts minutes."""
    plain = _plain(text)
    if plain == _HALF:
        return 30
    found = _LONG.fullmatch(plain)
    if not found:
        return None
    if found[4]:
        return int(found[4])
    return int(found[1]) * 60 + (30 if found[2] else int(found[3] or 0))


def _plain(text: str) -> str:
    return _LEAD.sub("", fold(text))
