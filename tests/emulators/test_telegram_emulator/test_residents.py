"""What residents send."""

from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot, Message

from tests.emulators.telegram import Misuse, TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import AN, BINH, TOKEN, refused, updates


async def received(bot: Bot) -> list[Message]:
    """The messages that wait."""
    return [update.message for update in await bot.get_updates() if update.message]


async def message(bot: Bot) -> Message:
    [one] = await received(bot)
    return one


async def test_a_command_is_marked_as_one(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "/start hs_H1825")
    start = await message(bot)
    assert start.parse_entities() == {start.entities[0]: "/start"}
    assert (start.entities[0].type, start.chat.type) == ("bot_command", "private")


async def test_residents_have_their_own_names_and_languages(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.language_code = None
    emulator.introduce(BINH, "Bình", language_code="en")
    emulator.say(AN, "chào")
    emulator.say(BINH, "hello")
    people = [message.from_user for message in await received(bot)]
    assert [(person.first_name, person.language_code) for person in people if person is not None] == [
        ("An", None),
        ("Bình", "en"),
    ]


async def test_a_location_arrives(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.share_location(AN, 13.9833, 108.0)
    place = (await message(bot)).location
    assert place is not None
    assert (place.latitude, place.longitude) == (13.9833, 108.0)


async def test_a_contact_tells_whether_it_is_their_own(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.share_contact(AN, "84901234567")
    emulator.share_contact(AN, "84907654321", own=False)
    contacts = [message.contact for message in await received(bot)]
    owners = [contact.user_id for contact in contacts if contact is not None]
    assert owners == [AN, None]


async def test_a_photo_and_a_voice_note_can_be_downloaded(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.send_photo(AN, b"pothole", caption="ổ gà")
    emulator.send_voice(AN, b"sound")
    photo, spoken = await received(bot)
    voice = spoken.voice
    assert voice is not None
    assert (photo.caption, voice.duration) == ("ổ gà", timedelta(seconds=4))
    assert await (await photo.photo[-1].get_file()).download_as_bytearray() == b"pothole"
    assert await (await voice.get_file()).download_as_bytearray() == b"sound"


async def test_a_file_that_is_too_big_or_unknown_cannot_be_had(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.send_photo(AN, bytes(20 * 1024 * 1024 + 1))
    assert await refused(emulator, bot.get_file((await message(bot)).photo[-1])) == "file is too big"
    assert await refused(emulator, bot.get_file("nothing")) == "wrong file_id or the file is temporarily unavailable"
    async with aiohttp.ClientSession() as session, session.get(f"{emulator.file_url}{TOKEN}/photos/no") as response:
        assert response.status == 404


async def test_a_sticker_arrives(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.send_sticker(AN, "🙏")
    sticker = (await message(bot)).sticker
    assert sticker is not None
    assert sticker.emoji == "🙏"


async def test_a_resident_edits_what_they_wrote(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "căn cuoc")
    emulator.edit_text(AN, "căn cước")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited
    assert (edited.text, edited.message_id) == ("căn cước", emulator.chat(AN)[0].message_id)


async def test_any_update_can_be_queued_as_it_is(emulator: TelegramEmulator, bot: Bot) -> None:
    first = emulator.say(AN, "chào")
    wished = emulator.raw({"update_id": first + 5, "poll": {"id": "1"}})
    unheard_of = emulator.raw({"a_kind_of_tomorrow": {}})
    assert (wished, unheard_of) == (first + 5, first + 6)
    with pytest.raises(ValueError, match="only rise"):
        emulator.raw({"update_id": first})


async def test_a_poison_update_breaks_the_client_that_reads_it(emulator: TelegramEmulator, bot: Bot) -> None:
    number = emulator.poison(AN)
    with pytest.raises(KeyError, match="date"):
        await bot.get_updates()
    emulator.say(AN, "sau độc")
    assert await updates(bot, offset=number + 1) == ["sau độc"]


async def test_somebody_who_blocked_the_bot_does_not_write(emulator: TelegramEmulator) -> None:
    emulator.block(AN)
    with pytest.raises(Misuse, match="unblock"):
        emulator.say(AN, "chào")
