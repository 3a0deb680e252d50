"""Telegram by polling: the way of a resident, and whatever else they may send."""

from __future__ import annotations

import csv
import math

import pytest

from bot.config import ROOT
from tests.e2e.chats import at_step, hears, offered, said
from tests.e2e.guides import (
    ASK_TO_RIDE,
    ENDING,
    FISH,
    FIX,
    RIDE,
    RIDE_TITLE,
    RIDE_TITLE_IN_ENGLISH,
    STEPS,
    TROUBLE,
    fish,
    ride,
    ride_in_english,
)
from tests.e2e.process import PATIENCE_S, Bot, until
from tests.e2e.words import (
    DONE,
    FIXED,
    HELLO,
    LATER,
    NO_PHOTOS,
    NOT_UNDERSTOOD,
    OLD_BUTTON,
    STUCK,
    WHAT_DO_YOU_NEED,
    WHICH_PLACE,
    en,
    vi,
)
from tests.emulators.telegram import TelegramEmulator

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PLEIKU = (13.9833, 108.0)


async def test_a_resident_is_led_from_start_to_the_end_of_a_guide(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    telegram.say(chat, "/start")
    await hears(telegram, chat, vi(HELLO, you="bà con"))
    await hears(telegram, chat, vi(WHICH_PLACE, You="Bà con"))
    assert "trợ lý tự động" in said(telegram, chat)[0]

    telegram.say(chat, "phường Pleiku")
    await hears(telegram, chat, "Phường Pleiku")
    menu = await hears(telegram, chat, vi(WHAT_DO_YOU_NEED, You="Bà con"))
    assert RIDE_TITLE in [button.label for row in menu.buttons for button in row]

    telegram.press(chat, RIDE_TITLE)
    first = await hears(telegram, chat, ride(1))
    assert "Bước 1/12" in first.text
    messages = len(telegram.chat(chat))
    for number in range(2, STEPS + 1):
        telegram.press(chat, DONE)
        shown = await hears(telegram, chat, ride(number))
        assert (shown.message_id, shown.edited) == (first.message_id, first.edited + number - 1)
    assert len(telegram.chat(chat)) == messages

    telegram.press(chat, DONE)
    ending = await hears(telegram, chat, ENDING)
    assert ending.message_id == first.message_id
    await hears(telegram, chat, vi("Did this help {you}?", you="bà con"))
    telegram.press(chat, vi("Yes, thank you"))
    await hears(telegram, chat, "Cảm ơn bà con!")
    await until(lambda: not telegram.unanswered, what="every press has been answered")
    assert bot.talk("telegram", str(chat))["guide"] == ""


async def test_the_commands_are_told_to_telegram_in_vietnamese_and_in_english(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    telegram.introduce(chat, language_code="en")
    await telegram.wait_for(lambda: len(telegram.calls_to("setMyCommands")) >= 3, PATIENCE_S)
    assert telegram.menu(chat)["menu"] == en("What I can help with")
    telegram.introduce(chat, language_code="vi")
    assert telegram.menu(chat)["menu"] == vi("What I can help with")
    telegram.introduce(chat, language_code="fr")
    assert telegram.menu(chat)["help"] == vi("Meet a person")


async def test_every_command_told_to_telegram_is_answered(bot: Bot, telegram: TelegramEmulator, chat: int) -> None:
    await at_step(telegram, chat)
    for command in telegram.menu(chat):
        heard = len(said(telegram, chat))
        telegram.say(chat, f"/{command}")
        await telegram.wait_for(lambda heard=heard: len(said(telegram, chat)) > heard, PATIENCE_S, chat)  # type: ignore[misc]
        assert vi(NOT_UNDERSTOOD, Me="Cháu", you="bà con", You="Bà con") not in said(telegram, chat)


async def test_a_deep_link_opens_its_guide_at_once(bot: Bot, telegram: TelegramEmulator, chat: int) -> None:
    telegram.say(chat, f"/start g_{FISH}")
    await hears(telegram, chat, fish(1))
    assert said(telegram, chat)[0] == vi(HELLO, you="bà con")


async def test_a_deep_link_to_a_guide_that_is_gone_still_greets_and_asks(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    telegram.say(chat, "/start g_khong-co-dau")
    await hears(telegram, chat, vi(WHICH_PLACE, You="Bà con"))


async def test_who_is_stuck_is_shown_what_to_do_and_comes_back_to_the_step(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    await at_step(telegram, chat, 2)
    for label, answer in ((STUCK, vi("What do {you} see on the screen?", You="Bà con")), (TROUBLE, FIX)):
        telegram.press(chat, label)
        await hears(telegram, chat, answer)
    telegram.press(chat, FIXED)
    await hears(telegram, chat, ride(2))
    telegram.press(chat, vi("Back"))
    await hears(telegram, chat, ride(1))


async def test_later_is_taken_for_an_answer(bot: Bot, telegram: TelegramEmulator, chat: int) -> None:
    telegram.say(chat, "/start")
    await hears(telegram, chat, vi(WHICH_PLACE, You="Bà con"))
    telegram.press(chat, LATER)
    await hears(telegram, chat, vi(WHAT_DO_YOU_NEED, You="Bà con"))


STRANGE = {
    "10000 letters": "ô" * 10_000,
    "emoji": "🐎" * 300,
    "emoji joined": "👩‍👩‍👧‍👦🏳️‍🌈",
    "nul inside": "a\x00b\x00",
    "nul": "\x00",
    "right to left": "\u202egnôđ nặht",
    "only marks": "\u200f\u200e\u2066\u2069",
    "half an emoji": "\ud83d",
    "html": "<b>&amp;</i>",
    "markdown": "*_`[",
    "blank": " \n\t ",
    "slash": "/",
    "slashes": "//",
    "start at the bot": "/start@x_bot",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
async def test_whatever_is_typed_gets_an_answer_with_a_way_on(
    bot: Bot, telegram: TelegramEmulator, chat: int, text: str
) -> None:
    telegram.say(chat, "/start")
    await hears(telegram, chat, vi(WHICH_PLACE, You="Bà con"))
    telegram.say(chat, text)
    answer = await telegram.reply(chat, PATIENCE_S)
    assert answer.text
    telegram.say(chat, ASK_TO_RIDE)
    await hears(telegram, chat, ride(1))


async def test_a_photo_where_words_are_awaited_is_answered(bot: Bot, telegram: TelegramEmulator, chat: int) -> None:
    telegram.say(chat, "/start")
    await hears(telegram, chat, vi(WHICH_PLACE, You="Bà con"))
    telegram.send_photo(chat, caption="căn cước")
    await hears(telegram, chat, vi(NO_PHOTOS, Me="Cháu", You="Bà con"))
    assert (await hears(telegram, chat, vi(WHAT_DO_YOU_NEED, You="Bà con"))).buttons


async def test_a_photo_at_a_step_is_answered_and_the_step_shown_again(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    await at_step(telegram, chat, 2)
    telegram.send_photo(chat)
    await hears(telegram, chat, vi(NO_PHOTOS, Me="Cháu", You="Bà con"))
    await hears(telegram, chat, ride(2), times=2)


CANNOT_LISTEN = "{Me} cannot listen yet, and nothing was kept. Please type it, or choose below."
CANNOT_READ = "{Me} can only read words. Please type it, or press a button."


async def test_a_voice_note_a_sticker_and_a_contact_are_answered(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    called = {"Me": "Cháu", "You": "Bà con", "me": "cháu"}
    telegram.say(chat, "/start")
    telegram.send_voice(chat)
    telegram.send_sticker(chat)
    telegram.share_contact(chat, "84900000000")
    await hears(telegram, chat, vi(CANNOT_LISTEN, **called))
    await hears(telegram, chat, vi(CANNOT_READ, **called), times=2)


async def test_a_position_finds_the_nearest_commune(bot: Bot, telegram: TelegramEmulator, chat: int) -> None:
    nearest = nearest_commune(*PLEIKU)
    telegram.say(chat, "/start")
    await hears(telegram, chat, vi(WHICH_PLACE, You="Bà con"))
    telegram.press(chat, vi("📍 Send my location"))
    asked = await telegram.wait_for(lambda: telegram.last(chat) if telegram.last(chat).has_reply_keyboard else None,
                                    PATIENCE_S, chat)  # fmt: skip
    assert asked.markup
    assert asked.markup["keyboard"][0][0]["request_location"] is True
    telegram.share_location(chat, *PLEIKU)
    offered = await hears(telegram, chat, vi("Are {you} in one of these communes?", You="Bà con"))
    assert offered.buttons[0][0].label == nearest
    telegram.press(chat, nearest)
    await hears(telegram, chat, vi("Noted: {place}.", place=nearest))
    code = bot.rows("SELECT place FROM people JOIN addresses ON id = person_id WHERE address = ?", str(chat))[0][0]
    assert commune_name(code) == nearest


async def test_a_position_far_away_is_answered_with_the_question(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    telegram.say(chat, "/start")
    await hears(telegram, chat, vi(WHICH_PLACE, You="Bà con"))
    telegram.share_location(chat, 48.85, 2.35)
    words = vi("That is far from Gia Lai. Which commune or ward do {you} live in?", You="Bà con")
    await hears(telegram, chat, words)


async def test_english_is_spoken_from_when_it_is_asked_for(bot: Bot, telegram: TelegramEmulator, chat: int) -> None:
    telegram.introduce(chat, language_code="en-GB")  # many telephones here are set to English by whoever sold them
    telegram.say(chat, "/start")
    await hears(telegram, chat, vi(WHICH_PLACE, You="Bà con"))
    telegram.press(chat, "English")
    await hears(telegram, chat, en(WHICH_PLACE, you="you"))
    telegram.press(chat, en("Later"))
    await hears(telegram, chat, en(WHAT_DO_YOU_NEED, you="you"))
    telegram.press(chat, RIDE_TITLE_IN_ENGLISH)
    await hears(telegram, chat, ride_in_english(1))
    telegram.press(chat, en("Done"))
    await hears(telegram, chat, ride_in_english(2))
    telegram.say(chat, "/tiengviet")
    await hears(telegram, chat, ride(2))
    telegram.say(chat, "tiếng anh")
    await hears(telegram, chat, ride_in_english(2), times=2)
    telegram.say(chat, "done")
    await hears(telegram, chat, ride_in_english(3))


# ---- buttons that no longer fit ----


@pytest.mark.parametrize(
    "data", ["?", "guide.done", "guide.done:x.y", f"guide.done:{RIDE}.gone", "a:b.c:d", ":", "ộ" * 20]
)
async def test_a_button_of_which_nothing_is_known_leads_on(
    bot: Bot, telegram: TelegramEmulator, chat: int, data: str
) -> None:
    shown = await at_step(telegram, chat)
    telegram.press_data(chat, shown.message_id, data)
    await telegram.reply(chat, PATIENCE_S)
    await offered(telegram, chat)


async def test_an_unknown_button_says_that_it_is_old_and_shows_the_step(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    shown = await at_step(telegram, chat, 3)
    telegram.press_data(chat, shown.message_id, "survey:2019")
    await hears(telegram, chat, vi(OLD_BUTTON))
    await hears(telegram, chat, ride(3), times=2)


async def test_a_button_of_a_message_that_can_no_longer_be_edited_is_answered_by_a_new_one(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    await at_step(telegram, chat)
    telegram.press_data(chat, 1, f"guide.done:{RIDE}.s1")  # a message of somebody else's, gone for this chat
    await hears(telegram, chat, ride(2))


async def test_a_press_that_is_answered_too_late_is_followed_all_the_same(
    bot: Bot, telegram: TelegramEmulator, chat: int
) -> None:
    await at_step(telegram, chat)
    telegram.expire_presses_after(0)
    telegram.press(chat, DONE)
    await hears(telegram, chat, ride(2))
    telegram.expire_presses_after(60)


# ---- places, as they stand in the files ----


def communes() -> list[dict[str, str]]:
    with (ROOT / "content" / "places" / "units.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def commune_name(code: str) -> str:
    return next(row["name"] for row in communes() if row["code"] == code)


def nearest_commune(lat: float, lon: float) -> str:
    """On a map so small the earth is flat."""
    narrow = math.cos(math.radians(lat))

    def away(row: dict[str, str]) -> float:
        return math.hypot(float(row["lat"]) - lat, (float(row["lon"]) - lon) * narrow)

    return min(communes(), key=away)["name"]
