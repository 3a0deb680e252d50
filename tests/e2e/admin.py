"""The admin site in a real browser, and somebody with a post before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

from playwright.async_api import Page

from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Had, Session, Work
from bot.storage import sessions, teams
from bot.storage.tables import people
from tests.e2e.notebook import COMMUNE, database, make_team
from tests.e2e.process import Bot, command

ROOT = "/quan-tri"


@asynccontextmanager
async def seen_dark(page: Page) -> AsyncIterator[None]:
    await page.emulate_media(color_scheme="dark")
    yield
    await page.emulate_media(color_scheme="light")


async def make_holder(bot: Bot, post: Post, name: str) -> int:
    now = datetime.now(UTC)
    async with database(bot) as opened, opened.write() as connection:
        row = {"lang": "vi", "place": "", "called": "", "created_at": now, "seen_at": now}
        made = await connection.execute(people.insert().values(row).returning(people.c.id))
        person = int(made.scalar_one())
        await teams.give(connection, person, post, name, now)
    return person


async def make_leader(bot: Bot, name: str = "Chị Lan") -> int:
    """Of a team that has logged sessions on the last three days."""
    now = datetime.now(UTC)
    async with database(bot) as opened, opened.write() as connection:
        team = await make_team(connection, now)
    person = await make_holder(bot, Post(Role.LEADER, COMMUNE, team), name)
    async with database(bot) as opened, opened.write() as connection:
        for back in range(3):
            work = (Work("vneid", "activated", 2 + back, Evidence.SEEN, Had.NO),)
            day: date = (now - timedelta(days=back)).date()
            session = Session(f"admin.{person}.{back}", team, COMMUNE, day, work, 3 + back, "thôn 2")
            await sessions.save(connection, person, session, now)
    return person


async def link(bot: Bot, person: int = 0) -> str:
    """From the command line, without its host."""
    options = ["--person", str(person)] if person else []
    done = await command("signin", *options, settings={"DATA_DIR": str(bot.data)})
    assert done.code == 0, done.err
    address = next(line.split()[1] for line in done.out.splitlines() if line.startswith("Link"))
    return ROOT + address.partition(ROOT)[2]
