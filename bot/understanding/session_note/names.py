"""People who are named in what a member types into the log: hidden, for the log only counts."""

from __future__ import annotations

import re

from bot.content.session_words import SessionWords
from bot.understanding.numbers import MASK
from bot.understanding.places import Places
from bot.understanding.session_note.counts import Counting, Named
from bot.understanding.session_note.line import Line
from bot.understanding.session_note.place import Sites

_AT = re.compile(r"^(?:ở|tại|dưới|trên)\s+", re.IGNORECASE)


class NameGuard:
    """Knows "cô Hoa" and "nhà ông Sáu"; a name that stands alone it cannot tell from other words."""

    def __init__(self, words: SessionWords, places: Places) -> None:
        self._counting = Counting(words.people, words.places.never_in_names)
        self._sites = Sites(words.places, words.people, places)

    def masked(self, text: str) -> str:
        """ "gọi cô Hoa không được": "gọi cô ●●●● không được"."""
        line = Line(text)
        for named in reversed(self._named(line)):
            first = min(named.start + 1, named.end - 1)  # the form of address may stay
            text = text[: line.words[first].start] + MASK + text[line.words[named.end - 1].end :]
        return text

    def place(self, text: str) -> str:
        """Without "ở" before it; of somebody's house only the village it stands in, "" if that is not said."""
        line = Line(text)
        if not self._named(line):
            return _AT.sub("", text)
        return self._sites.find(line, frozenset())[0] or ""

    def _named(self, line: Line) -> list[Named]:
        return [named for named in self._counting.named(line, frozenset()) if not named.relative]
