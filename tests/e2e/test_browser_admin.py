"""The admin site in a real browser: in by a link, on a phone and a computer, in light and dark, and out again."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.core.roles import Post, Role
from tests.e2e.admin import ROOT, link, make_holder, make_leader, seen_dark
from tests.e2e.browser import Visits, Web, axe_faults
from tests.e2e.notebook import COMMUNE, TEAM
from tests.e2e.words import en, vi

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

SMALLEST, PHONE, DESKTOP = (320, 568), (360, 740), (1280, 900)
PICTURES = Path(os.environ["TOSO_PICTURES"]) if "TOSO_PICTURES" in os.environ else None
"""Where to put pictures of the pages, for somebody to look at."""
MINE = f"{ROOT}/phien-dang-nhap"


@pytest_asyncio.fixture(loop_scope="session")
async def visit(web: Web) -> AsyncIterator[Visits]:
    """That a page is not there, or not for them any more, the browser itself calls a fault."""
    async with web.visits() as visits:
        yield visits
        for chat in visits.chats:
            chat.faults[:] = [fault for fault in chat.faults if not re.search(r"a status of 40[14]", fault)]


async def sign_in(visit: Visits, address: str, size: tuple[int, int] = DESKTOP) -> Page:
    page = (await visit(address, size=size)).page
    await page.get_by_role("button", name=vi("Sign in"), exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(vi("Overview"))
    return page


async def too_wide(page: Page) -> list[str]:
    """What sticks out of the window to the right; what is in a part that can be pushed sideways does not."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll("body *")]
             .filter((e) => e.checkVisibility() && !e.closest(".wide, .parts ul, .hidden, .skip"))
             .filter((e) => e.getBoundingClientRect().right > innerWidth + .5)
             .map((e) => `${e.tagName}.${e.className}: ${(e.textContent || "").trim().slice(0, 40)}`)"""
    )
    return found


async def photograph(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=PICTURES / f"admin-{name}.png", full_page=True, animations="disabled")


async def test_the_first_administrator_comes_in_by_the_link_that_the_start_prints(web: Web, visit: Visits) -> None:
    [line] = [line for line in web.bot.lines if line.startswith("Admin site")]
    page = (await visit(ROOT + line.split()[2].partition(ROOT)[2], size=PHONE)).page
    assert not await axe_faults(page)
    await photograph(page, "first")
    await page.get_by_label(vi("Your name, as the others will see it")).fill("Anh Nam")
    await page.get_by_role("button", name=vi("Sign in"), exact=True).click()
    await expect(page.locator(".mine")).to_contain_text("Anh Nam")
    await expect(page.locator(".chosen")).to_contain_text(vi("the whole province"))


@pytest.mark.parametrize("size", [SMALLEST, PHONE, DESKTOP], ids=["320", "360", "desktop"])
async def test_every_page_can_be_read_by_everybody(web: Web, visit: Visits, size: tuple[int, int]) -> None:
    page = await sign_in(visit, await link(web.bot, await make_leader(web.bot)), size)
    addresses = [await one.get_attribute("href") or "" for one in await page.locator(".parts a").all()]
    for address in (*addresses, MINE, f"{ROOT}/khong-co", f"{ROOT}?ky=tháng 13&xa=99999"):
        answer = await page.goto(address)
        assert answer
        assert answer.status == (404 if address.endswith("khong-co") else 200), address
        name = f"{size[0]}-{address.partition('?')[0].rpartition('/')[2]}{'-wrong' if 'ky=' in address else ''}"
        assert not await axe_faults(page), address
        assert not await too_wide(page), address
        await photograph(page, name)
        async with seen_dark(page):
            assert not await axe_faults(page), f"{address} in the dark"
            await photograph(page, f"{name}-dark")


async def test_the_chosen_time_place_and_language_stay(web: Web, visit: Visits) -> None:
    page = await sign_in(visit, await link(web.bot, await make_leader(web.bot)))
    await page.get_by_label(vi("Time"), exact=True).fill("tháng 1")
    await page.get_by_role("button", name=vi("Show"), exact=True).click()
    chosen = page.locator(".chosen")
    await expect(chosen).to_contain_text(vi("month {month}/{year}", month="1", year="2026"))
    await page.get_by_role("link", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.get_by_role("link", name=en("Time before")).click()
    await expect(chosen).to_contain_text(en("month {month}/{year}", month="12", year="2025"))
    await page.locator(".parts a").first.click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(chosen).to_contain_text("12/2025")


async def test_an_administrator_of_the_province_goes_from_commune_to_team(web: Web, visit: Visits) -> None:
    await make_leader(web.bot)
    person = await make_holder(web.bot, Post(Role.PROVINCE_ADMIN), "Cô Mai")
    page = await sign_in(visit, await link(web.bot, person), PHONE)
    await photograph(page, "province")
    await page.get_by_role("combobox", name=vi("At which place")).select_option(COMMUNE)
    await page.get_by_role("button", name=vi("Show"), exact=True).click()
    await expect(page.locator(".chosen b")).to_have_text("Xã Chư Sê")
    await page.get_by_role("combobox", name=vi("Team"), exact=True).select_option(TEAM)
    await page.get_by_role("button", name=vi("Show"), exact=True).click()
    await expect(page.locator(".chosen b")).to_contain_text(TEAM)
    await photograph(page, "team")


async def test_the_keyboard_leads_past_the_navigation(web: Web, visit: Visits) -> None:
    page = await sign_in(visit, await link(web.bot, await make_leader(web.bot)))
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()


async def test_on_paper_stands_the_page_and_no_buttons(web: Web, visit: Visits) -> None:
    page = await sign_in(visit, await link(web.bot, await make_leader(web.bot)))
    await page.emulate_media(media="print")
    await expect(page.locator(".chosen")).to_be_visible()
    await expect(page.locator(".foot")).to_be_visible()
    for part in (".parts", ".mine", ".choose", ".turn"):
        await expect(page.locator(part)).to_be_hidden()
    await photograph(page, "print")


async def test_a_table_has_its_picture(web: Web, visit: Visits) -> None:
    page = await sign_in(visit, await link(web.bot, await make_leader(web.bot)))
    figure = page.locator("figure.chart").first
    await expect(figure.locator("canvas")).to_be_visible()
    await expect(figure.locator("table")).to_have_count(1)
    drawn = "(canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((v) => v)"
    assert await figure.locator("canvas").evaluate(drawn)


async def test_after_signing_out_the_back_button_shows_nothing(web: Web, visit: Visits) -> None:
    page = await sign_in(visit, await link(web.bot, await make_leader(web.bot, "Chị Hoa")))
    await page.goto(MINE)
    await expect(page.locator("body")).to_contain_text("Chị Hoa")
    await page.locator(".mine").get_by_role("button", name=vi("Sign out"), exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(vi("Signed out"))
    await photograph(page, "signed-out")
    for _ in range(2):
        await page.evaluate("history.back()")
        await expect(page.get_by_role("heading", level=1)).to_have_text(vi("Nobody is signed in here"))
        await expect(page.locator("body")).not_to_contain_text("Chị Hoa")
