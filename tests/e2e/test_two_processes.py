"""Two processes of the bot on one PostgreSQL: every message is answered once, whichever of them dies, and soon."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests import postgres
from tests.e2e.chats import hears, said
from tests.e2e.conftest import MakeBot
from tests.e2e.guides import RIDE, ride
from tests.e2e.page import open_page
from tests.e2e.process import TOKEN, Bot, until
from tests.e2e.words import DONE
from tests.emulators.telegram import TelegramEmulator

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PEOPLE = 30
PRESSES = 6
SOON_S = 15.0
GONE_S = 5.0
"""After a graceful stop nobody has to wait until anything is over."""


@dataclass
class Pair:
    first: Bot
    second: Bot

    @property
    def alive(self) -> Bot:
        return self.first if self.first.running else self.second

    def holder(self, name: str) -> Bot:
        """Which of them it is that does this now; the log of each says so."""
        ((word,),) = self.alive.rows("SELECT holder FROM leases WHERE name = ?", name)
        return next(bot for bot in (self.first, self.second) if bot.running and f"as {word}" in bot.log)

    def other(self, bot: Bot) -> Bot:
        return self.second if bot is self.first else self.first


@pytest.fixture
def database() -> Iterator[str]:
    server = postgres.server()
    with server.empty() as name:
        yield server.url(name)


@pytest_asyncio.fixture(loop_scope="session")
async def pair(make_bot: MakeBot, emulator: TelegramEmulator, database: str) -> AsyncIterator[Pair]:
    """They start at the same time, on a database that has no tables yet."""
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": emulator.base_url, "DATABASE_URL": database, "SECRET": "both"}
    bots = make_bot("first", **settings), make_bot("second", **settings)
    await asyncio.gather(*(bot.start() for bot in bots))
    yield Pair(*bots)
    for bot in bots:
        await bot.kill()


async def walk(telegram: TelegramEmulator, chat: int, presses: int = PRESSES) -> None:
    """Through a guide, a press after each answer."""
    telegram.say(chat, f"/start g_{RIDE}")
    await hears(telegram, chat, ride(1))
    for step in range(2, presses + 2):
        telegram.press(chat, DONE)
        await hears(telegram, chat, ride(step))


async def none_is_left(pair: Pair) -> None:
    def all_done() -> bool:
        waiting = pair.alive.rows("SELECT count(*) FROM inbox WHERE done_at IS NULL")
        return waiting == [(0,)] == pair.alive.rows("SELECT count(*) FROM outbox")

    await until(all_done)


def answers(telegram: TelegramEmulator, chats: Sequence[int]) -> list[int]:
    """How many each of them was sent, edits as well."""
    sent = [call for call in telegram.calls if call.method in {"sendMessage", "editMessageText"} and call.status == 200]
    return [sum(call.chat_id == chat for call in sent) for chat in chats]


async def test_every_message_is_answered_once(pair: Pair, emulator: TelegramEmulator) -> None:
    chats = range(1, PEOPLE + 1)
    await asyncio.gather(*(walk(emulator, chat) for chat in chats))
    await none_is_left(pair)
    assert answers(emulator, chats) == [1 + 1 + PRESSES] * PEOPLE
    assert pair.alive.rows("SELECT count(*) FROM events WHERE type = 'GuideOpened'") == [(PEOPLE,)]
    assert "same token" not in pair.first.log + pair.second.log


async def test_whichever_dies_the_other_goes_on(pair: Pair, emulator: TelegramEmulator) -> None:
    chats = range(1, PEOPLE + 1)
    walks = [asyncio.create_task(walk(emulator, chat)) for chat in chats]
    await emulator.wait_for(lambda: sum(answers(emulator, chats)) > PEOPLE * 3)
    await pair.holder("poll:telegram").kill()
    began = time.monotonic()
    emulator.say(PEOPLE + 1, f"/start g_{RIDE}")
    await hears(emulator, PEOPLE + 1, ride(1), timeout_s=SOON_S)
    print(f"\nanswered {time.monotonic() - began:.1f} s after the kill")
    await asyncio.gather(*walks)
    await none_is_left(pair)
    for chat in chats:
        assert ride(PRESSES + 1) in said(emulator, chat)[-1]
        assert len(said(emulator, chat)) <= 3  # the greeting, the guide, and the one that may have been under way
    assert pair.alive.rows("SELECT count(*) FROM events WHERE type = 'GuideOpened'") == [(PEOPLE + 1,)]


async def test_one_that_is_stopped_hands_over_at_once(pair: Pair, emulator: TelegramEmulator) -> None:
    await walk(emulator, 1, presses=1)
    stopped = pair.holder("turns")
    assert await stopped.terminate() == 0
    began = time.monotonic()
    emulator.press(1, DONE)
    await hears(emulator, 1, ride(3), timeout_s=GONE_S)
    print(f"\nanswered {time.monotonic() - began:.1f} s after the stop")
    await stopped.start()
    emulator.press(1, DONE)
    await hears(emulator, 1, ride(4))


async def test_a_page_is_answered_by_the_process_it_came_to(pair: Pair) -> None:
    async with open_page(pair.first.url) as one, open_page(pair.second.url) as two:
        for page in (one, two):
            await page.start(f"g_{RIDE}")
        for page in (one, two):
            await page.hears(ride(1))
        for page in (two, one):
            await page.press(DONE)
            await page.hears(ride(2))
    async with open_page(pair.second.url, token=one.token) as again:
        await again.say(DONE)
        await again.hears(ride(3))
    await none_is_left(pair)
