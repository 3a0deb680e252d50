"""Updates by long poll."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict

from tests.emulators.telegram import TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import (
    AN,
    client,
    polling,
    updates,
)


async def test_an_update_is_given_again_until_a_higher_offset_confirms_it(emulator: TelegramEmulator, bot: Bot) -> None:
    first = emulator.say(AN, "một")
    second = emulator.say(AN, "hai")
    assert second > first
    assert await updates(bot) == ["một", "hai"]
    assert await updates(bot, offset=first) == ["một", "hai"]
    assert await updates(bot, offset=second) == ["hai"]
    assert await updates(bot) == ["hai"]
    assert await updates(bot, offset=second + 1) == []
    assert emulator.pending == 0


async def test_a_limit_gives_the_oldest_first_and_is_at_least_one(emulator: TelegramEmulator, bot: Bot) -> None:
    for text in "abc":
        emulator.say(AN, text)
    assert await updates(bot, limit=2) == ["a", "b"]
    assert await updates(bot, limit=0) == ["a"]


async def test_no_more_than_a_hundred_updates_come_at_once(emulator: TelegramEmulator, bot: Bot) -> None:
    for number in range(101):
        emulator.say(AN, str(number))
    assert len(await bot.get_updates(limit=1000)) == 100


async def test_a_negative_offset_keeps_the_newest_and_forgets_the_rest(emulator: TelegramEmulator, bot: Bot) -> None:
    for text in "abc":
        emulator.say(AN, text)
    assert await updates(bot, offset=-1) == ["c"]
    assert await updates(bot) == ["c"]


async def test_an_offset_far_in_the_future_confirms_nothing(emulator: TelegramEmulator, bot: Bot) -> None:
    number = emulator.say(AN, "một")
    assert await updates(bot, offset=number + 1000) == ["một"]


async def test_a_long_poll_returns_as_soon_as_something_comes(emulator: TelegramEmulator, bot: Bot) -> None:
    poll = asyncio.create_task(updates(bot, timeout=50))
    await polling(emulator)
    emulator.say(AN, "đây")
    async with asyncio.timeout(2):
        assert await poll == ["đây"]


async def test_a_long_poll_ends_empty_when_its_time_is_up(emulator: TelegramEmulator, bot: Bot) -> None:
    assert await updates(bot, timeout=1) == []


async def test_a_newer_long_poll_ends_the_older_one_with_a_conflict(emulator: TelegramEmulator, bot: Bot) -> None:
    older = asyncio.create_task(updates(bot, timeout=50))
    await polling(emulator)
    async with client(emulator) as other:
        newer = asyncio.create_task(updates(other, timeout=50))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        emulator.say(AN, "cho ai?")
        assert await newer == ["cho ai?"]


async def test_only_kinds_that_were_asked_for_are_kept(emulator: TelegramEmulator, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["message"])
    emulator.block(AN)
    emulator.unblock(AN)
    emulator.say(AN, "chào")
    assert await updates(bot) == ["chào"]
