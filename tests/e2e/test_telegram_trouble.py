"""Telegram in trouble, or sending what nobody expects: the bot goes on, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.e2e.chats import at_step, hears
from tests.e2e.conftest import MakeBot
from tests.e2e.guides import (
    ASK_TO_RIDE,
    RIDE,
    ride,
)
from tests.e2e.process import PATIENCE_S, TOKEN, Bot, until
from tests.e2e.words import (
    DONE,
)
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.telegram.updates import Update

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


async def test_a_poison_update_is_set_aside_and_the_next_is_answered(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    await at_step(telegram, chat)
    poison = telegram.poison(chat)
    telegram.press(chat, DONE)
    await hears(telegram, chat, ride(2))
    aside = bot.rows("SELECT reason FROM unreadable WHERE channel = 'telegram' AND event_id = ?", str(poison))
    assert len(aside) == 1
    await telegram.wait_for(lambda: telegram.pending == 0, PATIENCE_S)  # confirmed by an offset beyond it


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"message_id": "x", "chat": 7, "date": "today", "text": ["a"]}},
        {"message": None},
        {"callback_query": {"id": 5}},
        {"callback_query": {"id": "5", "from": {"id": "a", "is_bot": False, "first_name": "A"}, "chat_instance": "1"}},
        {"my_chat_member": {}},
        {"message": {"message_id": 1, "date": 9e99, "chat": {"id": 5, "type": "private"}, "text": "a"}},
        {},
    ],
    ids=["message", "nothing", "press", "press of nobody", "member", "date", "empty"],
)
async def test_no_update_of_a_strange_shape_stops_the_next(
    bot: Bot, telegram: TelegramEmulator, chat: int, update: dict[str, object]
) -> None:
    telegram.world.updates.add(Update(id_ := telegram.world.updates.reserve(), {"update_id": id_, **update}, 0))
    telegram.say(chat, f"/start g_{RIDE}")
    await hears(telegram, chat, ride(1))


async def test_a_429_is_obeyed_nothing_is_lost_and_others_are_not_held_up(
    bot: Bot, telegram: TelegramEmulator, chat: int, new_chat: Iterator[int]
) -> None:
    other = next(new_chat)
    await at_step(telegram, chat)
    await at_step(telegram, other)
    telegram.fail("editMessageText", 429, chat_id=chat, retry_after=3)
    began = time.monotonic()
    telegram.press(chat, DONE)
    refused = await telegram.wait_for(
        lambda: next((c for c in telegram.calls_to("editMessageText", chat) if c.status == 429), None), PATIENCE_S
    )
    telegram.say(chat, ASK_TO_RIDE)  # must not overtake what was refused
    telegram.press(other, DONE)
    await hears(telegram, other, ride(2))
    assert time.monotonic() - began < 2.5
    await hears(telegram, chat, ride(2))
    calls = [call for call in telegram.calls if call.chat_id == chat and call.at > refused.at]
    sends = [call for call in calls if call.method in {"sendMessage", "editMessageText"}]
    assert sends[0].method == "editMessageText"
    assert sends[0].at - refused.at >= 3
    await hears(telegram, chat, ride(2), times=2)


async def test_who_has_blocked_the_bot_is_unreachable_until_they_write_again(
    bot: Bot, telegram: TelegramEmulator, chat: int, new_chat: Iterator[int]
) -> None:
    await at_step(telegram, chat)
    telegram.fail("sendMessage", 403, chat_id=chat, description="Forbidden: bot was blocked by the user")
    telegram.say(chat, "xong")
    await until(lambda: not reachable(bot, chat))
    assert not bot.rows("SELECT id FROM outbox WHERE address = ?", str(chat))

    other = next(new_chat)
    await at_step(telegram, other)

    telegram.unblock(chat)
    telegram.say(chat, "xong")
    await hears(telegram, chat, ride(3))
    assert reachable(bot, chat)


async def test_who_blocks_the_bot_while_an_answer_is_on_its_way_stays_unreachable(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    await at_step(telegram, chat)
    telegram.fail("sendMessage", 403, chat_id=chat, description="Forbidden: bot was blocked by the user")
    telegram.say(chat, "xong")
    await until(lambda: not reachable(bot, chat))
    telegram.block(chat)  # that they did so is told after the refusal
    await until(lambda: left(bot, chat))
    assert not reachable(bot, chat)


async def test_who_blocks_the_bot_is_unreachable_before_anything_is_sent_to_them(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    await at_step(telegram, chat)
    telegram.block(chat)
    await until(lambda: left(bot, chat))
    assert not reachable(bot, chat)
    telegram.unblock(chat)
    telegram.say(chat, "xong")
    await hears(telegram, chat, ride(2))
    assert reachable(bot, chat)


def reachable(bot: Bot, chat: int) -> bool:
    return bool(bot.rows("SELECT reachable FROM addresses WHERE address = ?", str(chat))[0][0])


def left(bot: Bot, chat: int) -> bool:
    query = "SELECT 1 FROM events JOIN addresses USING (person_id) WHERE type = 'PersonLeft' AND address = ?"
    return bool(bot.rows(query, str(chat)))


async def test_errors_and_broken_connections_of_telegram_are_outlived(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    await at_step(telegram, chat)
    telegram.fail("editMessageText", 500, chat_id=chat)
    telegram.fail("editMessageText", 502, chat_id=chat, body="<html>Bad Gateway</html>")
    telegram.fail("getUpdates", 500)
    telegram.press(chat, DONE)
    await hears(telegram, chat, ride(2))
    telegram.drop("editMessageText", chat_id=chat)  # done, but nobody learns of it
    telegram.drop("getUpdates")
    telegram.press(chat, DONE)
    await hears(telegram, chat, ride(3))
    await until(lambda: not bot.rows("SELECT id FROM outbox WHERE address = ?", str(chat)))
    telegram.press(chat, DONE)
    await hears(telegram, chat, ride(4))


async def test_an_update_delivered_twice_is_answered_once(bot: Bot, telegram: TelegramEmulator, chat: int) -> None:
    await at_step(telegram, chat)
    id_ = telegram.say(chat, "xong")
    update = next(one for one in telegram.world.updates.pending() if one.update_id == id_)
    await hears(telegram, chat, ride(2))
    await telegram.wait_for(lambda: telegram.polling and not telegram.pending, PATIENCE_S)
    telegram.world.updates.add(update)  # into the open poll, though it has been confirmed
    await telegram.wait_for(lambda: telegram.polling and not telegram.pending, PATIENCE_S)
    telegram.say(chat, "xong")
    await hears(telegram, chat, ride(3))
    assert bot.talk("telegram", str(chat))["trail"] == ["s1", "s2", "s3"]


async def test_what_was_stored_but_not_confirmed_before_a_kill_is_answered_once(
    make_bot: MakeBot, emulator: TelegramEmulator
) -> None:
    """Every confirmation is refused, so that Telegram delivers the press again to the next process."""
    bot = await make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=emulator.base_url).start()
    await at_step(emulator, 1)
    await emulator.wait_for(lambda: emulator.polling, PATIENCE_S)
    emulator.fail("getUpdates", 500, times=None)
    emulator.press(1, DONE)
    await hears(emulator, 1, ride(2))
    await until(lambda: not bot.rows("SELECT id FROM outbox"))
    assert emulator.pending == 1
    await bot.kill()
    emulator.heal()
    await bot.start()
    await emulator.wait_for(lambda: emulator.pending == 0, PATIENCE_S)
    emulator.press(1, DONE)
    await hears(emulator, 1, ride(3))
    assert [call.params["text"].count(ride(2)) for call in emulator.calls_to("editMessageText")] == [1, 0]


async def test_a_refused_token_leaves_the_web_chat_running(make_bot: MakeBot, emulator: TelegramEmulator) -> None:
    bot = await make_bot(TELEGRAM_TOKEN="1:wrong", TELEGRAM_API=emulator.base_url).start()
    await until(lambda: "TOSO_TELEGRAM_TOKEN" in bot.log)
    assert bot.running
    assert "1:wrong" not in bot.log


async def test_telegram_out_of_reach_at_the_start_is_found_when_it_comes_back(
    make_bot: MakeBot, emulator: TelegramEmulator
) -> None:
    emulator.fail(status=502, times=2, body="<html>Bad Gateway</html>")
    emulator.say(1, f"/start g_{RIDE}")
    await make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=emulator.base_url.removesuffix("/bot")).start()
    await hears(emulator, 1, ride(1))


NONSENSE: dict[str, object] = {
    "no result": {"ok": True},
    "a number": {"ok": True, "result": 5},
    "numbers": {"ok": True, "result": [5]},
    "an update without its id": {"ok": True, "result": [{}]},
    "a page": "<html>Log in to the hotel's network</html>",
}


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
async def test_an_answer_to_a_poll_that_makes_no_sense_does_not_end_the_polling(
    make_bot: MakeBot, emulator: TelegramEmulator, body: dict[str, object] | str
) -> None:
    """As a gateway in between may give it: what waits at Telegram must still be fetched afterwards."""
    emulator.fail("getUpdates", 200, body=body)
    emulator.say(1, f"/start g_{RIDE}")
    await make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=emulator.base_url).start()
    await hears(emulator, 1, ride(1), timeout_s=8)
