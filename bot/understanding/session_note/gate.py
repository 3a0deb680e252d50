"""Whether a line is the note of a session at all: not a question, a wish, a plan or what somebody heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.content.session_words import Said, ServiceWords, SessionWords
from bot.understanding.session_note.endings import Ending
from bot.understanding.session_note.line import Line, plain
from bot.understanding.session_note.people import People
from bot.understanding.session_note.topics import Topics

FIRST = 4  # words from the beginning in which a plan says that it is one

_PERSON = frozenset({"nguoi"})


@dataclass(frozen=True)
class Reading:
    """What was found in a line. ``placed``, ``dated``, ``counted``: the words of places, of days, of counts."""

    line: Line
    topics: Topics
    people: People
    endings: Sequence[Ending]
    placed: frozenset[int]
    dated: frozenset[int]
    counted: frozenset[int]

    @property
    def is_done(self) -> bool:
        return any(ending.says in {"done", "result"} for ending in self.endings)

    @property
    def has_failed(self) -> bool:
        return any(ending.says == "not_done" for ending in self.endings)


class Gate:
    """Built once; holds nothing of any note."""

    def __init__(self, words: SessionWords) -> None:
        signs = words.signs
        self._services: Mapping[str, ServiceWords] = words.services
        self._helping, self._holding = plain(signs.helping), plain(signs.holding)
        self._coming_for_help = plain(signs.coming_for_help)
        self._asking, self._first, self._last = plain(signs.asking), plain(signs.asking_first), plain(signs.asking_last)
        self._wanting, self._wishing, self._self = plain(signs.wanting), plain(signs.wishing), plain(signs.first_person)
        self._hearsay, self._coming, self._kin = plain(signs.hearsay), plain(signs.coming), plain(_single(words))

    def helped(self, reading: Reading) -> bool:
        return self._helping.first(reading.line, reading.placed) is not None

    def held(self, reading: Reading) -> bool:
        return self.helped(reading) or self._holding.first(reading.line, reading.placed) is not None

    def lets_in(self, reading: Reading) -> bool:
        """Somebody was helped with something; and nobody asks, plans or passes on what was heard."""
        if self._asks(reading) or self._is_to_come(reading) or self._was_heard(reading):
            return False
        said = reading.people.said
        if not reading.topics.services:
            return said and self.helped(reading)
        helped = self.held(reading)
        if not helped and (self._only_happened(reading) or (not said and self._self.first(reading.line))):
            return False
        return said or helped or self._speaks_of_help(reading)

    def is_clear(self, reading: Reading, *, names: bool) -> bool:
        """Hardly anything else would be written so: people are counted beside some other sign, or there are several."""
        ended = reading.is_done or reading.has_failed
        signs = [ended, names, bool(reading.dated), bool(reading.placed), self.helped(reading)]
        if reading.counted:
            return any(signs)
        return sum(signs) > 2 or (names and (ended or bool(reading.dated)))

    def _speaks_of_help(self, reading: Reading) -> bool:
        """Though it counts and names nobody, and says of nobody that they helped."""
        came = self._coming_for_help.first(reading.line) is not None
        somebody = self._kin.first(reading.line, reading.placed) is not None
        if reading.is_done or came:
            return bool(somebody or reading.placed or reading.dated)
        return bool(reading.placed and reading.dated) and not reading.has_failed

    def _was_heard(self, reading: Reading) -> bool:
        """But "nghe nói về lừa đảo" is what people came for."""
        help_ = frozenset(at for hit in self._helping.hits(reading.line) for at in hit.span)
        return self._hearsay.first(reading.line, help_) is not None

    def _only_happened(self, reading: Reading) -> bool:
        topics = reading.topics
        told_of = any(self._services[code].told_of for code in topics.services)
        return told_of and not topics.held and not topics.results

    def _asks(self, reading: Reading) -> bool:
        line = reading.line
        results = {at for mention in reading.topics.results for at in range(mention.start, mention.end)}
        taken = reading.placed | results
        asks = self._asking.first(line, taken | reading.counted)  # "mười mấy người" asks nothing
        if "?" in line.text or asks or self._wanting.first(line, taken):
            return True
        if self._first.at(line, 0) or self._asks_at_last(line):
            return True
        wishes = self._wishing.first(line, taken | reading.topics.taken) is not None
        return wishes and not self.helped(reading) and self._coming_for_help.first(line) is None

    def _asks_at_last(self, line: Line) -> bool:
        """ "…, 1 người không" tells, and does not ask."""
        last = (self._last.at(line, at) for at in range(max(len(line) - 2, 0), len(line)))
        return any(hit and hit.end == len(line) and line.folded(hit.start - 1) not in _PERSON for hit in last)

    def _is_to_come(self, reading: Reading) -> bool:
        """A plan says so at its beginning; "chị Mai" is nobody's tomorrow."""
        coming = self._coming.first(reading.line, reading.placed)
        return coming is not None and coming.start < FIRST and not self._kin.ending_at(reading.line, coming.start)


def _single(words: SessionWords) -> Said:
    """Words for one person, but for those by which people speak of themselves."""
    return tuple(word for word in words.people.kin if word not in words.people.selves)
