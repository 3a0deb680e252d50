"""People, an announcement for them, and the sending, on a database of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from bot.broadcast.broadcasting import Broadcasting
from bot.broadcast.carrier import Carrier
from bot.broadcast.lane import Lane
from bot.broadcast.message import Messages
from bot.core.campaign_figures import Progress, Terms
from bot.core.campaigns import Audience, Body, Campaign, Draft, Got, Group
from bot.core.channel import Channel
from bot.core.messages import Button, Document, Reply
from bot.delivery.rate import Bucket
from bot.delivery.speak import Speaker
from bot.i18n import Translator
from bot.storage import audience, campaigns, recipients
from bot.storage.database import Database
from bot.storage.door import Site
from bot.storage.tables import addresses, consents, outbox, people
from bot.storage.turns import TurnPorts
from tests.fakes import Clock, RecordingChannel

COMMUNE, OTHER_COMMUNE = "23941", "23617"
AGREED = "2026-11-25-words"
STAMPS = {"announcements": AGREED, "interests": "2026-11-25-guides"}
TELEGRAM, WEB = "telegram", "webchat"
NOON = datetime.fromisoformat("2026-11-25T12:00:00+07:00")
NIGHT = datetime.fromisoformat("2026-11-25T22:30:00+07:00")
CALL = Draft(Body({"vi": "Lớp học ở nhà rông, 8 giờ thứ bảy"}), Audience(Group(places=(COMMUNE,))))


class Stage:
    """``channels``: telegram and a web chat, both recording; ``here`` are the addresses connected to the latter."""

    def __init__(self, database: Database, now: datetime = NOON, over: int = 200) -> None:
        self.database, self.clock, self.over = database, Clock(now), over
        self.telegram, self.web = RecordingChannel(TELEGRAM), RecordingChannel(WEB)
        self.here: set[str] = set()
        self._numbers = count(1)
        self.told: list[tuple[int, str]] = []
        self.broadcasting = self.restarted()

    def restarted(self) -> Broadcasting:
        """Another process on the same database, which knows nothing of what the first one was doing."""
        messages = Messages(self.database, _words, lambda campaign: Reply(f"Đính chính: {campaign.correction['vi']}"))
        lanes: dict[str, Lane] = {}
        self.broadcasting = Broadcasting(
            self.database, self.clock, lanes, lambda: self.terms, self._tell, self.over
        )  # fmt: skip
        channels: list[Channel] = [self.telegram, self.web]
        for channel in channels:
            bucket = Bucket(None, lambda: self.clock().timestamp())
            carrier = Carrier(channel, bucket, Speaker(Translator({}, {}), None, None), messages, self.clock)
            lanes[channel.name] = Lane(
                self.database, carrier, self.clock, self.broadcasting.failing,
                present=(lambda: self.here) if channel is self.web else None, most_in_a_row=5,
            )  # fmt: skip
        self.lanes = lanes
        return self.broadcasting

    @property
    def terms(self) -> Terms:
        return Terms(STAMPS, (TELEGRAM, WEB))

    def _tell(self, campaign: Campaign, what: str, _progress: Progress) -> Reply:
        self.told.append((campaign.id, what))
        return Reply(f"{campaign.id} {what}")

    # ---- people ----

    async def person(
        self, *at: str, channel: str = TELEGRAM, place: str = COMMUNE, agreed: bool | None = True, seen_days: float = 1,
        **more: Any,
    ) -> int:  # fmt: skip
        """``agreed`` None: they were never asked."""
        seen = self.clock() - timedelta(days=seen_days)
        row = {"lang": "vi", "place": place, "called": "", "created_at": seen, "seen_at": seen, **more}
        async with self.database.write() as connection:
            id_ = (await connection.execute(people.insert().values(row).returning(people.c.id))).scalar_one()
            for address in at:
                where = {"channel": channel, "address": address, "reachable": True, "seen_at": seen}
                await connection.execute(addresses.insert().values(person_id=id_, **where))
        if agreed is not None:
            await self.answers(id_, agreed)
        return int(id_)

    async def people(self, number: int) -> list[int]:
        return [await self.person(f"a{n}") for n in range(number)]

    async def answers(self, person: int, given: bool, purpose: str = "announcements", version: str = "") -> None:
        stamp = version or STAMPS.get(purpose, "")
        row = {"person_id": person, "purpose": purpose, "given": given, "version": stamp, "at": self.clock()}
        async with self.database.write() as connection:
            await connection.execute(consents.insert().values(row))

    async def blocks(self, address: str, channel: str = TELEGRAM) -> None:
        there = (addresses.c.channel == channel) & (addresses.c.address == address)
        async with self.database.write() as connection:
            await connection.execute(addresses.update().where(there).values(reachable=False))

    # ---- announcements ----

    async def port(self, act: Any) -> Any:
        async with self.database.write() as connection:
            site = Site(channels=(TELEGRAM, WEB), approve_over=self.over)
            ports = TurnPorts(connection, self.clock(), site)
            found = await act(ports.campaigns)
            await ports.keep()
            return found

    async def written(self, draft: Draft = CALL, by: int = 0, commune: str = COMMUNE) -> Campaign:
        author = by or await self.person(f"writer {next(self._numbers)}", place="", agreed=None)
        made: Campaign = await self.port(lambda port: port.make(author, commune, draft))
        return made

    async def planned(self, draft: Draft = CALL, by: int = 0) -> Campaign:
        """What is urgent for a whole commune was agreed to by somebody else."""
        written = await self.written(draft, by)
        if not written.is_urgent:
            return await self.submits(written)
        asked = await self.submits(written, needs_approval=True)
        second = await self.person(f"second {next(self._numbers)}", place="", agreed=None)
        approved: Campaign = await self.port(lambda port: port.approve(second, asked))
        return approved

    async def submits(self, campaign: Campaign, *, needs_approval: bool = False) -> Campaign:
        by = campaign.author or 0
        planned: Campaign = await self.port(lambda p: p.submit(by, campaign, needs_approval=needs_approval))
        return planned

    async def found(self, campaign: Campaign) -> Campaign:
        async with self.database.read() as connection:
            found = await campaigns.find(connection, campaign.id)
        assert found
        return found

    async def goes(self) -> None:
        """All that can happen now happens."""
        await self.broadcasting.settle()

    async def after(self, seconds: float) -> None:
        self.clock.forward(seconds=seconds)
        await self.goes()

    # ---- what came of it ----

    async def states(self, campaign: Campaign) -> dict[str, str]:
        """By address."""
        async with self.database.read() as connection:
            rows = await recipients.listed(connection, campaign.id, (), "", 1000, 0)
        return {one.address: one.got.value for one in rows}

    async def counts(self, campaign: Campaign) -> dict[Got, int]:
        progress: Progress = await self.port(lambda port: port.progress(campaign.id))
        return {got: number for got in Got if (number := progress.got(got))}

    async def chosen(self, draft: Draft) -> Sequence[str]:
        """The addresses to which it would go, and would not."""
        campaign = replace(await self.written(draft), draft=draft)
        async with self.database.write() as connection:
            question = audience.Question(campaign, self.terms, self.clock())
            await audience.freeze(connection, question)
        return sorted(await self.states(campaign))

    async def notices(self) -> list[str]:
        async with self.database.read() as connection:
            rows = (await connection.execute(sa.select(outbox.c.body))).scalars().all()
        return [body["text"] for body in rows]


def _words(campaign: Campaign, file: Document | None) -> Reply:
    return Reply(
        campaign.draft.body.texts["vi"], (Button("Ngừng nhận", f"announce.stop:{campaign.id}"),), document=file
    )
