"""A file handed over in the web chat, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Download, Locator, expect

from tests.e2e.browser import Chat, Visits
from tests.e2e.words import vi

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

NAME = "du-lieu-cua-toi.json"


async def file_of(chat: Chat) -> Locator:
    await chat.to_menu()
    await chat.say("dữ liệu của tôi")
    link = chat.page.get_by_role("link", name=f"{vi('Save the file')} {NAME}")
    await expect(link).to_be_visible()
    return link


def read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


async def saved(chat: Chat, link: Locator, key: str = "") -> Download:
    async with chat.page.expect_download() as coming:
        await (link.press(key) if key else link.click())
    return await coming.value


async def test_the_file_is_saved_under_its_name_and_holds_what_is_kept(visit: Visits) -> None:
    chat = await visit(has_touch=True, is_mobile=True)
    file = await saved(chat, await file_of(chat))
    assert file.suggested_filename == NAME
    kept = read(await file.path())
    assert kept["channels"][0]["channel"] == "webchat"
    assert kept["person"]["lang"] == "vi"
    assert await chat.too_wide() == []
    assert chat.faults == []


async def test_the_file_can_be_saved_by_the_keyboard_and_looks_like_a_button(visit: Visits) -> None:
    chat = await visit()
    link = await file_of(chat)
    await link.focus()
    assert (await saved(chat, link, "Enter")).suggested_filename == NAME
    assert "choice" in (await link.get_attribute("class") or "")
    box = await link.bounding_box()
    assert box is not None
    assert box["height"] >= 44


async def test_after_a_refresh_the_newest_file_is_still_there_and_only_it(visit: Visits) -> None:
    chat = await visit()
    await file_of(chat)
    await chat.say("dữ liệu của tôi")
    links = chat.page.get_by_role("link", name=NAME)
    await expect(links).to_have_count(2)
    await chat.reload()
    await expect(links).to_have_count(1)
    assert (await saved(chat, links)).suggested_filename == NAME
