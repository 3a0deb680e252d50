"""Changing what was sent."""

from telegram import Bot, ReplyKeyboardMarkup

from tests.emulators.telegram import TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import AN, BINH, Clock, keyboard, refused

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def test_an_edit_changes_text_and_buttons_and_is_counted(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    sent = await bot.send_message(AN, "một", reply_markup=keyboard([("Có", "y")]))
    before = emulator.last(AN)
    await bot.edit_message_text("hai", AN, sent.message_id)
    await bot.edit_message_reply_markup(AN, sent.message_id, reply_markup=keyboard([("Không", "n")]))
    after = emulator.last(AN)
    assert (after.text, after.buttons, after.edited) == ("hai", [[("Không", "n")]], 2)
    assert (before.text, before.edited) == ("một", 0)


async def test_an_edit_that_changes_nothing_is_refused(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    sent = await bot.send_message(AN, "một", reply_markup=keyboard([("Có", "y")]))
    same = bot.edit_message_text("một", AN, sent.message_id, reply_markup=keyboard([("Có", "y")]))
    assert await refused(emulator, same) == NOT_MODIFIED
    await bot.edit_message_text("một", AN, sent.message_id)
    assert await refused(emulator, bot.edit_message_reply_markup(AN, sent.message_id)) == NOT_MODIFIED


async def test_only_a_text_of_the_bot_can_be_edited(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    theirs = emulator.chat(AN)[0].message_id
    photo = await bot.send_photo(AN, b"x")
    keys = await bot.send_message(AN, "số?", reply_markup=ReplyKeyboardMarkup([["a"]]))
    for message_id, reason in [
        (999, "message to edit not found"),
        (theirs, "message can't be edited"),
        (keys.message_id, "message can't be edited"),
        (photo.message_id, "there is no text in the message to edit"),
    ]:
        assert await refused(emulator, bot.edit_message_text("mới", AN, message_id)) == reason


async def test_an_edit_takes_an_inline_keyboard_only(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    sent = await bot.send_message(AN, "một")
    other = {"reply_markup": {"keyboard": [["a"]]}}
    edit = bot.edit_message_text("hai", AN, sent.message_id, api_kwargs=other)
    assert await refused(emulator, edit) == "inline keyboard expected"


async def test_a_deleted_message_is_gone(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    sent = await bot.send_message(AN, "một")
    assert await bot.delete_message(AN, sent.message_id)
    assert len(emulator.chat(AN)) == 1
    assert await refused(emulator, bot.delete_message(AN, sent.message_id)) == "message to delete not found"


async def test_what_the_resident_wrote_can_be_deleted_too(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "cccd 064123456789")
    assert await bot.delete_message(AN, emulator.chat(AN)[0].message_id)
    assert emulator.chat(AN) == []


async def test_after_two_days_nothing_can_be_deleted(emulator: TelegramEmulator, bot: Bot, clock: Clock) -> None:
    emulator.say(AN, "chào")
    sent = await bot.send_message(AN, "vâng")
    theirs = emulator.chat(AN)[0].message_id
    clock.now += 48 * 3600 + 1
    for message_id in (theirs, sent.message_id):
        assert await refused(emulator, bot.delete_message(AN, message_id)) == "message can't be deleted for everyone"
    assert len(emulator.chat(AN)) == 2


async def test_a_message_is_deleted_in_its_own_chat_only(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    emulator.say(BINH, "chào")
    theirs = emulator.chat(AN)[0].message_id
    assert await refused(emulator, bot.delete_message(BINH, theirs)) == "message to delete not found"
    assert len(emulator.chat(AN)) == 1
