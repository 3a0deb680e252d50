"""What a session says, in words."""

from __future__ import annotations

from bot.core.phrases import Joined, Phrase
from bot.core.phrases import text as _
from bot.core.sessions import Had, Work
from bot.reports.names import EVIDENCE, HAD, Names, written
from bot.reports.session_cells import size


def work_words(names: Names, one: Work, *, inside: bool) -> Phrase:
    """ "VNeID: Level 2 activated, 3 people, seen on the screen, did not have it before"."""
    count = written(one.people) if inside else str(size(one.people))
    parts: list[Phrase] = [
        _("{service}: {outcome}", service=names.service(one.service), outcome=names.outcome(one.service, one.outcome)),
        _("{count} people", count=count),
        EVIDENCE[one.evidence],
    ]
    if one.had_before is not Had.UNKNOWN:
        parts.append(HAD[one.had_before])
    return Joined(tuple(parts), ", ")
