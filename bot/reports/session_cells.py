"""A session as the cells of a row, in whichever file. No resident is named anywhere; outside of the team counts of them
are told by their size alone, or what a row says could be taken from what its village says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TypeAlias

from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.columns import COLUMNS, of_works
from bot.reports.names import HEADINGS, UNKNOWN, Names
from bot.reports.plain import Say
from bot.storage.session_export import SessionRow

Cell: TypeAlias = str | int | date | None
"""None: nothing to say here."""

HEADS: tuple[Phrase, ...] = (
    _("Code"), _("Commune or ward"), _("Village"), _("Day"), _("Team"), _("Members who helped"), HEADINGS["visits"],
    HEADINGS["elders"], HEADINGS["women"], HEADINGS["phoneless"], HEADINGS["confirmed"], _("Services"),
    *(column.heading for column in COLUMNS), _("Difficulties and proposals"),
)  # fmt: skip
SIZES: tuple[tuple[int, str], ...] = ((5, "<5"), (10, "5–9"), (20, "10–19"), (50, "20–49"))
MOST = "≥50"


@cache
def size(count: int) -> str | int:
    """ "<5", "5–9" … nought is nought."""
    return next((sign for below, sign in SIZES if count < below), MOST) if count else 0


class SessionCells:
    """``inside``: for the team itself, with every count as it is. ``teams``: their names, by number."""

    def __init__(self, names: Names, say: Say, teams: Mapping[int, str], *, inside: bool) -> None:
        self._communes = {code: unit.name for code, unit in names.content.places.units.items()}
        self._services = {code: say(one.title) for code, one in names.content.services.items()}
        self._teams, self._inside = teams, inside

    def of(self, row: SessionRow) -> list[Cell]:
        done = of_works(row.works)
        return [
            row.commune, self._communes.get(row.commune, row.commune), row.village or UNKNOWN, row.held_on,
            self._teams.get(row.team, str(row.team)), row.members, self._count(row.people), self._counted(row.elders),
            self._counted(row.women), self._count(row.phoneless), self._count(row.confirmed), self._named(row),
            *(self._count(done[column.name]) if column.name in done else None for column in COLUMNS),
            row.difficulty or None,
        ]  # fmt: skip

    def _named(self, row: SessionRow) -> str:
        return ", ".join(dict.fromkeys(self._services.get(work.service, work.service) for work in row.works))

    def _count(self, count: int) -> str | int:
        return count if self._inside else size(count)

    def _counted(self, count: int | None) -> str | int:
        return UNKNOWN if count is None else self._count(count)
