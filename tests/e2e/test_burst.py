"""Many people write three quick messages each, all at once: everybody is answered, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from tests.e2e.conftest import MakeBot
from tests.e2e.guides import ASK_FOR_FISH, ASK_TO_RIDE, fish, ride
from tests.e2e.page import Page, open_page
from tests.e2e.process import TOKEN, until
from tests.e2e.words import HELLO, vi
from tests.emulators.telegram import TelegramEmulator

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PEOPLE = 200
PEOPLE_ON_TELEGRAM = 100
"""Fewer, for there the pace is Telegram's; two hundred at once are served in the tests of crashes."""
THREE = (ASK_TO_RIDE, "xong", ASK_FOR_FISH)
ANSWERS = (vi(HELLO, you="bà con"), ride(1), ride(2), fish(1))
"""In any other order of the three, some of these would not come: “xong” goes on from where one is."""
PATIENCE_S = 90.0


def answered_in_order(texts: Sequence[str]) -> bool:
    return len(texts) == len(ANSWERS) and all(part in text for part, text in zip(ANSWERS, texts, strict=True))


async def test_on_telegram_everybody_is_answered_in_order_and_its_limit_is_kept(make_bot: MakeBot) -> None:
    """Thirty messages a second are let through. A few may be refused at the edge, but no flood that only 429 stops."""
    people = range(1, PEOPLE_ON_TELEGRAM + 1)
    async with TelegramEmulator(TOKEN, per_second=30) as telegram:
        for text in THREE:
            for chat in people:
                telegram.say(chat, text)
        bot = await make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=telegram.base_url).start()
        await asyncio.gather(*(has_heard(telegram, chat, len(ANSWERS)) for chat in people))
        await until(lambda: not bot.rows("SELECT id FROM outbox"))
        assert sum(answered_in_order(heard(telegram, chat)) for chat in people) == PEOPLE_ON_TELEGRAM
        sends = telegram.calls_to("sendMessage")
        refused = sum(call.status == 429 for call in sends)
        print(f"\n{len(sends)} sends in {sends[-1].at - sends[0].at:.1f} s, {refused} of them refused")
        assert refused <= 0.1 * len(sends)


async def has_heard(telegram: TelegramEmulator, chat: int, messages: int) -> None:
    await telegram.wait_for(lambda: len(heard(telegram, chat)) >= messages, PATIENCE_S, chat)


def heard(telegram: TelegramEmulator, chat: int) -> list[str]:
    return [message.text for message in telegram.chat(chat) if message.from_bot]


async def test_on_the_web_chat_everybody_is_answered_in_order(make_bot: MakeBot) -> None:
    bot = await make_bot().start()
    began = asyncio.get_running_loop().time()
    all_texts = await asyncio.gather(*(write_three(bot.url) for _ in range(PEOPLE)))
    assert sum(map(answered_in_order, all_texts)) == PEOPLE
    print(f"\n{PEOPLE * len(ANSWERS)} answers in {asyncio.get_running_loop().time() - began:.1f} s")


async def write_three(url: str) -> list[str]:
    async with open_page(url) as page:
        for text in THREE:
            await page.say(text)
        await page.hears(ANSWERS[-1], PATIENCE_S)
        await settled(page)
        return page.texts


async def settled(page: Page) -> None:
    """Whatever was to come a second time would have come before this."""
    await page.say("menu")
    await page.until(lambda: len(page.messages) > len(ANSWERS))
    page.frames.remove(page.messages[-1])
