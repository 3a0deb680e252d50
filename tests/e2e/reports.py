"""What reports are made of, and what the admin site, its files and the command line say of it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from playwright.async_api import Download, Page, expect

from bot.core.clock import VIETNAM
from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Had, Session, Work
from bot.storage import rollup, sessions
from bot.storage.session_tables import session_works
from bot.storage.session_tables import sessions as table
from tests.e2e.admin import link, make_holder
from tests.e2e.browser import Visits
from tests.e2e.notebook import COMMUNE, database, make_team
from tests.e2e.process import Bot, command
from tests.e2e.words import vi

DESKTOP, PHONE = (1280, 900), (360, 740)
PATIENCE_MS = 30_000.0
VISITS, DONE = "People helped (visits)", "Done, seen by the member"


def today() -> date:
    return datetime.now(UTC).astimezone(VIETNAM).date()


# ---- what there is ----


async def make_reporting_leader(bot: Bot, *people: int) -> int:
    """Of a new team that has helped so many today, a session each."""
    now = datetime.now(UTC)
    async with database(bot) as opened, opened.write() as connection:
        team = await make_team(connection, now)
    leader = await make_holder(bot, Post(Role.LEADER, COMMUNE, team), "Chị Lan")
    async with database(bot) as opened, opened.write() as connection:
        for number, count in enumerate(people):
            work = (Work("vneid", "activated_l2", count, Evidence.SEEN, Had.NO),)
            session = Session(f"reports.{leader}.{number}", team, COMMUNE, today(), work, count, "thôn 2")
            await sessions.save(connection, leader, session, now)
    return leader


async def log_many(bot: Bot, leader: int, count: int) -> None:
    """As if the team had logged for years: straight into the table, and rolled up afterwards."""
    now = datetime.now(UTC)
    [(team,)] = bot.rows("SELECT team_id FROM posts WHERE person_id = ?", leader)
    common = {"person_id": leader, "entered_at": now, "confirmed": 0, "thanks": 0, "version": 1}
    work = {
        "position": 0,
        "service": "vneid",
        "outcome": "activated_l2",
        "people": 7,
        "evidence": "E2",
        "had_before": "no",
    }
    async with database(bot) as opened:
        async with opened.write() as connection:
            rows = [
                common
                | {"key": f"many.{n}"}
                | sessions.columns_of(Session("", team, COMMUNE, today(), (), 7, "thôn 2"))
                for n in range(count)
            ]
            await connection.execute(table.insert(), rows)
            ids = (await connection.execute(table.select().with_only_columns(table.c.id))).scalars().all()
            await connection.execute(session_works.insert(), [work | {"session_id": id_} for id_ in ids])
        await rollup.rebuild(opened)


# ---- who looks ----


async def enter(visit: Visits, bot: Bot, person: int, size: tuple[int, int] = DESKTOP, **options: Any) -> Page:
    page = (await visit(await link(bot, person), size=size, **options)).page
    page.set_default_timeout(PATIENCE_MS)
    await page.get_by_role("button", name=vi("Sign in"), exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(vi("Overview"), timeout=PATIENCE_MS)
    return page


async def part(page: Page, title: str) -> None:
    """Over the navigation to that part of the site."""
    await page.locator(".parts").get_by_role("link", name=title, exact=True).click()
    await expect(page.locator(".parts [aria-current]")).to_have_text(title, timeout=PATIENCE_MS)


async def tile(page: Page, msgid: str) -> str:
    """The figure on it."""
    found = page.locator(".tile").filter(has=page.locator(".what").get_by_text(vi(msgid), exact=True))
    return await found.locator(".number").inner_text()


async def make_file(page: Page, folder: Path) -> Path:
    """The Excel file that the page hands out at once."""
    async with page.expect_download(timeout=PATIENCE_MS) as coming:
        await page.get_by_role("button", name=vi("Make the file"), exact=True).click()
    return await saved(await coming.value, folder)


async def saved(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    await download.save_as(path)
    return path


# ---- what it says ----


def in_summary(path: Path, msgid: str) -> str:
    """The figure that stands beside these words on the first sheet of figures."""
    book = openpyxl.load_workbook(path, read_only=True)
    for row in book[vi("Summary")].iter_rows(values_only=True):
        if str(row[0] or "").strip() == vi(msgid):
            return str(row[1])
    raise LookupError(msgid)


def session_lines(path: Path) -> int:
    """How many sessions stand in the file, by their day."""
    book = openpyxl.load_workbook(path, read_only=True)
    day = f"{today():%d/%m/%Y}"
    rows = book[vi("Session by session")].iter_rows(values_only=True)
    return sum(any(_is_day(cell, day) for cell in row[:5]) for row in rows)


def _is_day(cell: object, day: str) -> bool:
    return (f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)) == day


async def told_by_command(bot: Bot, place: str) -> dict[str, Any]:
    """The report of this month, as ``report --format json`` has it."""
    options = ("--month", f"{today():%Y-%m}", "--place", place, "--format", "json")
    done = await command("report", *options, settings={"DATA_DIR": str(bot.data)})
    assert done.code == 0, done.err
    body: dict[str, Any] = json.loads(done.out)
    return body
