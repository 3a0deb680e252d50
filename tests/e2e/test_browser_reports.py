"""Reports on the admin site in a real browser: from a figure to its sessions and into a file, and what goes wrong."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.config import ROOT as REPOSITORY
from bot.core.roles import Post, Role
from tests.e2e.admin import ROOT, make_holder, seen_dark
from tests.e2e.browser import Visits, Web, axe_faults, free_port, open_web
from tests.e2e.notebook import COMMUNE
from tests.e2e.process import Bot, command, until
from tests.e2e.reports import (
    DESKTOP,
    DONE,
    PATIENCE_MS,
    PHONE,
    VISITS,
    enter,
    in_summary,
    log_many,
    make_file,
    make_reporting_leader,
    part,
    saved,
    session_lines,
    tile,
    today,
    told_by_command,
)
from tests.e2e.words import vi

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

EXPORT, OVERVIEW = "Export reports", "Overview"
NOTHING = "Nothing was reported for this time; that is not nought."
MANY = 12_000
"""Sessions in one file: it takes several seconds to make, on any machine."""
PICTURES = REPOSITORY / "docs" / "screenshots"
LARGEST_PICTURE = 150_000  # bytes


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def web(shared: Path) -> AsyncIterator[Web]:
    """On three months of invented data."""
    made = await command("demo", "--scale", "0.1", "--months", "3", settings={"DATA_DIR": str(shared)})
    assert made.code == 0, made.err
    (shared / "demo.sqlite3").rename(shared / "toso.db")
    async with open_web(shared) as opened:
        yield opened


def holder(bot: Bot, role: Role) -> int:
    """Somebody of the invented province."""
    [(person,)] = bot.rows("SELECT min(person_id) FROM posts WHERE role = ?", role.value)
    return int(person)


async def outside_landmarks(page: Page) -> list[str]:
    await page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    found: list[str] = await page.evaluate(
        "axe.run({runOnly: ['region']}).then((all) => all.violations.flatMap((one) => one.nodes.map((n) => n.html)))"
    )
    return found


# ---- every page ----


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "desktop"])
async def test_every_part_of_the_site_can_be_read_when_it_is_full(
    web: Web, visit: Visits, size: tuple[int, int]
) -> None:
    page = await enter(visit, web.bot, holder(web.bot, Role.PROVINCE_ADMIN), size)
    titles = await page.locator(".parts a").all_inner_texts()
    assert len(titles) >= 9
    for title in titles:
        await part(page, title)
        assert not await axe_faults(page), title
        assert not await outside_landmarks(page), title
        await expect(page.locator(".demo")).to_be_visible()
        async with seen_dark(page):
            assert not await axe_faults(page), f"{title} in the dark"


async def test_the_chosen_time_and_place_go_along_through_every_part(web: Web, visit: Visits) -> None:
    page = await enter(visit, web.bot, holder(web.bot, Role.PROVINCE_ADMIN))
    before = today().replace(day=1) - timedelta(days=1)
    await page.get_by_label(vi("Time"), exact=True).fill(f"{before:%m/%Y}")
    await page.get_by_role("combobox", name=vi("At which place")).select_option(COMMUNE)
    await page.get_by_role("button", name=vi("Show"), exact=True).first.click()
    chosen = page.locator(".chosen")
    await expect(chosen).to_contain_text("Xã Chư Sê", timeout=PATIENCE_MS)
    words = await chosen.inner_text()
    assert f"{before.month}/{before.year}" in words
    for title in await page.locator(".parts a").all_inner_texts():
        await part(page, title)
        assert {"ky": [f"{before:%Y-%m}"], "xa": [COMMUNE]}.items() <= parse_qs(urlsplit(page.url).query).items(), title
        assert await chosen.all_inner_texts() in ([words], []), title  # a part without a time says none
    await part(page, vi(OVERVIEW))
    await expect(chosen).to_have_text(words)


async def test_on_paper_no_part_has_a_navigation(web: Web, visit: Visits) -> None:
    page = await enter(visit, web.bot, holder(web.bot, Role.PROVINCE_ADMIN))
    for title in await page.locator(".parts a").all_inner_texts():
        await part(page, title)
        await page.emulate_media(media="print")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await expect(page.locator(".foot")).to_be_visible()
        await expect(page.locator(".demo")).to_be_visible()
        for hidden in (".parts", ".mine", "main button"):
            assert not [one for one in await page.locator(hidden).all() if await one.is_visible()], (title, hidden)
        await page.emulate_media(media="screen")


# ---- from a figure to what it counts ----


async def test_a_leader_goes_from_a_figure_to_one_session_and_corrects_it(web: Web, visit: Visits) -> None:
    page = await enter(visit, web.bot, await make_reporting_leader(web.bot, 4, 6, 11))
    assert (await tile(page, VISITS), await tile(page, DONE)) == ("21", "21")
    await page.locator("details", has_text=vi("By service")).locator("summary").click()
    await page.locator("main").get_by_role("link", name=re.compile("VNeID")).first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(vi("Sessions of help"), timeout=PATIENCE_MS)
    rows = page.locator("main tbody tr")
    await expect(rows).to_have_count(3)
    await expect(page.locator("main")).to_contain_text(
        vi("{sessions} sessions, {people} people helped (visits).", sessions="3", people="21")
    )
    await rows.filter(has=page.get_by_role("cell", name="11", exact=True)).get_by_role("link").click()
    form = page.locator("form.form")
    await form.locator("[name=people]").fill("15")
    await form.locator("[name=people0]").fill("13")
    await form.get_by_role("button", name=vi("Save the correction"), exact=True).click()
    await expect(page.locator(".said")).to_have_text(
        vi("The session is corrected. What stood there before can be read below."), timeout=PATIENCE_MS
    )
    await expect(page.locator(".trace li")).to_contain_text(vi("{count} people", count="11"))
    await part(page, vi(OVERVIEW))
    assert (await tile(page, VISITS), await tile(page, DONE)) == ("25", "23")


# ---- into a file ----


async def test_page_file_and_command_line_say_the_same(web: Web, visit: Visits, tmp_path: Path) -> None:
    await make_reporting_leader(web.bot, 40, 31)
    watcher = await make_holder(web.bot, Post(Role.COMMUNE_ADMIN, COMMUNE), "Anh Nam")
    page = await enter(visit, web.bot, watcher)
    shown = {msgid: await tile(page, msgid) for msgid in (VISITS, DONE)}
    assert all(figure.isdecimal() and int(figure) >= 71 for figure in shown.values())
    await part(page, vi(EXPORT))
    path = await make_file(page, tmp_path)
    assert (path.suffix, f"{today():%Y-%m}" in path.name) == (".xlsx", True)
    assert {msgid: in_summary(path, msgid) for msgid in shown} == shown
    told = (await told_by_command(web.bot, COMMUNE))["activity"]
    assert {VISITS: str(told["visits"]), DONE: str(told["done"])} == shown


async def test_a_large_file_whose_making_was_killed_is_there_after_the_next_start(web: Web, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(Bot(tmp_path / "data", REPOSITORY / "content", PORT=str(free_port())))
        visit = await stack.enter_async_context(web.visits(bot.url))
        leader = await make_reporting_leader(bot)
        await log_many(bot, leader, MANY)
        page = await enter(visit, bot, leader)
        await part(page, vi(EXPORT))
        await page.locator("[name=sessions]").check()
        await page.get_by_role("button", name=vi("Make the file"), exact=True).click()
        await expect(page.locator("#files li")).to_have_count(1, timeout=PATIENCE_MS)
        await page.goto("about:blank")  # a page that looks again would complain of the bot that is gone

        await until(
            lambda: bot.rows("SELECT 1 FROM exports WHERE state = 'working' AND done > 0"), what="half of a file"
        )
        await bot.kill()
        [(state, done, attempts)] = bot.rows("SELECT state, done, attempts FROM exports")
        assert (state, attempts) == ("working", 1)
        assert 0 < done <= MANY
        assert not list((bot.data / "exports").glob("*.xlsx"))  # what was written is not yet a file

        await bot.start()
        await until(lambda: bot.rows("SELECT 1 FROM exports WHERE state = 'done'"), 120, what="the file")
        await page.goto(f"{ROOT}/xuat-bao-cao")
        async with page.expect_download(timeout=PATIENCE_MS) as coming:
            await page.locator("#files a.button").click()
        path = await saved(await coming.value, tmp_path)
        assert bot.rows("SELECT count(*), max(attempts) FROM exports") == [(1, 2)]
        assert session_lines(path) == MANY
        assert in_summary(path, VISITS) == str(7 * MANY)


# ---- what cannot be ----


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ky=tháng 13", vi("There is no month {month}; a year has months 1 to 12.", month="13")),
        ("xa=99999", "99999"),
        (f"ky={datetime.now(UTC).year + 2}-01", f"1/{datetime.now(UTC).year + 2}"),
        ("to=999999", vi("There is no such team.")),
    ],
    ids=["month", "place", "future", "team"],
)
async def test_what_cannot_be_in_the_address_is_told_and_the_page_stays(
    web: Web, visit: Visits, query: str, told: str
) -> None:
    page = await enter(visit, web.bot, await make_reporting_leader(web.bot, 5, 7), PHONE)
    answer = await page.goto(f"{ROOT}?{query}")
    assert answer
    assert answer.status == 200
    await expect(page.locator(".unread")).to_contain_text(told)
    assert await tile(page, VISITS) == "12"
    assert not await axe_faults(page)
    await part(page, vi(EXPORT))
    await expect(page.locator(".unread")).to_have_count(0)


async def test_a_year_of_which_nothing_is_known_has_no_noughts(web: Web, visit: Visits) -> None:
    page = await enter(visit, web.bot, holder(web.bot, Role.PROVINCE_ADMIN), PHONE)
    await page.goto(f"{ROOT}?ky=2021")
    await expect(page.locator(".nothing").first).to_contain_text(vi(NOTHING))
    assert "0" not in await page.locator(".tile .number").all_inner_texts()
    assert not await axe_faults(page)
    for title in await page.locator(".parts a").all_inner_texts():
        await part(page, title)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()


# ---- pictures ----


@pytest.mark.skipif(not os.environ.get("TOSO_SCREENSHOTS"), reason="only when TOSO_SCREENSHOTS is set")
async def test_pictures_of_the_admin_site_for_the_readme(web: Web, visit: Visits) -> None:
    person = holder(web.bot, Role.PROVINCE_ADMIN)
    for name, size, address, top in (
        ("overview", (1280, 860), "", ""),
        ("phone", PHONE, "", ".tiles"),
        ("requests", (1280, 760), "/yeu-cau", ""),
        ("guide", (1280, 860), "/huong-dan/vneid-kich-hoat", ".tiles"),
    ):
        sharp = {"device_scale_factor": 2} if size == PHONE else {}
        page = await enter(visit, web.bot, person, size, timezone_id="Asia/Ho_Chi_Minh", **sharp)
        await page.goto(ROOT + address)
        await page.evaluate("document.fonts.ready")
        if top:
            await page.locator(top).evaluate("(part) => scrollTo(0, scrollY + part.getBoundingClientRect().top - 16)")
        path = PICTURES / f"admin-{name}.png"
        await page.screenshot(path=path, animations="disabled")
        assert path.stat().st_size <= LARGEST_PICTURE
