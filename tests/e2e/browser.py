"""The page in a real browser, and a resident before it."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, async_playwright, expect

from bot.config import ROOT
from bot.content.load import read_content
from bot.content.model import Guide
from bot.core.phrases import Phrase
from bot.i18n import Translator
from tests.e2e.process import Bot
from tests.e2e.words import HELLO, LATER, WHAT_DO_YOU_NEED, WHICH_PLACE, vi

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE_MS = 20_000.0

GUIDE = "vneid-kich-hoat"
AT_STEP_1 = f"/?g={GUIDE}"
"""A page that opens the guide at once."""

expect.set_options(timeout=PATIENCE_MS)


# ---- the words on the page ----


@cache
def guide() -> Guide:
    """The guide of these tests, as its editors have it now."""
    return read_content(ROOT / "content").guides[GUIDE]


@cache
def way_from_menu() -> tuple[str, str, str]:
    """The labels that lead from the menu to the guide: its group, its service, itself."""
    content = read_content(ROOT / "content")
    service = content.guides[GUIDE].service
    group = next(group for group in content.menu.values() if service in group.services)
    return spoken(group.title), spoken(content.services[service].title), spoken(content.guides[GUIDE].title)


@cache
def _translator() -> Translator:
    return Translator.read(ROOT / "locales")


def spoken(phrase: Phrase, lang: str = "vi") -> str:
    """As it stands on the page: what is bold has no stars."""
    return _translator().speak(phrase, lang).replace("*", "")


def step(number: int, lang: str = "vi") -> str:
    """What is to be done at this step of the guide."""
    return spoken(guide().steps[number - 1].do, lang)


def greeting() -> str:
    return vi(HELLO, you="bà con")


def which_place() -> str:
    return vi(WHICH_PLACE, You="Bà con")


def menu_question() -> str:
    return vi(WHAT_DO_YOU_NEED, You="Bà con")


# ---- the page ----


class Chat:
    """One tab with the chat page. ``faults``: what the browser complained of; ``asked``: every address asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.asked: list[str] = []
        page.on("console", self._heed)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda line: self.asked.append(line.url))

    def _heed(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(message.text)

    @property
    def box(self) -> Locator:
        return self.page.locator("#box")

    @property
    def html(self) -> Locator:
        return self.page.locator("html")

    @property
    def choices(self) -> Locator:
        """The buttons of the present turn."""
        return self.page.locator(".entry.current .choice")

    def by_bot(self, words: str = "") -> Locator:
        return self.page.locator(".entry.bot .text", has_text=words or None)

    def by_person(self, words: str = "") -> Locator:
        return self.page.locator(".entry.person .text", has_text=words or None)

    async def talk(self) -> list[str]:
        """All that was said, from both sides, as it stands now."""
        return await self.page.locator(".entry .text").all_inner_texts()

    async def hears(self, words: str, times: int = 1) -> None:
        """These words of the bot, so many times; no more and no less."""
        await expect(self.by_bot(words)).to_have_count(times)

    async def press(self, label: str) -> None:
        """The newest button of that label in the present turn."""
        await self.page.bring_to_front()
        await self.choices.and_(self.page.get_by_role("button", name=label, exact=True)).last.click()

    async def say(self, words: str) -> None:
        await self.box.fill(words)
        await self.box.press("Enter")

    async def is_answered(self, words: str) -> None:
        """Whatever it is, the bot says something to this."""
        before = await self.by_bot().count()
        await self.say(words)
        await expect(self.by_bot().nth(before)).to_be_visible()

    async def to_menu(self) -> None:
        """A newcomer who does not say where they live."""
        await self.hears(which_place())
        await self.press(LATER)
        await self.hears(menu_question())

    async def settings(self) -> Locator:
        await self.page.locator("#open-settings").click()
        await expect(self.page.locator("#settings")).to_be_visible()
        return self.page.locator("#settings")

    async def reload(self) -> None:
        await self.page.reload()
        await expect(self.page.locator("#not-started")).to_have_count(0)

    async def kept(self, prefix: str = "toso.") -> dict[str, str]:
        """What this browser remembers under names that begin so."""
        found: dict[str, str] = await self.page.evaluate(
            "(prefix) => Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith(prefix)))",
            prefix,
        )
        return found

    async def too_wide(self) -> list[str]:
        """What sticks out of the window to the right or can be pushed sideways; hidden parts aside."""
        found: list[str] = await self.page.evaluate(_TOO_WIDE)
        return found


_TOO_WIDE = """() => {
  const shown = (e) => e.checkVisibility() && !e.closest(".hidden");
  const outside = (e) => e.getBoundingClientRect().right > innerWidth + .5 && shown(e);
  const pushed = (e) => e.scrollWidth > e.clientWidth && ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
  const named = (e) => e.tagName + "#" + e.id + "." + e.className + ": " + (e.textContent || "").trim().slice(0, 40);
  const found = [...document.body.querySelectorAll("*")].filter((e) => outside(e) || pushed(e)).map(named);
  const root = document.scrollingElement, log = document.getElementById("log");
  if (root.scrollWidth > innerWidth) found.push("the page: " + root.scrollWidth);
  if (log.scrollWidth > log.clientWidth) found.push("the talk: " + log.scrollWidth);
  return found;
}"""


# ---- the browser ----


@dataclass
class Visits:
    """Opens pages of one bot, each in a browser profile of its own; in the end none may have complained."""

    browser: Browser
    url: str
    contexts: list[BrowserContext] = field(default_factory=list)
    chats: list[Chat] = field(default_factory=list)

    async def __call__(
        self, path: str = "/", *, size: tuple[int, int] = (360, 740), beside: Chat | None = None, **options: Any
    ) -> Chat:
        """``beside``: another tab of the same browser. ``options`` are those of Playwright's ``new_context``."""
        context = beside.page.context if beside else await self._context(size, **options)
        chat = Chat(await context.new_page())
        self.chats.append(chat)
        await chat.page.goto(path)
        return chat

    async def _context(self, size: tuple[int, int], **options: Any) -> BrowserContext:
        viewport = {"width": size[0], "height": size[1]}
        context = await self.browser.new_context(**{"base_url": self.url, "viewport": viewport, **options})
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        return context


@dataclass(frozen=True)
class Web:
    """A bot that runs with the real guides, and a browser."""

    bot: Bot
    browser: Browser

    @asynccontextmanager
    async def visits(self, url: str = "") -> AsyncIterator[Visits]:
        visits = Visits(self.browser, url or self.bot.url)
        try:
            yield visits
        finally:
            for context in visits.contexts:
                await context.close()
        faults = [fault for chat in visits.chats for fault in chat.faults]
        assert not faults, faults


@asynccontextmanager
async def open_web(data: Path, *flags: str, **settings: str) -> AsyncIterator[Web]:
    """``flags`` of the browser, ``settings`` of the bot."""
    path = find_browser()
    async with AsyncExitStack() as stack:
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
        stack.push_async_callback(browser.close)
        yield Web(await stack.enter_async_context(Bot(data, ROOT / "content", **settings)), browser)


def find_browser() -> str:
    """Its path. Without one the tests are skipped on somebody's own machine, and fail where they must run."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    words = (
        "There is no browser for these tests. Install Chromium: `make browser`, or `apt-get install chromium` "
        f"(as root, Debian and Ubuntu). Looked for: {', '.join(NAMES)}."
    )
    if os.environ.get("CI"):
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


def free_port() -> int:
    """A port that nobody listens on just now, for a bot that must come back where it was."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


async def axe_faults(page: Page) -> list[str]:
    """The serious and critical faults that axe-core sees, each with the place."""
    await page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    violations = await page.evaluate("axe.run({resultTypes: ['violations']}).then((results) => results.violations)")
    return [
        f"{fault['id']} ({fault['impact']}): {node['target']} {node['failureSummary']}"
        for fault in violations if fault["impact"] in {"serious", "critical"} for node in fault["nodes"]
    ]  # fmt: skip
