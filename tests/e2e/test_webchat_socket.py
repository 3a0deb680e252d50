"""The web chat over its real socket: nothing lost, nothing doubled, whatever the page or the server does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.e2e.conftest import MakeBot
from tests.e2e.guides import RIDE, RIDE_TITLE, ride, ride_in_english
from tests.e2e.page import open_page
from tests.e2e.process import Bot, until
from tests.e2e.words import DONE, HELLO, WHAT_DO_YOU_NEED, WHICH_PLACE, vi

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

GREETING = vi(HELLO, you="bà con")
PLACE = vi(WHICH_PLACE, You="Bà con")
MENU = vi(WHAT_DO_YOU_NEED, You="Bà con")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(shared: Path, content: Path) -> AsyncIterator[Bot]:
    async with Bot(shared, content) as running:
        yield running


# ---- talking ----


async def test_a_page_without_a_token_gets_one_and_is_greeted(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        assert page.is_new
        assert len(page.token) >= 22
        await page.start()
        await page.hears(PLACE)
        assert page.texts == [GREETING, PLACE]


async def test_a_talk_goes_from_the_greeting_to_a_guide(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        await page.start()
        await page.hears(PLACE)
        await page.say("phuong pleiku")
        await page.hears("Phường Pleiku")
        await page.hears(MENU)
        await page.press(RIDE_TITLE)
        await page.hears(ride(1))
        await page.press(DONE)
        shown = await page.hears(ride(2))
        assert shown["n"] == max(message["n"] for message in page.messages)


async def test_a_deep_link_opens_its_guide(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        await page.start(f"g_{RIDE}")
        await page.hears(ride(1))


async def test_the_page_is_told_when_the_language_changes(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        await page.start(f"g_{RIDE}")
        await page.hears(ride(1))
        await page.say("english")
        await page.hears(ride_in_english(1))
        assert [frame["lang"] for frame in page.of("language")] == ["en"]


async def test_a_position_is_taken(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        await page.start()
        await page.hears(PLACE)
        await page.send({"type": "location", "id": "position-1", "lat": 13.9833, "lon": 108.0})
        await page.hears(vi("Are {you} in one of these communes?", You="Bà con"))


async def test_what_is_erased_is_forgotten_by_the_page_too(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        await page.start(f"g_{RIDE}")
        await page.hears(ride(1))
        await page.say("xóa dữ liệu của tôi")
        await page.hears("xóa không?")
        await page.press(vi("Yes, erase it"))
        await page.until(lambda: page.of("forget"))
        await page.hears("Mã biên nhận")


# ---- once, and not less ----


async def test_the_same_frame_twice_is_answered_once(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        await page.start(f"g_{RIDE}")
        await page.hears(ride(1))
        for _ in range(3):
            await page.say("xong", id_="the-same-frame")
        await page.until(lambda: len(page.of("taken")) == 4)
        await page.hears(ride(2))
        await page.say("xong")
        await page.hears(ride(3))
        assert page.texts[1:] == [*(text for text in page.texts if "Động tác" in text)]
        assert len(page.texts) == 4


async def test_a_frame_repeated_on_a_new_socket_is_answered_once(bot: Bot) -> None:
    """The page went away before it learnt that its frame had been taken."""
    async with open_page(bot.url) as page:
        await page.start(f"g_{RIDE}")
        await page.hears(ride(1))
        await page.say("xong", id_="not-confirmed")
        token = page.token
    async with open_page(bot.url, token) as page:
        await page.say("xong", id_="not-confirmed")
        await page.hears(ride(2))
        await page.say("xong")
        await page.hears(ride(3))


async def test_two_people_may_use_the_same_frame_id(bot: Bot) -> None:
    async with open_page(bot.url) as one, open_page(bot.url) as other:
        for page in (one, other):
            await page.send({"type": "start", "id": "start-0001", "payload": f"g_{RIDE}"})
        await one.hears(ride(1))
        await other.hears(ride(1))


async def test_what_was_not_confirmed_comes_again_and_what_was_does_not(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        await page.start()
        await page.hears(PLACE)
        await page.answers()
        token = page.token
        page.confirms = False
        await page.say(RIDE_TITLE)
        await page.hears(ride(1))
    async with open_page(bot.url, token, confirms=False) as page:
        assert not page.is_new
        await page.hears(ride(1))
        assert len(page.messages) == 1
        [again] = page.messages
    async with open_page(bot.url, token) as page:
        await page.hears(ride(1))
        assert [message["n"] for message in page.messages] == [again["n"]]
    await until(lambda: not bot.rows("SELECT id FROM outbox"))
    async with open_page(bot.url, token) as page:
        await page.say("xong")
        await page.hears(ride(2))
        assert len(page.messages) == 1


async def test_what_is_said_while_nobody_is_there_is_kept_in_its_order(bot: Bot) -> None:
    async with open_page(bot.url, confirms=False) as page:
        await page.start(f"g_{RIDE}")
        await page.say("xong")
        await page.say("xong")
        await page.until(lambda: len(page.of("taken")) == 3)
        token = page.token
    async with open_page(bot.url, token) as page:
        await page.hears(ride(3))
        first = [text for text in page.texts if text == GREETING or "Động tác" in text]
        assert [any(part in text for part in (GREETING, ride(1), ride(2), ride(3))) for text in first] == [True] * 4
        assert [message["n"] for message in page.messages] == sorted(message["n"] for message in page.messages)


async def test_two_pages_of_one_person_show_the_same(bot: Bot) -> None:
    async with open_page(bot.url) as one, open_page(bot.url, one.token) as other:
        assert not other.is_new
        await one.start(f"g_{RIDE}")
        await one.hears(ride(1))
        await other.hears(ride(1))
        await other.press(DONE)
        await one.hears(ride(2))
        await other.hears(ride(2))
        assert [message["n"] for message in one.messages] == [message["n"] for message in other.messages]


async def test_a_page_that_hangs_does_not_keep_the_other_waiting_for_long(bot: Bot) -> None:
    async with open_page(bot.url) as one, open_page(bot.url, one.token, confirms=False):
        await one.start(f"g_{RIDE}")
        await one.hears(ride(1), timeout_s=5)


async def test_a_token_of_ones_own_is_kept_and_a_strange_one_is_replaced(bot: Bot) -> None:
    own = "a" * 32
    async with open_page(bot.url, own) as page:
        assert (page.token, page.is_new) == (own, False)
    async with open_page(bot.url, "quá ngắn") as page:
        assert page.is_new
        assert page.token != "quá ngắn"


async def test_the_token_is_not_in_the_database(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        await page.start()
        await page.hears(PLACE)
        token = page.token
    assert not [file for file in bot.data.iterdir() if token.encode() in file.read_bytes()]


# ---- what no page of ours would send ----

WRONG: dict[str, str | bytes] = {
    "no JSON": "xin chào",
    "nothing": "",
    "half": '{"type": "say"',
    "deep": "[" * 30_000,
    "list": "[]",
    "null": "null",
    "no type": "{}",
    "type that is no string": '{"type": ["say"], "id": "12345678"}',
    "unknown type": '{"type": "become_admin", "id": "12345678"}',
    "hello again": '{"type": "hello"}',
    "no id": '{"type": "say", "text": "a"}',
    "short id": '{"type": "say", "id": "1", "text": "a"}',
    "id that is no string": '{"type": "say", "id": 12345678, "text": "a"}',
    "id with signs": '{"type": "say", "id": "../../etc/passwd", "text": "a"}',
    "text that is no string": '{"type": "say", "id": "12345678", "text": {"a": 1}}',
    "action that is no string": '{"type": "press", "id": "12345678", "action": 5}',
    "payload that is no string": '{"type": "start", "id": "12345678", "payload": []}',
    "no position": '{"type": "location", "id": "12345678"}',
    "position in words": '{"type": "location", "id": "12345678", "lat": "13.9", "lon": "108"}',
    "position off the earth": '{"type": "location", "id": "12345678", "lat": 91, "lon": 181}',
    "position that is no number": '{"type": "location", "id": "12345678", "lat": NaN, "lon": Infinity}',
    "endless position": '{"type": "location", "id": "12345678", "lat": 1e999, "lon": 0}',
    "position of 400 digits": '{"type": "location", "id": "12345678", "lat": 1%s, "lon": 0}' % ("0" * 400),
    "true as position": '{"type": "location", "id": "12345678", "lat": true, "lon": false}',
    "bytes": b"\x00\xff",
    "JSON in bytes": b'{"type": "ping"}',
}


@pytest.mark.parametrize("frame", WRONG.values(), ids=WRONG)
async def test_what_is_not_understood_is_refused_with_words_and_the_talk_goes_on(bot: Bot, frame: str | bytes) -> None:
    async with open_page(bot.url) as page:
        await page.send_raw(frame)
        await page.until(lambda: page.of("wrong") or page.closed)
        assert not page.closed
        assert page.of("wrong")[0]["text"]
        await page.start(f"g_{RIDE}")
        await page.hears(ride(1))


@pytest.mark.parametrize(
    "frame", ['{"type": "got"}', '{"type": "got", "n": -1}', '{"type": "got", "n": "1"}', '{"type": "got", "n": true}']
)  # fmt: skip
async def test_a_confirmation_of_nothing_confirms_nothing(bot: Bot, frame: str) -> None:
    async with open_page(bot.url, confirms=False) as page:
        await page.start(f"g_{RIDE}")
        await page.hears(GREETING)
        await page.send_raw(frame)
        await page.answers()
        token = page.token
    async with open_page(bot.url, token) as page:
        await page.hears(GREETING)
        await page.hears(ride(1))


async def test_strange_letters_are_taken_for_what_they_are(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        await page.start()
        await page.hears(PLACE)
        for text in ("\ud83d", "\x00", "\u202e", "🐎" * 300, "ô" * 10_000):
            heard = len(page.messages)
            await page.say(text)
            await page.until(lambda heard=heard: len(page.messages) > heard)  # type: ignore[misc]
        await page.send({"type": "press", "id": "surrogates", "label": "\udfff", "action": "\ud800\x00"})
        await page.hears(vi("This button is no longer used."))


async def test_a_frame_too_large_closes_the_socket_and_nothing_else(bot: Bot) -> None:
    async with open_page(bot.url) as page:
        await page.send_raw("a" * 70_000)
        await page.until(lambda: page.closed)
        assert page.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
        token = page.token
    async with open_page(bot.url, token) as page:
        await page.start(f"g_{RIDE}")
        await page.hears(ride(1))


HELLOS: dict[str, dict[str, Any]] = {
    "no hello": {"type": "say", "id": "12345678", "text": "a"},
    "empty": {},
    "unknown language": {"type": "hello", "lang": "tlh"},
    "languages": {"type": "hello", "lang": ["en"]},
    "number for a token": {"type": "hello", "token": 5},
    "lists": {"type": "hello", "lang": {}, "token": []},
}


@pytest.mark.parametrize("hello", HELLOS.values(), ids=HELLOS)
async def test_a_strange_hello_is_welcomed_and_whoever_says_none_is_shown_out(bot: Bot, hello: dict[str, Any]) -> None:
    async with open_page(bot.url, hello=hello) as page:
        await page.until(lambda: page.frames or page.closed)
        assert page.frames
        assert page.frames[0]["type"] == ("welcome" if hello.get("type") == "hello" else "wrong")
        if page.of("wrong"):
            await page.until(lambda: page.closed)


async def test_a_visitor_who_speaks_no_websocket_is_refused(bot: Bot) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{bot.url}/chat/socket") as response:
        assert response.status == 400


async def test_none_of_that_was_a_fault_in_the_log(bot: Bot) -> None:
    assert "Traceback" not in bot.log


# ---- the server goes away ----


async def test_after_a_kill_the_talk_goes_on_at_its_step(make_bot: MakeBot) -> None:
    bot = await make_bot().start()
    async with open_page(bot.url) as page:
        await page.start(f"g_{RIDE}")
        await page.hears(ride(1))
        await page.press(DONE)
        await page.hears(ride(2))
        token = page.token
        await bot.kill()
        await page.until(lambda: page.closed)
    await bot.start()
    async with open_page(bot.url, token) as page:
        assert not page.is_new
        await page.say("xong")
        await page.hears(ride(3))


async def test_what_was_taken_before_a_kill_is_answered_after_it(make_bot: MakeBot) -> None:
    """The kill falls after “taken”, before the page has any answer or while it has not confirmed it."""
    bot = await make_bot().start()
    async with open_page(bot.url, confirms=False) as page:
        await page.start(f"g_{RIDE}")
        await page.say("xong")
        await page.until(lambda: len(page.of("taken")) == 2)
        token = page.token
        await bot.kill()
    await bot.start()
    async with open_page(bot.url, token) as page:
        await page.hears(ride(2))
        assert [part for part in (GREETING, ride(1), ride(2)) if sum(part in text for text in page.texts) != 1] == []


async def test_pages_are_told_of_a_restart_when_the_server_stops_in_order(make_bot: MakeBot) -> None:
    bot = await make_bot().start()
    async with open_page(bot.url) as page:
        await page.start(f"g_{RIDE}")
        await page.hears(ride(1))
        code = asyncio.create_task(bot.terminate())
        await page.until(lambda: page.closed)
        assert page.close_code == aiohttp.WSCloseCode.SERVICE_RESTART
        assert await code == 0
