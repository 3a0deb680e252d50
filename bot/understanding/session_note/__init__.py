"""What a team member's one-line note says: which services, how many people, where, when, how it ended.

"hôm nay chỉ 3 cô chú cài vneid mức 2 ở thôn 2, 1 người chưa xong" is three people helped with VNeID today at "thôn 2",
two of whom have level 2 now. No name, ID number or telephone number is in what comes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.content.load import Content
from bot.understanding.guard import guard
from bot.understanding.meaning import Understanding
from bot.understanding.places import Places
from bot.understanding.session_note.counts import Count, Counting, Named
from bot.understanding.session_note.days import Days
from bot.understanding.session_note.endings import Ending, Endings
from bot.understanding.session_note.gate import Gate, Reading
from bot.understanding.session_note.line import Line, plain
from bot.understanding.session_note.outcomes import NOT_DONE, Outcomes
from bot.understanding.session_note.people import People, Reckoning
from bot.understanding.session_note.place import Sites
from bot.understanding.session_note.topics import Topics, TopicWords

__all__ = ["NOT_DONE", "SessionNote", "SessionNotes"]

SURE = 0.6
"""From this probability on the understanding may name a service that no word of ``session_words.yaml`` names."""


@dataclass(frozen=True, slots=True)
class SessionNote:
    """``place``: as typed. ``outcomes``: by service, of how many people each outcome of ``services.yaml``, or
    ``not_done``, is said. What is not said to be done is not there, nor a service of which nothing is said. ``names``:
    it named somebody, who is left out. ``clear``: where people ask as well, it is hardly a question."""

    services: tuple[str, ...]
    people: int
    place: str | None
    date: date
    outcomes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    names: bool = False
    clear: bool = True


class SessionNotes:
    """Built once for a content; holds nothing of any note."""

    def __init__(self, content: Content, understanding: Understanding, places: Places) -> None:
        words = content.session_words
        self._short, self._ignored = words.short, plain(words.ignored)
        self._understanding = understanding
        self._service_of = {guide.id: guide.service for guide in content.published}
        counted = (*words.people.counted, *words.people.homes, *words.people.things)
        self._days, self._topics = Days(words.days, counted), TopicWords(words.services)
        self._sites = Sites(words.places, words.people, places)
        self._counting = Counting(words.people, words.places.never_in_names)
        self._endings, self._gate = Endings(words.endings, words.signs.teaching), Gate(words)
        self._outcomes = Outcomes(words.services)
        self._helping = plain(words.signs.helping)
        self._selves = plain(words.people.selves)

    def read(self, text: str, today: date) -> SessionNote | None:
        """None: no note of a session. ``today``: the day in Vietnam."""
        line = Line(guard(text).text, self._short)
        day, dated = self._days.find(line, today)
        ignored = frozenset(at for hit in self._ignored.hits(line, dated) for at in hit.span)
        topics = self._topics.find(line, dated | ignored)
        place, placed = self._sites.find(line, dated | topics.taken)
        counts = self._counting.counts(line, dated | placed | topics.taken)
        endings = self._endings.find(line, topics, counts, dated | placed)
        named = list(self._counting.named(line, dated | placed | topics.taken))
        people = self._people(line, topics, counts, endings, dated | placed, named)
        counted = frozenset(at for count in counts for at in range(count.start, count.end))
        reading = Reading(line, topics, people, endings, placed, dated, counted)
        if not topics.services and people.said and self._gate.helped(reading):
            reading = replace(reading, topics=self._understood(reading) or topics)
        if not self._gate.lets_in(reading):
            return None
        outcomes = self._outcomes.of(line, reading.topics, people, endings)
        names = any(not one.relative for one in named)
        clear = self._gate.is_clear(reading, names=names)
        return SessionNote(reading.topics.services, people.total, place, day, outcomes, names, clear)

    def _people(
        self, line: Line, topics: Topics, counts: Sequence[Count], endings: Sequence[Ending], taken: frozenset[int],
        named: Sequence[Named],
    ) -> People:  # fmt: skip
        tied = {ending.count for ending in endings if ending.count}
        return Reckoning(line, topics, counts, named, tied, self._helping, taken, self._selves).people()

    def _understood(self, reading: Reading) -> Topics | None:
        """What the understanding takes the rest of the note for, where no word names a service."""
        line, taken = reading.line, reading.placed | reading.dated
        rest = " ".join(word.typed for at, word in enumerate(line.words) if at not in taken and not word.is_number)
        meaning = self._understanding.meaning(rest)
        best = meaning.candidates[0] if meaning.kind in {"guide", "guesses"} and meaning.candidates else None
        if best is None or best.score < SURE:
            return None
        return self._topics.of(line, taken, self._service_of[best.target])
