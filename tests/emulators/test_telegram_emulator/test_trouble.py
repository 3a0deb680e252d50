"""Rates, and trouble on order."""

from contextlib import suppress

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from tests.emulators.telegram import TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import AN, BINH, Clock, refused


async def statuses(emulator: TelegramEmulator, bot: Bot, chat_ids: list[int]) -> list[int]:
    """How one message to each of these chats is answered."""
    for chat_id in chat_ids:
        with suppress(RetryAfter):
            await bot.send_message(chat_id, "tin")
    return [call.status for call in emulator.calls_to("sendMessage")][-len(chat_ids) :]


async def test_thirty_messages_a_second_are_the_most_and_the_next_must_wait(
    emulator: TelegramEmulator, bot: Bot, clock: Clock
) -> None:
    people = list(range(1, 32))
    for person in people:
        emulator.say(person, "chào")
    assert await statuses(emulator, bot, people) == [200] * 30 + [429]
    assert emulator.calls[-1].description == "Too Many Requests: retry after 1"
    clock.now += 0.5
    assert await statuses(emulator, bot, [1]) == [429]
    clock.now += 0.5
    assert await statuses(emulator, bot, people[:30]) == [200] * 30


async def test_a_rate_for_each_chat_can_be_set_and_all_rates_switched_off(
    emulator: TelegramEmulator, bot: Bot, clock: Clock
) -> None:
    emulator.say(AN, "chào")
    emulator.say(BINH, "chào")
    emulator.limit(per_chat_per_second=1)
    assert await statuses(emulator, bot, [AN, AN, BINH]) == [200, 429, 200]
    clock.now += 1
    assert await statuses(emulator, bot, [AN]) == [200]
    emulator.limit()
    assert await statuses(emulator, bot, [AN] * 40) == [200] * 40


async def test_a_rate_below_one_a_second_is_one_message_in_a_longer_time(
    emulator: TelegramEmulator, bot: Bot, clock: Clock
) -> None:
    emulator.say(AN, "chào")
    emulator.limit(per_chat_per_second=1 / 3)
    await bot.send_message(AN, "một")
    with pytest.raises(RetryAfter, match="Retry in 0:00:03"):
        await bot.send_message(AN, "hai")


async def test_a_refused_message_does_not_use_up_the_rate(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    emulator.limit(per_second=1)
    assert await refused(emulator, bot.send_message(AN, "<b>", "HTML"))
    await bot.send_message(AN, "một")


async def test_the_next_calls_fail_as_ordered(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    emulator.say(BINH, "chào")
    emulator.fail("sendMessage", 502, chat_id=BINH, body="<html>Bad Gateway</html>")
    emulator.fail("sendMessage", 429, chat_id=BINH, retry_after=7)
    await bot.send_message(AN, "tới")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(BINH, "tới")
    with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
        await bot.send_message(BINH, "tới")
    await bot.send_message(BINH, "tới")
    assert [call.status for call in emulator.calls_to("sendMessage")] == [200, 502, 429, 200]
    assert len(emulator.chat(BINH)) == 2


async def test_trouble_for_ever_lasts_until_it_is_taken_back(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.fail(times=None)
    for _ in range(3):
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.get_me()
    emulator.heal()
    assert (await bot.get_me()).id == 1


async def test_a_dropped_answer_leaves_the_message_delivered(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    emulator.drop("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(AN, "một lần")
    assert emulator.last(AN).text == "một lần"
    assert emulator.calls[-1].status == 0


async def test_a_slow_answer_runs_into_the_clients_patience(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    emulator.slow("sendMessage", 0.1)
    with pytest.raises(TimedOut):
        await bot.send_message(AN, "chậm", read_timeout=0.01)
    [call] = await emulator.wait_for(lambda: emulator.calls_to("sendMessage", AN))
    assert (call.status, emulator.last(AN).text) == (200, "chậm")
