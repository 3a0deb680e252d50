"""Voice notes, files and positions in the web chat: a real browser with a microphone, and Telegram beside."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from bot.channels.webchat.parse import fingerprint
from bot.core.files import sound_of
from bot.core.requests import Request, Wanted
from bot.storage import teams
from bot.storage.turns import TurnPorts
from handlers.resident.lost import CANNOT_LISTEN
from handlers.team.relay_files import was_stopped
from handlers.team.relay_line import resident_of
from tests.e2e.browser import Chat, Visits, Web, axe_faults, menu_question, open_web, spoken, which_place
from tests.e2e.notebook import COMMUNE, database, make_member
from tests.e2e.process import TOKEN, Bot, until
from tests.e2e.words import LATER, vi
from tests.emulators.telegram import TelegramEmulator
from tests.sounds import PDF, VOICE_OGG

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
"""One that beeps, and is allowed by itself."""

SMALLEST = (320, 568)
NOT_ALLOWED = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
NO_RECORDER = "delete window.MediaRecorder"
LONG_ENOUGH_MS = 900
PICTURES_OF_PAGES = os.environ.get("TOSO_SHOTS", "")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def web(shared: Path, telegram: TelegramEmulator) -> AsyncIterator[Web]:
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": telegram.base_url}
    async with open_web(shared, *MICROPHONE, **settings) as opened:
        yield opened


# ---- who talks, and how they record ----


async def person(bot: Bot, address: str) -> int:
    def found() -> list[tuple[int]]:
        return bot.rows("SELECT person_id FROM addresses WHERE address = ?", address)

    await until(lambda: bool(found()), what="they are known")
    return int(found()[0][0])


async def of_page(bot: Bot, chat: Chat) -> int:
    return await person(bot, fingerprint((await chat.kept("toso.token"))["toso.token"]))


async def talking(bot: Bot, asks: int, helps: int) -> Request:
    """The member has a request of the resident, and both write to each other."""
    await make_member(bot, helps, "Chị Lan")
    async with database(bot) as opened, opened.write() as connection:
        ports = TurnPorts(connection, datetime.now(UTC))
        request = await ports.requests.make(asks, Wanted(COMMUNE))
        [team] = (await teams.standing(connection, helps)).teams
        assert await ports.requests.take(helps, request, team)
        for one in (asks, helps):
            await ports.relays.talk(one, request.id)
        await ports.keep()
    return request


def button(chat: Chat, words: str) -> Locator:
    return chat.page.get_by_role("button", name=vi(words), exact=True)


async def record(chat: Chat) -> None:
    await chat.page.bring_to_front()
    await button(chat, "Send a voice note").click()
    await expect(button(chat, "Done recording")).to_be_focused()
    await chat.page.wait_for_timeout(LONG_ENOUGH_MS)
    await button(chat, "Done recording").click()
    await expect(sending(chat)).to_be_focused()


def sending(chat: Chat) -> Locator:
    return chat.page.locator("#record-send")


def heard(chat: Chat) -> Locator:
    return chat.page.locator(".entry.bot audio")


def said(chat: Chat) -> Locator:
    return chat.page.locator(".entry.person audio")


async def can_be_played(player: Locator) -> bool:
    """Whether the browser finds sound in it."""
    await expect(player).to_have_js_property("readyState", 4)
    return bool(await player.evaluate("(audio) => !audio.error"))


async def look(chat: Chat, name: str) -> None:
    if PICTURES_OF_PAGES:
        await chat.page.evaluate("document.fonts.ready")
        await chat.page.screenshot(path=Path(PICTURES_OF_PAGES) / f"{name}.png", animations="disabled")


async def on_telegram(web: Web, telegram: TelegramEmulator, chat: int) -> int:
    """Somebody who is asked for nothing any more."""
    telegram.say(chat, "/start")
    await telegram.wait_for(lambda: any(which_place() in message.text for message in telegram.chat(chat)))
    telegram.press(chat, LATER)
    await telegram.wait_for(lambda: menu_question() in telegram.last(chat).text)
    return await person(web.bot, str(chat))


# ---- voice notes ----


async def test_a_resident_speaks_and_the_member_hears_it_and_nothing_of_it_is_kept(web: Web, visit: Visits) -> None:
    resident, member = await visit(size=SMALLEST), await visit()
    await resident.to_menu()
    await member.to_menu()
    request = await talking(web.bot, await of_page(web.bot, resident), await of_page(web.bot, member))
    await record(resident)
    await look(resident, "recorded")
    await sending(resident).click()
    await member.hears(vi("*{who}* sends a voice note.", who=spoken(resident_of(request))).replace("*", ""))
    assert await can_be_played(heard(member))
    assert await can_be_played(said(resident))
    await expect(resident.page.locator(".state[data-state=unsent]")).to_have_count(0)
    await until(lambda: not web.bot.rows("SELECT id FROM outbox WHERE body LIKE '%shows%'"), what="told")
    assert web.bot.rows("SELECT ref FROM sent_pictures") == []
    assert await resident.too_wide() == await member.too_wide() == []
    await look(member, "heard")

    await member.reload()
    assert await can_be_played(heard(member))
    save = member.page.locator(".entry.bot a[download]")
    await expect(save).to_have_attribute("download", r"ghi-am.webm")
    await expect(save).to_contain_text(vi("Save the file"))


async def test_it_can_be_thrown_away_while_it_is_recorded_and_after(visit: Visits) -> None:
    chat = await visit()
    await chat.to_menu()
    await button(chat, "Send a voice note").click()
    await expect(chat.page.locator("#record-time")).to_contain_text("/ 2:00")
    await button(chat, "Throw away").click()
    await expect(button(chat, "Send a voice note")).to_be_focused()
    await record(chat)
    await button(chat, "Throw away").click()
    await expect(chat.box).to_be_visible()
    await expect(said(chat)).to_have_count(0)
    await expect(chat.page.locator(".note")).to_have_count(0)


async def test_whoever_talks_to_nobody_is_kindly_asked_to_type(web: Web, visit: Visits) -> None:
    chat = await visit()
    await chat.to_menu()
    await record(chat)
    await sending(chat).click()
    await chat.hears(spoken(CANNOT_LISTEN))
    await chat.hears(menu_question(), times=2)
    assert web.bot.rows("SELECT ref FROM sent_pictures") == []


async def test_a_microphone_that_is_not_allowed_is_told_in_words(visit: Visits) -> None:
    chat = await visit("about:blank")
    await chat.page.add_init_script(NOT_ALLOWED)
    await chat.page.goto("/")
    await chat.to_menu()
    await button(chat, "Send a voice note").click()
    words = "The device does not allow the microphone. Please type instead."
    await expect(chat.page.locator(".note", has_text=vi(words))).to_have_count(1)
    await expect(chat.box).to_be_visible()


async def test_where_nothing_can_be_recorded_there_is_no_button(visit: Visits) -> None:
    chat = await visit("about:blank")
    await chat.page.add_init_script(NO_RECORDER)
    await chat.page.goto("/")
    await chat.to_menu()
    await expect(chat.page.locator("#record")).to_be_hidden()
    await expect(chat.page.locator("#send")).to_be_visible()


async def test_there_is_room_for_it_on_the_smallest_phone_and_for_the_keyboard(visit: Visits) -> None:
    chat = await visit(size=SMALLEST, bypass_csp=True)
    await chat.to_menu()
    box = await button(chat, "Send a voice note").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 48
    assert ((await chat.box.bounding_box()) or {"width": 0})["width"] >= 120
    assert await chat.too_wide() == []
    await look(chat, "smallest")
    await record(chat)
    assert await chat.too_wide() == []
    assert await axe_faults(chat.page) == []
    await button(chat, "Throw away").click()
    await chat.page.keyboard.press("Tab")
    await chat.box.fill("lam vneid")
    await expect(chat.page.locator("#send")).to_be_visible()
    await chat.page.locator("#send").press("Enter")
    await expect(chat.box).to_be_focused()


# ---- with Telegram ----


async def test_from_the_page_to_telegram_and_back(
    web: Web, visit: Visits, telegram: TelegramEmulator, chat: int
) -> None:
    resident = await visit()
    await resident.to_menu()
    await talking(web.bot, await of_page(web.bot, resident), await on_telegram(web, telegram, chat))
    await record(resident)
    await sending(resident).click()
    await until(lambda: bool(recordings(telegram, chat)), what="it is on Telegram")
    (file,) = recordings(telegram, chat)
    assert sound_of(telegram.content(file["file_id"]))

    telegram.send_voice(chat, VOICE_OGG)
    await expect(heard(resident)).to_have_count(1)
    telegram.share_location(chat, 13.98331, 108.0)
    link = resident.page.get_by_role("link", name=vi("See it on the map"))
    await expect(link).to_have_attribute("href", "https://www.openstreetmap.org/?mlat=13.98331&mlon=108.00000"
                                                 "#map=17/13.98331/108.00000")  # fmt: skip
    resident.faults.clear()  # what came is only the beginning of a sound


def recordings(telegram: TelegramEmulator, chat: int) -> list[dict[str, str]]:
    came = [message.media for message in telegram.chat(chat) if message.from_bot]
    return [media[way] for media in came for way in ("voice", "document") if way in media]


async def test_a_file_from_telegram_is_saved_by_the_page_and_never_opened(
    web: Web, visit: Visits, telegram: TelegramEmulator, chat: int
) -> None:
    resident = await visit()
    await resident.to_menu()
    await talking(web.bot, await of_page(web.bot, resident), await on_telegram(web, telegram, chat))
    telegram.send_document(chat, "đơn xin.pdf", PDF)
    save = resident.page.locator(".entry.bot a[download]")
    await expect(save).to_have_attribute("download", "đơn xin.pdf")
    async with resident.page.expect_download() as coming:
        await save.click()
    assert await asyncio.to_thread((await (await coming.value).path()).read_bytes) == PDF
    assert resident.page.url.startswith(web.bot.url)

    telegram.send_document(chat, "vneid.apk", b"PK\x03\x04")
    await resident.hears(spoken(was_stopped("Chị Lan")))
    await expect(save).to_have_count(1)


async def test_of_a_file_too_large_for_the_browsers_memory_the_words_stay(
    web: Web, visit: Visits, telegram: TelegramEmulator, chat: int
) -> None:
    resident = await visit()
    await resident.to_menu()
    await talking(web.bot, await of_page(web.bot, resident), await on_telegram(web, telegram, chat))
    telegram.send_document(chat, "sổ đỏ.pdf", PDF + bytes(9_000_000))
    save = resident.page.locator(".entry.bot a[download]")
    async with resident.page.expect_download() as coming:
        await save.click()
    saved = await (await coming.value).path()
    assert (await asyncio.to_thread(saved.stat)).st_size == len(PDF) + 9_000_000
    words = resident.by_bot("sổ đỏ.pdf")
    await resident.reload()
    await expect(words).to_have_count(1)
    await expect(save).to_have_count(0)
