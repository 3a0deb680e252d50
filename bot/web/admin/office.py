"""What the admin site asks of what is stored."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from bot.attaching import Attaching
from bot.core.phrases import Phrase
from bot.reports.export_desk import ExportDesk
from bot.reports.period import Period
from bot.reports.report import Place, Report
from bot.reports.reporting import Reports
from bot.storage import admin, demo
from bot.storage.admin import Browser, Visitor
from bot.web.admin.announcing import Announcing
from bot.web.stores import Stores


@dataclass(frozen=True)
class Office(Stores):
    """``files``: where files of reports are made and handed out. ``attaching``: where questions are learned.
    ``announcing``: the words of announcements, and how they look."""

    files: ExportDesk
    attaching: Attaching
    announcing: Announcing

    # ---- being let in ----

    async def link_is_open(self, secret: str) -> tuple[bool, bool]:
        """(it can be used, it is for the first administrator)."""
        async with self.database.read() as connection:
            link = await admin.LINKS.find(connection, self.site().key, secret, self.clock())
        return link is not None, link is not None and link.person_id is None

    async def sign_in(self, secret: str, *, browser: str, name: str, before: str) -> str | None:
        """The cookie of this browser. None: the link was used, or it is too late."""
        async with self.database.write() as connection:
            return await admin.sign_in(
                connection, self.site().key, secret, self.clock(), browser=browser, name=name, before=before
            )

    async def sign_out(self, cookie: str) -> None:
        async with self.database.write() as connection:
            await admin.sign_out(connection, self.site().key, cookie)

    async def visitor(self, cookie: str) -> Visitor | None:
        now = self.clock()
        async with self.database.read() as connection:
            found = await admin.visitor(connection, self.site().key, cookie, now)
        if found and now - found.seen_at > admin.SEEN_AGAIN:
            async with self.database.write() as connection:
                await admin.seen(connection, found, now)
        return found

    def csrf(self, cookie: str) -> str:
        """What the forms of this browser bear, and no other site knows."""
        return hmac.new(self.site().key, f"admin.csrf.{cookie}".encode(), "sha256").hexdigest()[:32]

    async def is_demo(self) -> bool:
        async with self.database.read() as connection:
            return await demo.is_demo(connection)

    # ---- what pages need ----

    async def say_next(self, visitor: Visitor, words: Phrase) -> None:
        async with self.database.write() as connection:
            await admin.say_next(connection, visitor.session, words)

    async def browsers(self, visitor: Visitor) -> list[Browser]:
        async with self.database.read() as connection:
            return list(await admin.browsers(connection, visitor.person, self.clock()))

    async def end(self, visitor: Visitor, session: int) -> bool:
        async with self.database.write() as connection:
            return await admin.end(connection, visitor.person, session)

    async def end_all(self, visitor: Visitor) -> int:
        async with self.database.write() as connection:
            return await admin.end_all(connection, visitor.person)

    @property
    def reports(self) -> Reports:
        """By the places of now: the content may have been changed."""
        communes = {code: unit.name for code, unit in self.world().places.units.items()}
        return Reports(self.database, communes, self.clock)

    async def report(self, period: Period, place: Place, *, inside: bool = False) -> Report:
        return await self.reports.report(period, place, inside=inside)
