"""An announcement in a real browser: written by one administrator, agreed to by another, watched, and recalled."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.config import ROOT as REPOSITORY
from bot.content.load import read_content
from bot.core.campaigns import Audience, Body, Draft, Group, Urgency
from bot.core.roles import Post, Role
from bot.core.talk import Talk
from bot.storage import campaigns
from bot.storage.audience import ANNOUNCEMENTS
from bot.storage.tables import addresses, consents, people, talks
from tests.e2e.admin import ROOT, link, make_holder, seen_dark
from tests.e2e.browser import Visits, Web, axe_faults, open_web
from tests.e2e.notebook import COMMUNE, database
from tests.e2e.process import TOKEN, Bot
from tests.e2e.test_browser_admin import DESKTOP, PHONE, SMALLEST, sign_in, too_wide
from tests.e2e.words import vi
from tests.emulators.telegram import TelegramEmulator

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PICTURES = Path(os.environ["TOSO_PICTURES"]) if "TOSO_PICTURES" in os.environ else None
PATH = f"{ROOT}/thong-bao"
PEOPLE = 40
PATIENCE_MS = 60_000
FLOOD = "Sông Ba lên nhanh, *bà con lên nhà rông ngay*"
BETTER = "Nước đã rút, bà con về nhà được"
_chats = count(31_000)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def web(shared: Path, telegram: TelegramEmulator) -> AsyncIterator[Web]:
    async with open_web(shared, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=telegram.base_url) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def visit(web: Web) -> AsyncIterator[Visits]:
    """A form that cannot be taken the browser itself calls a fault."""
    async with web.visits() as visits:
        yield visits
        for chat in visits.chats:
            chat.faults[:] = [fault for fault in chat.faults if "a status of 422" not in fault]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chats(web: Web, telegram: TelegramEmulator) -> list[int]:
    """Of people of the commune who agreed to announcements."""
    made = [next(_chats) for _ in range(PEOPLE)]
    telegram.know(made)
    stamp, now = read_content(REPOSITORY / "content").consents.announcements.stamp, datetime.now(UTC)
    async with database(web.bot) as opened, opened.write() as connection:
        for chat in made:
            row = {"lang": "vi", "place": COMMUNE, "called": "", "created_at": now, "seen_at": now}
            id_ = (await connection.execute(people.insert().values(row).returning(people.c.id))).scalar_one()
            at = {"person_id": id_, "channel": "telegram", "address": str(chat), "reachable": True, "seen_at": now}
            await connection.execute(addresses.insert().values(at))
            yes = {"person_id": id_, "purpose": ANNOUNCEMENTS, "given": True, "version": stamp, "at": now}
            await connection.execute(consents.insert().values(yes))
            been = {"person_id": id_, "body": Talk(greeted=True, invited=True).dump(), "updated_at": now}
            await connection.execute(talks.insert().values(been))
    return made


async def admin(web: Web, visit: Visits, name: str, size: tuple[int, int] = PHONE) -> Page:
    person = await make_holder(web.bot, Post(Role.COMMUNE_ADMIN, COMMUNE), name)
    return await sign_in(visit, await link(web.bot, person), size)


async def looks_right(page: Page, name: str = "") -> None:
    """For everybody, in light and dark, and nothing sticks out."""
    assert not await axe_faults(page), name
    assert not await too_wide(page), name
    await photograph(page, name)
    async with seen_dark(page):
        assert not await axe_faults(page), f"{name} in the dark"
        await photograph(page, f"{name}-dark")


async def photograph(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=PICTURES / f"announce-{name}.png", full_page=True, animations="disabled")


async def press(page: Page, msgid: str) -> None:
    await page.get_by_role("button", name=vi(msgid), exact=True).click()


async def unfold(page: Page, msgid: str) -> None:
    await page.locator("summary", has_text=vi(msgid)).first.click()


async def test_it_is_written_agreed_to_watched_and_recalled(
    web: Web, visit: Visits, telegram: TelegramEmulator, chats: list[int]
) -> None:
    writer, second = await admin(web, visit, "Chị Lan"), await admin(web, visit, "Anh Bình")

    await writer.locator(".parts").get_by_role("link", name=vi("Announcements"), exact=True).click()
    await writer.get_by_role("link", name=vi("Write a new announcement"), exact=True).click()
    await writer.locator("[name=text_vi]").fill(FLOOD)
    await writer.locator("[name=does0]").select_option("come")
    await writer.locator("[name=urgency][value=urgent]").check()
    await looks_right(writer, "form")
    await press(writer, "Save and look at it")
    await expect(writer.locator(".said")).to_have_text(vi("The draft is kept. Nobody gets it before you send it."))
    await expect(writer.locator(".screen.telegram .text b").last).to_have_text("bà con lên nhà rông ngay")
    await looks_right(writer, "look")
    await press(writer, "Ask for approval")
    await expect(writer.locator("main")).to_contain_text(vi("You wrote in it, so somebody else has to agree."))

    await second.goto(PATH)
    await looks_right(second, "list")
    await second.locator("#lists").get_by_role("link").first.click()
    await expect(second.locator(".facts")).to_contain_text(str(PEOPLE))
    await looks_right(second, "approval")
    await press(second, "Agree, send it")

    await writer.goto(second.url)
    await expect(writer.locator("[data-figure=delivered]").first).to_have_text(str(PEOPLE), timeout=PATIENCE_MS)
    await expect(writer.locator("[data-figure=state]")).to_have_text(vi("done"), timeout=PATIENCE_MS)
    await looks_right(writer, "progress")
    assert all("bà con lên nhà rông ngay" in str(telegram.last(one)) for one in chats)

    await unfold(writer, "Recall it")
    await writer.locator("[name=text_vi]").fill(BETTER)
    await looks_right(writer, "recall")
    await press(writer, "Yes, recall it")
    await expect(writer.locator("[data-figure=recall-gone]")).to_have_text(str(PEOPLE), timeout=PATIENCE_MS)
    assert not any(telegram.chat(one) for one in chats)
    await looks_right(writer, "recalled")


@pytest.mark.usefixtures("chats")
async def test_what_waits_for_a_stopped_channel_can_be_paused_and_goes_on_when_it_is_freed(
    web: Web, visit: Visits
) -> None:
    province = await sign_in(
        visit, await link(web.bot, await make_holder(web.bot, Post(Role.PROVINCE_ADMIN), "Cô Mai"))
    )
    await province.goto(PATH)
    lane = province.locator(".card", has=province.get_by_role("heading", name="Telegram"))
    await lane.locator("summary").click()
    await lane.get_by_label(vi("Why")).fill("Bot đang bị khóa")
    await lane.get_by_role("button", name=vi("Stop it now"), exact=True).click()
    await expect(province.locator(".stopped")).to_contain_text("Bot đang bị khóa")
    await photograph(province, "stopped")

    page = await admin(web, visit, "Chị Lan")
    await page.goto(f"{PATH}/{await going(web.bot)}")
    await expect(page.locator(".stopped")).to_contain_text("Bot đang bị khóa")
    await expect(page.locator("[data-figure=state]")).to_have_text(vi("being sent"), timeout=PATIENCE_MS)
    await expect(page.locator("[data-figure=waiting]").first).to_have_text(str(PEOPLE))
    await press(page, "Pause")
    await expect(page.locator("[data-figure=state]")).to_have_text(vi("paused"))
    await looks_right(page, "paused")
    await press(page, "Send on")
    await lane.get_by_role("button").click()
    await expect(province.locator(".stopped")).to_have_count(0)
    await expect(page.locator("[data-figure=delivered]").first).to_have_text(str(PEOPLE), timeout=PATIENCE_MS)
    await page.get_by_role("link", name=vi("Who got it and who did not"), exact=True).click()
    await expect(page.locator("tbody tr")).to_have_count(PEOPLE)
    await looks_right(page, "recipients")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name=vi("Download the list (CSV)"), exact=True).click()
    lines = (await (await coming.value).path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == PEOPLE + 1


async def going(bot: Bot) -> int:
    """Urgent, so that it goes at whatever hour this runs; agreed to by another."""
    draft = Draft(Body({"vi": FLOOD}), Audience(Group(places=(COMMUNE,))), urgency=Urgency.URGENT)
    by = await make_holder(bot, Post(Role.COMMUNE_ADMIN, COMMUNE), "Chị Lan")
    other = await make_holder(bot, Post(Role.COMMUNE_ADMIN, COMMUNE), "Anh Bình")
    now = datetime.now(UTC)
    async with database(bot) as opened, opened.write() as connection:
        made = await campaigns.make(connection, COMMUNE, draft, now, by=by)
        asked = await campaigns.submit(connection, made, now, by=by, needs_approval=True)
        assert asked
        assert await campaigns.approve(connection, asked, now, by=other)
    return made.id


@pytest.mark.parametrize("size", [SMALLEST, PHONE, DESKTOP], ids=["320", "360", "desktop"])
async def test_every_page_of_announcements_can_be_read_by_everybody(
    web: Web, visit: Visits, size: tuple[int, int]
) -> None:
    draft = await written(web.bot)
    person = await make_holder(web.bot, Post(Role.PROVINCE_ADMIN), "Cô Mai")
    page = await sign_in(visit, await link(web.bot, person), size)
    for name, path in {
        "list": f"?xa={COMMUNE}", "new": "/moi?xa=", "new-here": f"/moi?xa={COMMUNE}", "draft": f"/{draft}",
        "change": f"/{draft}/sua", "recipients": f"/{draft}/nguoi-nhan", "english": f"/{draft}/sua?lang=en",
    }.items():  # fmt: skip
        answer = await page.goto(PATH + path)
        assert answer
        assert answer.status == 200, path
        await looks_right(page, f"{size[0]}-{name}")


async def written(bot: Bot) -> int:
    draft = Draft(Body({"vi": FLOOD, "en": "The river is rising"}), Audience(Group(places=(COMMUNE,))))
    person = await make_holder(bot, Post(Role.COMMUNE_ADMIN, COMMUNE), "Chị Lan")
    async with database(bot) as opened, opened.write() as connection:
        return (await campaigns.make(connection, COMMUNE, draft, datetime.now(UTC), by=person)).id


async def test_what_cannot_be_taken_is_told_at_its_field_and_read_out(web: Web, visit: Visits) -> None:
    page = await admin(web, visit, "Chị Lan")
    await page.goto(f"{PATH}/moi")
    await page.locator("[name=text_en]").fill("The river is rising")
    await page.locator("[name=does1]").select_option("link")
    await page.locator("[name=link1]").fill("http://gialai.gov.vn")
    await press(page, "Save and look at it")
    await expect(page.locator("#faults")).to_be_focused()
    await expect(page.locator("#wrong-text_vi")).to_be_visible()
    await expect(page.locator("#wrong-link1")).to_be_visible()
    await expect(page.locator("[name=text_en]")).to_have_value("The river is rising")
    await looks_right(page, "faults")


async def test_without_scripts_it_can_be_written_as_well(web: Web, visit: Visits) -> None:
    person = await make_holder(web.bot, Post(Role.COMMUNE_ADMIN, COMMUNE), "Chị Hoa")
    page = (await visit(await link(web.bot, person), size=PHONE, java_script_enabled=False)).page
    await press(page, "Sign in")
    await page.goto(f"{PATH}/moi")
    await page.locator("[name=text_vi]").fill(FLOOD)
    await page.locator("[name=does0]").select_option("guide")
    await page.locator("[name=guide0]").select_option(index=1)
    await press(page, "Save and look at it")
    await expect(page.locator(".screen.webchat .key").first).to_be_visible()
