"""People who are to get an announcement, and the announcement, put into the database before the bot starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.config import ROOT
from bot.content.load import read_content
from bot.core.campaigns import Audience, Body, Draft, Group, Urgency
from bot.core.talk import Talk
from bot.storage import campaigns
from bot.storage.audience import ANNOUNCEMENTS
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.tables import addresses, consents, people, talks
from tests.e2e.process import Bot

HERE, ELSEWHERE = "23941", "23617"
TEXT = "Sông Ba lên nhanh, bà con lên nhà rông ngay"
WRITER, APPROVER = 1, 2
FIRST = 3
"""The number of the first who is to get it; their chats bear the same numbers, from 10,000 on."""
CHATS = 10_000


async def announce(url: str, number: int) -> None:
    """Urgent, so that it goes at whatever hour this runs, and agreed to by a second administrator."""
    database, now = Database(url), datetime.now(UTC)
    stamp = read_content(ROOT / "content").consents.announcements.stamp
    been = Talk(greeted=True, invited=True).dump()
    await migrate(database)
    async with database.write() as connection:
        for begin in range(1, number + FIRST, 1000):
            ids = range(begin, min(begin + 1000, number + FIRST))
            since = now - timedelta(days=3)
            seen = {"lang": "vi", "called": "", "created_at": since, "seen_at": since}
            who = [{"id": n, "place": HERE if n >= FIRST else ELSEWHERE, **seen} for n in ids]
            await connection.execute(people.insert(), who)
            there = {"channel": "telegram", "reachable": True, "seen_at": since}
            at = [{"person_id": n, "address": str(CHATS + n), **there} for n in ids]
            await connection.execute(addresses.insert(), at)
            yes = {"purpose": ANNOUNCEMENTS, "given": True, "version": stamp, "at": since}
            await connection.execute(consents.insert(), [{"person_id": n, **yes} for n in ids])
            talked = [{"person_id": n, "body": been, "updated_at": since} for n in ids]
            await connection.execute(talks.insert(), talked)
        draft = Draft(Body({"vi": TEXT}), Audience(Group(places=(HERE,))), urgency=Urgency.URGENT)
        written = await campaigns.make(connection, HERE, draft, now, by=WRITER)
        asked = await campaigns.submit(connection, written, now, by=WRITER, needs_approval=True)
        assert asked
        assert await campaigns.approve(connection, asked, now, by=APPROVER)
    await database.close()


def chats(number: int) -> range:
    """Of all who are to get it."""
    return range(CHATS + FIRST, CHATS + FIRST + number)


@dataclass(frozen=True)
class Outcome:
    """``got``: by chat, how often it came. ``states``: of the recipients, how many. ``by``: the state by chat."""

    got: Counter[int]
    states: Counter[str]
    by: dict[int, str]
    doubtful: frozenset[int]

    @property
    def twice(self) -> set[int]:
        return {chat for chat, times in self.got.items() if times > 1}


def outcome(bot: Bot, got: Counter[int]) -> Outcome:
    rows = bot.rows("SELECT address, state, doubtful FROM recipients")
    by = {int(address): state for address, state, _ in rows}
    return Outcome(got, Counter(by.values()), by, frozenset(int(a) for a, _, doubtful in rows if doubtful))


def in_flight(bot: Bot) -> int:
    """How many were being sent when it was killed."""
    return int(bot.rows("SELECT count(*) FROM recipients WHERE state = 'sending'")[0][0])


def has_ended(bots: Sequence[Bot]) -> bool:
    return bool(bots[0].rows("SELECT id FROM campaigns WHERE ended_at IS NOT NULL"))
