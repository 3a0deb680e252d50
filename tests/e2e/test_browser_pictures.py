"""Pictures in the web chat, in a real browser: of a session, and from a resident to a member."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Locator, expect

from bot.channels.webchat.parse import fingerprint
from bot.core.requests import Request, Wanted
from bot.storage.turns import TurnPorts
from handlers.team.relay_line import resident_of
from tests.e2e.browser import Chat, Visits, Web, axe_faults
from tests.e2e.notebook import COMMUNE, database, make_member, outcome, service
from tests.e2e.process import Bot, until
from tests.e2e.relay import Relay
from tests.e2e.words import vi

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PLACE, MAKE = 0x8825, 0x010F
SMALLEST = (320, 568)
NO_PICTURE = "This file is no picture that can be sent here. Please choose a photo or a screenshot."
PICTURES_OF_PAGES = os.environ.get("TOSO_SHOTS", "")
"""A folder for what the pages look like, to be looked at by a person."""

OLD_BROWSER = "delete window.createImageBitmap"
"""Then nothing is made small on the device, and all is left to the server."""


# ---- a picture, and who sends it ----


def taken_at_home(width: int = 2400, height: int = 1600) -> bytes:
    exif, out = Image.Exif(), io.BytesIO()
    exif[MAKE] = "Telephone of Lan"
    exif.get_ifd(PLACE)[2] = (13.9, 108.1, 0.0)
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def choose(chat: Chat, content: bytes, name: str = "IMG_0001.jpg", mime: str = "image/jpeg") -> None:
    """As with a finger: the button, then a file."""
    async with chat.page.expect_file_chooser() as opening:
        await attach(chat).click()
    file: Any = {"name": name, "mimeType": mime, "buffer": content}
    await (await opening.value).set_files(file)


def attach(chat: Chat) -> Locator:
    return chat.page.get_by_role("button", name=vi("Send a picture"), exact=True)


def sent(chat: Chat) -> Locator:
    return chat.page.locator(".entry.person .picture")


def shown(chat: Chat) -> Locator:
    return chat.page.locator(".entry.bot .picture")


async def person(bot: Bot, chat: Chat) -> int:
    token = (await chat.kept("toso.token"))["toso.token"]
    [(id_,)] = bot.rows("SELECT person_id FROM addresses WHERE address = ?", fingerprint(token))
    return int(id_)


async def taken(bot: Bot, resident: Chat, member: Chat) -> Request:
    """The member has a request of the resident, and both write to each other."""
    asks, helps = await person(bot, resident), await person(bot, member)
    await make_member(bot, helps, "Chị Lan")
    async with database(bot) as opened, opened.write() as connection:
        ports = TurnPorts(connection, datetime.now(UTC))
        request = await ports.requests.make(asks, Wanted(COMMUNE))
        assert await ports.requests.take(helps, request, 1)
        for one in (asks, helps):
            await ports.relays.talk(one, request.id)
        await ports.keep()
    return request


async def size_of(picture: Locator) -> tuple[int, int]:
    await expect(picture).to_be_visible()
    await picture.evaluate("(image) => image.decode()")
    width, height = await picture.evaluate("(image) => [image.naturalWidth, image.naturalHeight]")
    return width, height


async def look(chat: Chat, name: str) -> None:
    if PICTURES_OF_PAGES:
        await chat.page.evaluate("document.fonts.ready")
        await chat.page.screenshot(path=Path(PICTURES_OF_PAGES) / f"{name}.png", animations="disabled")


# ---- what is to be seen ----


@pytest.mark.parametrize("browser", ["new", "old"])
async def test_a_picture_of_a_session_is_stored_without_where_it_was_taken(
    web: Web, visit: Visits, browser: str
) -> None:
    chat = await visit("about:blank", has_touch=True, is_mobile=True)
    if browser == "old":
        await chat.page.add_init_script(OLD_BROWSER)
    await chat.page.goto("/")
    await chat.to_menu()
    member = await make_member(web.bot, await person(web.bot, chat))
    await chat.say("ghi so")
    for label in (
        service("vneid"),
        outcome("vneid", "activated_l2"),
        "2",
        vi("Somewhere else in the commune"),
        vi("Save: seen on the screen"),
        vi("See this session"),
        vi("Add a picture"),
    ):
        await chat.press(label)
    await expect(chat.by_bot("62 ngày")).to_have_count(1)
    await choose(chat, taken_at_home())
    assert await size_of(sent(chat)) == ((1280, 853) if browser == "new" else (2400, 1600))
    await until(lambda: kept(web.bot, member), what="it is kept")
    (jpeg,) = kept(web.bot, member)
    stored = Image.open(io.BytesIO(jpeg))
    assert (stored.format, stored.size) == ("JPEG", (1280, 853))
    assert not stored.getexif()
    assert b"Telephone" not in jpeg
    assert web.bot.rows("SELECT ref FROM sent_pictures") == []
    await look(chat, f"session-{browser}")


def kept(bot: Bot, member: int) -> list[bytes]:
    found = bot.rows("SELECT jpeg FROM session_pictures WHERE state = 'kept' AND person_id = ?", member)
    return [jpeg for (jpeg,) in found]


async def test_a_resident_shows_a_member_a_picture_and_nothing_of_it_is_kept(web: Web, visit: Visits) -> None:
    resident, member = await visit(size=SMALLEST), await visit()
    await resident.to_menu()
    await member.to_menu()
    request = await taken(web.bot, resident, member)
    await choose(resident, taken_at_home())
    await member.hears(vi("*{who}* sends this.", who=resident_of(request)).replace("*", ""))
    assert await size_of(shown(member)) == (1280, 853)
    await expect(resident.page.locator(".entry.person .state[data-state=sent]")).to_have_count(1 + LATER_PRESSED)
    assert web.bot.rows("SELECT ref FROM sent_pictures") == []
    await until(lambda: not web.bot.rows("SELECT id FROM outbox WHERE body LIKE '%shows%'"), what="told")
    assert not [body for (body,) in web.bot.rows("SELECT body FROM inbox") if body]
    assert await resident.too_wide() == await member.too_wide() == []
    await look(resident, "resident-sends")
    await look(member, "member-sees")

    await member.reload()
    assert await size_of(shown(member)) == (1280, 853)
    await choose(member, taken_at_home(600, 400))
    assert await size_of(shown(resident)) == (600, 400)


LATER_PRESSED = 1
"""What the resident said before: that the commune can wait."""


async def test_with_no_network_it_waits_and_goes_by_itself_and_once(web: Web, visit: Visits) -> None:
    port = int(web.bot.url.rpartition(":")[2])
    async with Relay(port) as relay, web.visits(relay.url) as visits:
        resident, member = await visits(), await visit()
        await resident.to_menu()
        await member.to_menu()
        await taken(web.bot, resident, member)
        await relay.cut()
        await choose(resident, taken_at_home())
        await expect(resident.page.locator("#banner")).to_have_text(
            vi("No network. What you write is kept and will be sent by itself.")
        )
        await expect(sent(resident)).to_be_visible()
        await expect(resident.page.locator(".state[data-state=unsent]")).to_have_count(1)
        await look(resident, "no-network")
        await relay.mend()
        assert await size_of(shown(member)) == (1280, 853)
        await expect(shown(member)).to_have_count(1)
        await expect(resident.page.locator(".state[data-state=unsent]")).to_have_count(0)
        resident.faults.clear()


async def test_what_is_no_picture_is_refused_in_words_by_the_page_and_by_the_server(visit: Visits) -> None:
    chat = await visit()
    await chat.to_menu()
    note = chat.page.locator(".note", has_text=vi(NO_PICTURE))
    await choose(chat, b"%PDF-1.7", "giay.pdf", "application/pdf")
    await expect(note).to_have_count(1)
    await choose(chat, b"GIF89a and no more", "hinh.jpg", "image/jpeg")
    await expect(note).to_have_count(2)
    await expect(sent(chat)).to_have_count(0)
    chat.faults.clear()  # the browser itself says that the server refused it


async def test_the_button_is_large_named_and_there_for_the_keyboard_at_320_pixels(visit: Visits) -> None:
    chat = await visit(size=SMALLEST, bypass_csp=True)
    await chat.to_menu()
    box = await attach(chat).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 48
    assert await chat.too_wide() == []
    assert await axe_faults(chat.page) == []
    await look(chat, "smallest")
    async with chat.page.expect_file_chooser():
        await attach(chat).focus()  # by its answer the browser knows, too, that the chooser is waited for
        await chat.page.keyboard.press("Enter")
    await chat.box.fill("lam vneid")
    assert await chat.too_wide() == []
    assert ((await chat.box.bounding_box()) or {"width": 0})["width"] >= 150
    await look(chat, "smallest-typing")
