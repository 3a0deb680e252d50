"""The notebook page in a real browser, and a member before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Playwright, expect
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import ROOT
from bot.content.load import Content, read_content
from bot.core.roles import Post, Role
from bot.key import FILE
from bot.storage import notebook, team_tables, teams
from bot.storage.database import Database
from bot.storage.tables import people
from tests.e2e.browser import FLAGS, PATIENCE_MS, find_browser, spoken
from tests.e2e.process import Bot
from tests.e2e.words import vi

PAGE = "/so-tay"
COMMUNE = "23941"
TEAM = "Tổ số thôn 2"
VILLAGES = ("thôn 2", "làng Krái")
POSTED = "POST /so-tay/api/sessions"
NO_NETWORK = "net::ERR_"
"""What the browser itself says in its console when there is no network."""


@cache
def content() -> Content:
    return read_content(ROOT / "content")


def service(code: str) -> str:
    return spoken(content().services[code].title)


def outcome(code: str, name: str) -> str:
    return spoken(content().services[code].outcomes[name])


# ---- a member ----


@asynccontextmanager
async def database(bot: Bot) -> AsyncIterator[Database]:
    """The database of a bot that runs."""
    opened = Database(f"sqlite+aiosqlite:///{bot.data / 'toso.db'}")
    try:
        yield opened
    finally:
        await opened.close()


async def make_member(bot: Bot, person_id: int = 0, name: str = "Bác Nam", *, beside: int = 0) -> int:
    """Somebody new, or the one of that number, is in a team from now on: one of their own, or that of the member
    ``beside``. Gives back their number."""
    now = datetime.now(UTC)
    async with database(bot) as opened, opened.write() as connection:
        if not person_id:
            row = {"lang": "vi", "place": "", "called": "", "created_at": now, "seen_at": now}
            made = await connection.execute(people.insert().values(row).returning(people.c.id))
            person_id = int(made.scalar_one())
        [team] = (await teams.standing(connection, beside)).teams or [await make_team(connection, now)]
        await teams.give(connection, person_id, Post(Role.MEMBER, COMMUNE, team), name, now)
    return person_id


async def make_team(connection: AsyncConnection, now: datetime) -> int:
    team = await teams.make(connection, COMMUNE, TEAM, now, by=None)
    here = team_tables.teams.c.id == team.id
    await connection.execute(team_tables.teams.update().where(here).values(villages=list(VILLAGES)))
    return team.id


async def make_link(bot: Bot, person_id: int) -> str:
    """As the chat gives it."""
    key = (bot.data / FILE).read_bytes()
    async with database(bot) as opened, opened.write() as connection:
        return f"{PAGE}?v={await notebook.make_link(connection, key, person_id, datetime.now(UTC))}"


# ---- the page ----


@dataclass
class Notebook:
    """One tab with the notebook. ``faults``: what the browser complained of, the missing network aside."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heed)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _heed(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and NO_NETWORK not in message.text:
            self.faults.append(message.text)

    # ---- what stands there ----

    @property
    def form(self) -> Locator:
        return self.page.locator("form.log")

    @property
    def count(self) -> Locator:
        """How many wait, on the tab of the log."""
        return self.page.locator("#count")

    @property
    def notice(self) -> Locator:
        return self.page.locator("#notice")

    def entries(self, state: str = "") -> Locator:
        """Cards of the log: ``waiting``, ``mend`` or ``sent``."""
        return self.page.locator(f".entry[data-state={state}]" if state else ".entry")

    async def too_wide(self) -> int:
        """By how much the page can be pushed sideways."""
        return int(await self.page.evaluate(
            """() => {
              const parts = [document.scrollingElement, document.getElementById("main")];
              const all = [...parts, ...document.querySelectorAll("dialog[open]")];
              return Math.max(...all.map((one) => one.scrollWidth - one.clientWidth));
            }"""
        ))  # fmt: skip

    # ---- what the member does ----

    async def enter(self, link: str) -> None:
        await self.page.goto(link)
        await self.page.get_by_role("button", name=vi("Into the notebook")).click()
        await expect(self.form).to_be_visible()

    async def open(self, part: str) -> None:
        """``ghi``, ``so`` or ``huong-dan``."""
        await self.page.locator(f"#tabs a[data-tab={part}]").click()

    async def is_ready(self) -> None:
        """It will work without network from here on."""
        await self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await self.page.wait_for_function("navigator.serviceWorker.controller !== null")

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def choose(self, label: str) -> None:
        await self.form.get_by_text(label, exact=True).first.click()

    async def log(self, code: str, result: str, people: int, village: str = "") -> None:
        """One session, as most are: a service, what came of it, how many, where."""
        await self.open("ghi")
        await expect(self.form).to_be_visible()
        if not await self.page.locator(f'[data-at="what.{code}"]').count():
            await self.press(vi("Another service…"))
            await self.page.locator("#ask").get_by_role("button", name=service(code), exact=True).click()
        else:
            await self.page.locator(f'[data-at="what.{code}"]').click()
        await self.choose(outcome(code, result))
        await self.choose(vi("I saw it on the screen"))
        await self.page.locator('[data-at="people.number"]').fill(str(people))
        if village:
            await self.page.locator('[data-at="village.text"]').fill(village)
        await self.press(vi("Save in the log"))
        await expect(self.page.locator(".summary")).to_be_visible()

    async def kept(self) -> dict[str, Any]:
        """What the browser keeps: the databases, the caches, and how many bytes are in these."""
        found: dict[str, Any] = await self.page.evaluate(
            """async () => {
              const sizes = {};
              for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                  sizes[request.url] = (await (await cache.match(request)).arrayBuffer()).byteLength;
                }
              }
              const databases = (await indexedDB.databases()).map((one) => one.name);
              return { sizes, databases, names: await caches.keys() };
            }"""
        )
        return found


@asynccontextmanager
async def same_browser(playwright: Playwright, profile: Path, url: str) -> AsyncIterator[BrowserContext]:
    """A browser that remembers, in this folder, from one start to the next."""
    context = await playwright.chromium.launch_persistent_context(
        str(profile), executable_path=find_browser(), args=FLAGS, base_url=url, viewport={"width": 360, "height": 740},
        has_touch=True, is_mobile=True,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        await context.close()
