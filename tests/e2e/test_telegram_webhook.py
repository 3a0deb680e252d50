"""Telegram by webhook: who may knock, what is stored before it is confirmed, and what a kill costs."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio

from tests.e2e.chats import at_step, hears
from tests.e2e.conftest import MakeBot
from tests.e2e.guides import RIDE, ride
from tests.e2e.process import PATIENCE_S, SECRET, TOKEN, Bot, until
from tests.e2e.words import DONE
from tests.emulators.telegram import TelegramEmulator

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PUBLIC_URL = "https://toso.example.vn"
_ids = count(1_000)


@dataclass(frozen=True)
class Hook:
    """The bot's door, as Telegram was told of it."""

    url: str
    secret: str
    session: aiohttp.ClientSession

    async def post(self, update: object, **headers: str) -> int:
        return await self.post_raw(json.dumps(update), **headers)

    async def post_raw(self, body: Any, secret: str | None = None, **headers: str) -> int:
        """The status of the answer."""
        given = {"Content-Type": "application/json", HEADER: self.secret if secret is None else secret, **headers}
        async with self.session.post(self.url, data=body, headers=given) as response:
            return response.status


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(telegram: TelegramEmulator, shared: Path, content: Path) -> AsyncIterator[Bot]:
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": telegram.base_url, "PUBLIC_URL": PUBLIC_URL}
    async with Bot(shared, content, **settings) as running:
        yield running
    assert SECRET not in running.log


@pytest_asyncio.fixture(loop_scope="session")
async def hook(bot: Bot, telegram: TelegramEmulator) -> AsyncIterator[Hook]:
    await telegram.wait_for(lambda: telegram.calls_to("setWebhook"), PATIENCE_S)
    told = telegram.calls_to("setWebhook")[0].params
    assert told["url"] == f"{PUBLIC_URL}/telegram/webhook"
    async with aiohttp.ClientSession() as session:
        yield Hook(f"{bot.url}/telegram/webhook", told["secret_token"], session)


def says(telegram: TelegramEmulator, chat: int, text: str) -> dict[str, Any]:
    """The update that Telegram would post for this."""
    id_ = telegram.say(chat, text)
    return next(update.body for update in telegram.world.updates.pending() if update.update_id == id_)


async def test_a_good_update_is_confirmed_and_answered(hook: Hook, telegram: TelegramEmulator, chat: int) -> None:
    assert await hook.post(says(telegram, chat, f"/start g_{RIDE}")) == 200
    await hears(telegram, chat, ride(1))
    assert not telegram.calls_to("getUpdates")


async def test_the_same_update_twice_is_answered_once(
    bot: Bot, hook: Hook, telegram: TelegramEmulator, chat: int
) -> None:
    assert await hook.post(says(telegram, chat, f"/start g_{RIDE}")) == 200
    await hears(telegram, chat, ride(1))
    done = says(telegram, chat, "xong")
    assert await asyncio.gather(*(hook.post(done) for _ in range(5))) == [200] * 5
    await hears(telegram, chat, ride(2))
    assert await hook.post(done) == 200
    assert await hook.post(says(telegram, chat, "xong")) == 200
    await hears(telegram, chat, ride(3))
    assert bot.talk("telegram", str(chat))["trail"] == ["s1", "s2", "s3"]


@pytest.mark.parametrize("secret", ["", "wrong", "a" * 64])
async def test_without_the_secret_nobody_is_let_in(
    bot: Bot, hook: Hook, telegram: TelegramEmulator, chat: int, secret: str
) -> None:
    assert await hook.post_raw(json.dumps(says(telegram, chat, "/start")), secret=secret) == 403
    assert not bot.rows("SELECT 1 FROM addresses WHERE address = ?", str(chat))


async def test_a_secret_that_is_not_even_text_is_a_wrong_one(bot: Bot, hook: Hook) -> None:
    where = urlsplit(hook.url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    head = f"POST {where.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n{HEADER}: "
    writer.write(head.encode() + b"\xff\xfe\r\n\r\n{}")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.split()[1] in {b"400", b"403"}


MALFORMED = {
    "nothing": b"",
    "half": b'{"update_id": 5',
    "not UTF-8": b'{"update_id": \xff}',
    "words": "xin chào".encode(),
    "form": b"update_id=5",
    "deep": b"[" * 200_000,
    "long number": b'{"update_id": ' + b"9" * 5_000 + b"}",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
async def test_what_is_not_json_is_refused(hook: Hook, body: bytes) -> None:
    assert await hook.post_raw(body) == 400


FOREIGN: dict[str, object] = {
    "list": [],
    "null": None,
    "string": "update_id",
    "empty": {},
    "zalo": {"event_name": "user_send_text", "app_id": "1", "message": {"text": "a"}},
    "id of words": {"update_id": "5", "message": {}},
    "id that is no number": {"update_id": True},
}


@pytest.mark.parametrize("body", FOREIGN.values(), ids=FOREIGN)
async def test_what_is_no_update_is_refused(hook: Hook, body: object) -> None:
    assert await hook.post(body) == 400


async def test_a_body_larger_than_any_update_is_refused(hook: Hook) -> None:
    assert await hook.post_raw(b'{"update_id": 1, "x": "' + b"a" * 1_000_001 + b'"}') == 413


async def test_a_body_of_unsaid_length_is_refused_when_it_grows_too_large(hook: Hook) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"a" * 50_000

    assert await hook.post_raw(pieces()) == 413


async def test_an_update_that_cannot_be_read_is_confirmed_and_kept_aside(bot: Bot, hook: Hook) -> None:
    """Or Telegram would send it again and again, and hold back what comes after it."""
    id_ = next(_ids)
    update = {"update_id": id_, "message": {"message_id": "x", "chat": {"id": 1, "type": "private"}}}
    assert await hook.post(update) == 200
    assert bot.rows("SELECT 1 FROM unreadable WHERE event_id = ?", str(id_))


@pytest.mark.parametrize(
    "kind", ["edited_message", "channel_post", "poll", "a_kind_of_tomorrow"],
)  # fmt: skip
async def test_a_kind_that_is_not_used_is_confirmed(bot: Bot, hook: Hook, kind: str) -> None:
    assert await hook.post({"update_id": next(_ids), kind: {"id": "1"}}) == 200


async def test_after_all_that_the_next_is_answered(hook: Hook, telegram: TelegramEmulator, chat: int) -> None:
    assert await hook.post(says(telegram, chat, f"/start g_{RIDE}")) == 200
    await hears(telegram, chat, ride(1))


async def test_no_other_method_is_served(bot: Bot, hook: Hook) -> None:
    async with hook.session.get(hook.url) as response:
        assert response.status == 405


async def test_what_is_sent_while_the_bot_is_down_is_answered_after_it_is_back(
    make_bot: MakeBot, emulator: TelegramEmulator
) -> None:
    """Here the emulator itself delivers, and repeats what was not confirmed, as Telegram does."""
    emulator.redeliver_after([0.1])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    bot = await make_bot(
        TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=emulator.base_url, PORT=port, PUBLIC_URL=f"http://127.0.0.1:{port}"
    ).start()
    await at_step(emulator, 1)
    await bot.kill()
    emulator.press(1, DONE)
    await emulator.wait_for(lambda: emulator.deliveries[-1].status == 0, PATIENCE_S)
    await bot.start()
    await hears(emulator, 1, ride(2))
    await until(lambda: emulator.pending == 0)
