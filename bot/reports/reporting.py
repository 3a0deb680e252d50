"""The door to reports: reads what was counted, and makes the report of it. Screens, files and the API come this way."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.clock import Clock
from bot.core.facts import Scope
from bot.reports.figures import Known, make
from bot.reports.period import Period
from bot.reports.report import Place, Report
from bot.reports.withhold import withhold
from bot.storage.database import Database
from bot.storage.report_rows import read_rows


class Reports:
    """``communes``: every code of the province with its name, in its order."""

    def __init__(self, database: Database, communes: Mapping[str, str], clock: Clock) -> None:
        self._database, self._communes, self._clock = database, communes, clock

    async def report(self, period: Period, place: Place, *, inside: bool = False) -> Report:
        """``inside``: for members of the one team it is of. For anybody else small counts are withheld."""
        now = self._clock()
        scope = Scope(period.first, period.last, place.code, place.team)
        async with self._database.read() as connection:
            rows = await read_rows(connection, scope, now, members=inside)
        report = make(period, place, rows, Known(self._communes, now, members=inside))
        return report if inside else withhold(report)
