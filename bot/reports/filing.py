"""Making the files of a report: the figures as everywhere else, and the log in portions beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from bot.content.load import Content
from bot.core.exports import Form
from bot.core.facts import Scope
from bot.core.phrases import Phrase, Say
from bot.reports.csv_files import ENCODING, SessionCsv, write_report
from bot.reports.filed import Filed
from bot.reports.names import Names
from bot.reports.period import Period
from bot.reports.report import Place, Report
from bot.reports.reporting import Reports
from bot.storage import official, session_export
from bot.storage.database import Database
from bot.storage.demo import is_demo
from bot.storage.session_export import SessionRow
from bot.understanding.fold import fold

Told = Callable[[int, int], Awaitable[bool]]
"""How many of how many sessions are written. False: it is not wanted any more."""
Make: TypeAlias = "Callable[[Wanted, Path, Told], Awaitable[None]]"
"""Of what, where to, and who is told meanwhile. Raises ``Dropped``."""
LEAN_FROM = 5_000
"""From so many sessions on a file goes onto the disk row by row."""
MEDIA: Mapping[Form, str] = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
    Form.PNG: "image/png",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """``inside``: for the team itself. ``sessions``: session by session as well (in a CSV file: those alone)."""

    form: Form
    period: Period
    place: Place
    lang: str = "vi"
    sessions: bool = False
    inside: bool = False

    @property
    def name(self) -> str:
        """Of the file, for whoever saves it: "bao-cao-2026-10-xa-chu-se.xlsx"."""
        what = "phien" if self.sessions and self.form is Form.CSV else "bao-cao"
        where = [fold(self.place.name) or "tinh", *([f"to {self.place.team}"] if self.place.team else [])]
        return f"{what}-{self.period.code}-{'-'.join(' '.join(where).split())}.{self.form}"


class Rows(Protocol):
    """A file into which sessions are written."""

    def add(self, rows: list[SessionRow]) -> None: ...

    def close(self) -> None: ...


class Dropped(Exception):
    """Whoever asked for the file does not want it any more."""


class Filing:
    """``reports``, ``content``: as they are now. What takes long is done beside the loop, so that people are answered
    meanwhile."""

    def __init__(
        self, database: Database, reports: Callable[[], Reports], content: Callable[[], Content], say: Say
    ) -> None:  # fmt: skip
        self._database, self._reports, self._content, self._say = database, reports, content, say

    async def make(self, wanted: Wanted, path: Path, told: Told | None = None) -> None:
        """Raises ``Dropped``. The file is whole, or what stands at ``path`` must not be used."""
        report = await self._reports().report(wanted.period, wanted.place, inside=wanted.inside)
        if wanted.sessions and wanted.form is not Form.PNG:
            await self._with_sessions(wanted, report, path, told)
        else:
            await self._alone(wanted, report, path)

    async def sessions(self, wanted: Wanted) -> int:
        """How many would be in it."""
        if not wanted.sessions:
            return 0
        async with self._database.read() as connection:
            return await session_export.count(connection, _scope(wanted))

    async def _alone(self, wanted: Wanted, report: Report, path: Path) -> None:
        async with self._database.read() as connection:
            entered, demo = await official.entered(connection), await is_demo(connection)
        names, say = Names(self._content()), self._spoken(wanted.lang)
        await asyncio.to_thread(WRITERS[wanted.form], path, Filed(report, names, say, entered, demo))

    async def _with_sessions(self, wanted: Wanted, report: Report, path: Path, told: Told | None) -> None:
        async with self._database.read() as connection:
            total = await session_export.count(connection, report.scope)
            teams = await session_export.team_names(connection)
            entered, demo = await official.entered(connection), await is_demo(connection)
        filed = Filed(report, Names(self._content()), self._spoken(wanted.lang), entered, demo)
        file = await asyncio.to_thread(_begin, wanted.form, path, filed, teams, lean=total > LEAN_FROM)
        done = 0
        async for rows in session_export.portions(self._database, report.scope):
            await asyncio.to_thread(file.add, rows)
            done += len(rows)
            if told and not await told(done, max(total, done)):
                raise Dropped
        await asyncio.to_thread(file.close)

    def _spoken(self, lang: str) -> Callable[[Phrase], str]:
        return lambda phrase: self._say(phrase, lang)


def _scope(wanted: Wanted) -> Scope:
    return Scope(wanted.period.first, wanted.period.last, wanted.place.code, wanted.place.team)


def _begin(form: Form, path: Path, filed: Filed, teams: Mapping[int, str], *, lean: bool) -> Rows:
    if form is Form.XLSX:
        from bot.reports.xlsx import Book  # with the first file that is made

        return Book(path, filed, teams, lean=lean)
    return SessionCsv(path, filed, teams)


def _xlsx(path: Path, filed: Filed) -> None:
    from bot.reports.xlsx import Book

    Book(path, filed).close()


def _csv(path: Path, filed: Filed) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        write_report(file, filed)


def _png(path: Path, filed: Filed) -> None:
    from bot.reports.chart import draw

    path.write_bytes(draw(filed))


WRITERS: Mapping[Form, Callable[[Path, Filed], None]] = {Form.XLSX: _xlsx, Form.CSV: _csv, Form.PNG: _png}
