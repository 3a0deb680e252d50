"""Looking and waiting."""

import asyncio

import aiohttp
import pytest
from telegram import Bot
from telegram.error import NetworkError

from tests.emulators.telegram import TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import AN, TOKEN, client, keyboard, polling, updates


async def test_a_reply_is_what_the_bot_wrote_or_changed_since(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    await bot.send_message(AN, "chọn", reply_markup=keyboard([("Có", "y")]))
    assert (await emulator.reply(AN)).text == "chọn"
    emulator.press(AN, "Có")
    waiting = asyncio.create_task(emulator.reply(AN))
    await bot.edit_message_text("đã chọn", AN, emulator.last(AN).message_id)
    assert (await waiting).text == "đã chọn"


async def test_the_next_call_is_one_that_was_not_there_before(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    await bot.send_message(AN, "trước")
    waiting = asyncio.create_task(emulator.next_call("sendMessage", AN))
    await bot.get_me()
    await bot.send_message(AN, "sau")
    assert (await waiting).params["text"] == "sau"


async def test_an_emulator_can_be_left_while_the_bot_polls() -> None:
    async with TelegramEmulator(TOKEN) as short_lived, client(short_lived) as other:
        poll = asyncio.create_task(updates(other, timeout=50))
        await polling(short_lived)
        await short_lived.__aexit__(None, None, None)
        with pytest.raises(NetworkError):
            await poll


async def test_waiting_gives_up_after_its_time(emulator: TelegramEmulator) -> None:
    with pytest.raises(TimeoutError):
        await emulator.wait_for(lambda: None, timeout=0.01)
    with pytest.raises(LookupError, match="has not written"):
        emulator.last(AN)


async def test_an_error_in_what_is_waited_for_reaches_whoever_waits(emulator: TelegramEmulator, bot: Bot) -> None:
    waiting = asyncio.create_task(emulator.wait_for(lambda: 1 / (2 - len(emulator.calls)) > 1))
    await bot.get_me()
    with pytest.raises(ZeroDivisionError):
        await waiting


async def test_ten_thousand_residents_can_write_and_wait_at_once() -> None:
    async with TelegramEmulator(TOKEN, per_second=None) as emulator, aiohttp.ClientSession() as session:
        for person in range(1, 10_001):
            emulator.say(person, "chào")
        replies = [asyncio.create_task(emulator.reply(person)) for person in range(1, 10_001)]
        url = emulator.base_url + TOKEN + "/sendMessage"
        for person in (1, 5_000, 10_000):
            await session.post(url, json={"chat_id": person, "text": f"chào {person}"})
        assert [(await replies[person - 1]).text for person in (1, 5_000, 10_000)] == [
            "chào 1",
            "chào 5000",
            "chào 10000",
        ]
        for task in replies:
            task.cancel()
        await asyncio.gather(*replies, return_exceptions=True)


def test_it_runs_from_a_plain_script() -> None:
    async def script() -> int:
        async with TelegramEmulator() as emulator, aiohttp.ClientSession() as session:
            response = await session.get(emulator.base_url + emulator.token + "/getMe")
            return response.status

    assert asyncio.run(script()) == 200
