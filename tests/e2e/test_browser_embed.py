"""The button that other sites put on their pages, in a real browser, on a site of its own with a strict policy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import web as http
from playwright.async_api import FrameLocator, Locator, expect

from tests.e2e.browser import Chat, Visits, Web, step, which_place
from tests.e2e.words import LATER

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

OPEN_SHADOWS = """{
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) { return attach.call(this, { ...init, mode: "open" }); };
}"""
"""So that Playwright can look into what is closed to the site."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def commune(web: Web) -> AsyncIterator[str]:
    """The address of a commune's site, of another name and port than the bot's, with our one line in its page."""
    page = f"""<!doctype html><html lang="vi"><title>UBND xã</title><link rel="icon" href="data:,"><h1>Xã Chư Sê</h1>
        <button>Tin tức</button><script src="{web.bot.url}/embed.js" async></script></html>"""
    policy = f"default-src 'none'; script-src {web.bot.url}; frame-src {web.bot.url}; style-src 'self'; img-src data:"

    async def show(_request: http.Request) -> http.Response:
        return http.Response(text=page, content_type="text/html", headers={"Content-Security-Policy": policy})

    site = http.Application()
    site.add_routes([http.get("/", show)])
    runner = http.AppRunner(site)
    await runner.setup()
    await http.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://localhost:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(web: Web, commune: str) -> AsyncIterator[Visits]:
    async with web.visits(commune) as visits:
        yield visits


async def open_site(visit: Visits, size: tuple[int, int]) -> Chat:
    site = await visit("about:blank", size=size)
    await site.page.add_init_script(OPEN_SHADOWS)
    await site.page.goto("/")
    return site


def opener(site: Chat) -> Locator:
    return site.page.get_by_role("button", name="Hỏi Tổ Số")


def panel(site: Chat) -> Locator:
    return site.page.get_by_role("dialog", name="Trò chuyện với Tổ Số")


def chat_in(site: Chat) -> FrameLocator:
    return site.page.frame_locator("iframe")


@pytest.mark.parametrize("size", [(360, 740), (1100, 760)], ids=["phone", "desktop"])
async def test_another_site_opens_the_chat_gets_an_answer_and_closes_it(visit: Visits, size: tuple[int, int]) -> None:
    site = await open_site(visit, size)
    await opener(site).click()
    await expect(panel(site)).to_be_visible()
    said = chat_in(site).locator(".entry.bot .text")
    await expect(said.filter(has_text=which_place())).to_be_visible()

    await chat_in(site).get_by_role("button", name=LATER, exact=True).click()
    await chat_in(site).locator("#box").fill("cài vneid")
    await chat_in(site).locator("#box").press("Enter")
    await expect(said.filter(has_text=step(1))).to_be_visible()

    await site.page.get_by_role("button", name="Đóng").click()
    await expect(panel(site)).to_be_hidden()
    await expect(opener(site)).to_be_focused()
    await opener(site).click()
    await expect(said.filter(has_text=step(1))).to_be_visible()  # it is still there, not loaded anew


async def test_escape_closes_the_chat_from_within_and_the_focus_returns(visit: Visits) -> None:
    site = await open_site(visit, (1100, 760))
    await site.page.keyboard.press("Tab")  # the site's own button
    await site.page.keyboard.press("Tab")
    await expect(opener(site)).to_be_focused()
    await site.page.keyboard.press("Enter")
    await expect(chat_in(site).locator(".entry.bot .text", has_text=which_place())).to_be_visible()
    await chat_in(site).locator("#box").click()
    await site.page.keyboard.press("Escape")
    await expect(panel(site)).to_be_hidden()
    await expect(opener(site)).to_be_focused()

    await site.page.keyboard.press("Enter")
    await expect(panel(site)).to_be_visible()
    await site.page.keyboard.press("Escape")  # the focus is on the bar, which is the site's
    await expect(opener(site)).to_be_focused()


async def test_escape_in_the_settings_of_the_chat_closes_only_the_settings(visit: Visits) -> None:
    site = await open_site(visit, (1100, 760))
    await opener(site).click()
    await chat_in(site).locator("#open-settings").click()
    settings = chat_in(site).locator("#settings")
    await expect(settings).to_be_visible()
    await site.page.keyboard.press("Escape")
    await expect(settings).to_be_hidden()
    await expect(panel(site)).to_be_visible()


async def test_who_does_not_ask_loads_one_small_file_of_ours(web: Web, visit: Visits) -> None:
    site = await open_site(visit, (360, 740))
    await expect(opener(site)).to_be_visible()
    ours = [url for url in site.asked if urlsplit(url).netloc == urlsplit(web.bot.url).netloc]
    assert ours == [f"{web.bot.url}/embed.js"]
