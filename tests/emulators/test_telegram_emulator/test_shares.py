"""Trouble for a share of all messages, latency, and what is known afterwards about who got what."""

import asyncio
from collections import Counter
from contextlib import suppress

import pytest
from telegram import Bot
from telegram.error import Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from tests.emulators.telegram import Mishap, Shares, TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import AN, BINH, Clock

MANY = range(1, 10_001)
SHARES = Shares(seed=7, blocked=0.03, busy=0.05, broken=0.02, lost=0.01, late=0.01)


def drawn(shares: Shares, number: int = 0) -> Counter[Mishap]:
    return Counter(shares.of(chat, number) for chat in MANY)


def one_of(shares: Shares, mishap: Mishap) -> int:
    """A chat whose first message meets with this, and whose second gets through where that can be."""
    seconds = {Mishap.NONE, Mishap.BLOCKED}
    return next(chat for chat in MANY if shares.of(chat, 0) is mishap and shares.of(chat, 1) in seconds)


def test_so_many_messages_meet_with_trouble_as_was_said() -> None:
    found = drawn(SHARES)
    for mishap in (Mishap.BLOCKED, Mishap.BUSY, Mishap.BROKEN, Mishap.LOST, Mishap.LATE):
        assert found[mishap] == pytest.approx(getattr(SHARES, mishap) * len(MANY), rel=0.3)


def test_the_seed_settles_all_of_it_and_another_seed_something_else() -> None:
    same, other = Shares(seed=7, busy=0.5), Shares(seed=8, busy=0.5)
    assert [same.of(chat, 3) for chat in MANY] == [Shares(seed=7, busy=0.5).of(chat, 3) for chat in MANY]
    assert [same.of(chat, 3) for chat in MANY] != [other.of(chat, 3) for chat in MANY]


def test_whoever_is_blocked_stays_so_and_nobody_else_becomes_so() -> None:
    for chat in MANY[:1000]:
        assert len({SHARES.of(chat, number) is Mishap.BLOCKED for number in range(5)}) == 1


async def test_a_message_meets_with_what_was_drawn_for_it(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.know(MANY)
    emulator.trouble(SHARES)
    for mishap, error in [(Mishap.BUSY, RetryAfter), (Mishap.BROKEN, NetworkError), (Mishap.LOST, NetworkError)]:
        chat = one_of(SHARES, mishap)
        with pytest.raises(error):
            await bot.send_message(chat, "tin")
        await bot.send_message(chat, "tin")
        assert emulator.arrivals.times("tin")[chat] == (2 if mishap is Mishap.LOST else 1)
        assert emulator.mishaps[chat, mishap] == 1


async def test_an_answer_that_comes_late_is_for_a_message_that_arrived(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.know(MANY)
    emulator.trouble(SHARES)
    chat = one_of(SHARES, Mishap.LATE)
    sending = asyncio.create_task(bot.send_message(chat, "tin", read_timeout=0.1))
    await emulator.wait_for(lambda: emulator.arrivals.of(chat))
    with pytest.raises(TimedOut):
        await sending


async def test_a_late_answer_can_be_ordered_for_the_next_call(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    emulator.late("sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(AN, "một", read_timeout=0.05)
    await bot.send_message(AN, "hai")
    assert [message.text for message in emulator.chat(AN)] == ["chào", "một", "hai"]


async def test_whoever_is_blocked_gets_nothing_ever(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.know(MANY)
    emulator.trouble(SHARES)
    chat = one_of(SHARES, Mishap.BLOCKED)
    for _ in range(3):
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(chat, "tin")
    assert emulator.arrivals.of(chat) == []


async def test_what_is_ordered_for_the_next_call_goes_before_what_is_drawn(
    emulator: TelegramEmulator, bot: Bot
) -> None:
    emulator.say(AN, "chào")
    emulator.trouble(Shares(blocked=1.0))
    emulator.fail("sendMessage", 502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(AN, "tin")
    emulator.heal()
    await bot.send_message(AN, "tin")


async def test_other_calls_meet_with_no_trouble(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    emulator.trouble(Shares(broken=1.0))
    await bot.get_me()
    assert await bot.get_updates()


async def test_ten_thousand_people_are_known_at_once_and_nothing_comes_in(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.know(MANY)
    assert emulator.pending == 0
    await bot.send_message(MANY[-1], "tin")


# ---- what is known afterwards ----


async def test_who_got_which_text_how_often_is_known_also_of_what_was_removed(
    emulator: TelegramEmulator, bot: Bot, clock: Clock
) -> None:
    emulator.know([AN, BINH])
    removed = await bot.send_message(AN, "tin")
    clock.now += 2
    await bot.send_message(AN, "tin")
    await bot.send_photo(BINH, b"a picture", "tin")
    await removed.delete()
    assert emulator.arrivals.times("tin") == {AN: 2, BINH: 1}
    assert [arrival.at for arrival in emulator.arrivals.of(AN)] == [1000.0, 1002.0]


async def test_how_much_came_in_any_second_is_known(emulator: TelegramEmulator, bot: Bot, clock: Clock) -> None:
    emulator.know([AN])
    for wait in (0, 0.6, 0.3, 0.1, 0.9):
        clock.now += wait
        await bot.send_message(AN, "tin")
    assert emulator.arrivals.busiest(1.0) == 3
    assert emulator.arrivals.busiest(1.1) == 4
    assert emulator.arrivals.per_second(1000.0, 1002.0) == 2.5


# ---- latency ----


async def test_a_call_takes_as_long_as_was_said_and_half_of_that_before_it_does_its_work(
    emulator: TelegramEmulator, bot: Bot
) -> None:
    emulator.say(AN, "chào")
    emulator.be_far(7200.0)
    sending = asyncio.create_task(bot.send_message(AN, "tin", read_timeout=0.1))
    with suppress(TelegramError):
        await sending
    assert emulator.arrivals.of(AN) == []


def test_how_long_it_takes_is_drawn_by_the_seed_within_what_was_said() -> None:
    draws = []
    for _ in range(2):
        emulator = TelegramEmulator()
        emulator.be_far(0.1, 0.04, seed=3)
        draws.append([emulator.world.latency.half() for _ in range(1000)])
    assert draws[0] == draws[1]
    assert 0.05 <= min(draws[0]) < 0.051
    assert 0.069 < max(draws[0]) <= 0.07
