"""Buttons."""

import pytest
from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from tests.emulators.telegram import Misuse, TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import AN, Clock, keyboard, refused, updates


async def pressed(bot: Bot) -> CallbackQuery:
    query = (await bot.get_updates())[-1].callback_query
    assert query
    return query


async def test_a_press_carries_the_data_and_the_message_as_it_is_now(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    old = await bot.send_message(AN, "cũ", reply_markup=keyboard([("Tiếp", "old")]))
    await bot.send_message(AN, "mới", reply_markup=keyboard([("Khác", "new")]))
    await bot.edit_message_text("cũ, sửa", AN, old.message_id, reply_markup=keyboard([("Tiếp", "step:2")]))
    emulator.press(AN, "Tiếp")
    query = await pressed(bot)
    assert (query.data, query.from_user.id, query.from_user.language_code) == ("step:2", AN, "vi")
    assert query.message
    assert query.message.message_id == old.message_id
    assert getattr(query.message, "text", None) == "cũ, sửa"
    assert emulator.unanswered == {query.id}
    assert await query.answer("xong")
    assert await query.answer()
    assert not emulator.unanswered
    assert emulator.calls[-1].chat_id == AN


async def test_the_newest_button_with_a_label_is_pressed(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    await bot.send_message(AN, "cũ", reply_markup=keyboard([("Tiếp", "old")]))
    await bot.send_message(AN, "mới", reply_markup=keyboard([("Tiếp", "new")]))
    emulator.press(AN, "Tiếp")
    assert (await pressed(bot)).data == "new"


async def test_a_button_that_is_not_there_cannot_be_pressed(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Cổng", url="https://dvc.example")]])
    sent = await bot.send_message(AN, "mở", reply_markup=link)
    with pytest.raises(Misuse, match="Cổng"):
        emulator.press(AN, "Cổng")
    await bot.delete_message(AN, sent.message_id)
    with pytest.raises(Misuse, match="no message in chat 1001 has a button 'Cổng'"):
        emulator.press(AN, "Cổng")


async def test_an_old_button_of_a_message_that_is_gone_can_be_pressed(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.press_data(AN, 5, "guide:cũ")
    query = await pressed(bot)
    assert query.data == "guide:cũ"
    assert query.message
    assert (query.message.message_id, query.message.date.year) == (5, 1970)


async def test_a_press_is_answered_in_time_or_not_at_all(emulator: TelegramEmulator, bot: Bot, clock: Clock) -> None:
    emulator.expire_presses_after(15)
    emulator.press_data(AN, 5, "a")
    query = await pressed(bot)
    clock.now += 14
    assert await query.answer()
    clock.now += 1
    for query_id in (query.id, "77"):
        reason = await refused(emulator, bot.answer_callback_query(query_id))
        assert reason == "query is too old and response timeout expired or query ID is invalid"


async def test_the_answer_to_a_press_is_at_most_two_hundred_letters(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.press_data(AN, 5, "a")
    query = await pressed(bot)
    assert await refused(emulator, query.answer("x" * 201)) == "MESSAGE_TOO_LONG"
    assert await query.answer("x" * 200)


async def test_a_key_of_the_reply_keyboard_says_its_label(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    keys = ReplyKeyboardMarkup([["Có", KeyboardButton("Gửi số", request_contact=True)]])
    await bot.send_message(AN, "số?", reply_markup=keys)
    assert emulator.last(AN).buttons == [[("Có", None), ("Gửi số", None)]]
    emulator.press(AN, "Có")
    assert (await updates(bot))[-1] == "Có"
    with pytest.raises(Misuse, match="request_contact"):
        emulator.press(AN, "Gửi số")
    await bot.send_message(AN, "cảm ơn", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(Misuse, match="Có"):
        emulator.press(AN, "Có")
