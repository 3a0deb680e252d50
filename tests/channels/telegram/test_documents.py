"""A file handed over, against the emulator."""

import base64
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from telegram import Bot

from bot.channels.telegram.files import fetch
from bot.channels.telegram.send import send
from bot.channels.telegram.uploads import Uploads
from bot.core.errors import DeliveryError
from bot.core.files import BINARY, MP4, OGG, WEBM
from bot.core.messages import PNG, Choice, Document, Spoken, encoded
from tests.emulators.telegram import TelegramEmulator
from tests.sounds import PDF, VOICE_MP4, VOICE_OGG, VOICE_WEBM

FILE = Document("du-lieu-cua-toi.json", "application/json", '{\n  "xã": "Chư Sê"\n}\n')
HERE_IT_IS = Spoken(1, "*Đây* là dữ liệu của bà con", (Choice("Xóa", "erase.ask"),), document=FILE)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.say(7, "/start")
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=telegram.base_url, base_file_url=telegram.file_url) as bot:
        yield bot


async def content(telegram: TelegramEmulator, bot: Bot) -> str:
    file = await bot.get_file(telegram.last(7).media["document"]["file_id"])
    return (await file.download_as_bytearray()).decode()


async def test_it_arrives_under_its_name_with_its_words_and_buttons(telegram: TelegramEmulator, bot: Bot) -> None:
    await send(bot, "7", HERE_IT_IS)
    seen = telegram.last(7)
    assert seen.text == "Đây là dữ liệu của bà con"
    assert seen.media["document"]["file_name"] == "du-lieu-cua-toi.json"
    assert seen.media["document"]["mime_type"] == "application/json"
    assert [button.label for row in seen.buttons for button in row] == ["Xóa"]
    assert await content(telegram, bot) == FILE.body


async def test_a_picture_is_shown_at_once(telegram: TelegramEmulator, bot: Bot) -> None:
    picture = Document("ma.png", PNG, base64.b64encode(b"a picture").decode())
    await send(bot, "7", replace(HERE_IT_IS, document=picture))
    seen = telegram.last(7)
    assert (seen.text, len(seen.buttons)) == ("Đây là dữ liệu của bà con", 1)
    file = await bot.get_file(seen.media["photo"][-1]["file_id"])
    assert await file.download_as_bytearray() == b"a picture"


async def test_long_words_come_before_it(telegram: TelegramEmulator, bot: Bot) -> None:
    words = "Cháu giữ những điều này. " * 60
    await send(bot, "7", Spoken(1, words, HERE_IT_IS.choices, document=FILE))
    before, file = [message for message in telegram.chat(7) if message.from_bot]
    assert (before.text, before.media, before.buttons) == (words.strip(), {}, [])
    assert (file.text, len(file.buttons)) == ("", 1)


async def test_trouble_with_a_file_is_tried_again(telegram: TelegramEmulator, bot: Bot) -> None:
    telegram.fail("sendDocument", 429, retry_after=5)
    with pytest.raises(DeliveryError) as caught:
        await send(bot, "7", HERE_IT_IS)
    assert (caught.value.retry_after, caught.value.permanent) == (5, False)
    await send(bot, "7", HERE_IT_IS)
    assert await content(telegram, bot) == FILE.body


async def test_a_picture_that_somebody_sent_is_fetched(telegram: TelegramEmulator, bot: Bot) -> None:
    await send(bot, "7", replace(HERE_IT_IS, document=Document("a.png", PNG, base64.b64encode(b"a picture").decode())))
    assert await fetch(bot, telegram.last(7).media["photo"][-1]["file_id"]) == b"a picture"


async def test_a_picture_that_is_no_longer_there_is_not_asked_for_again(bot: Bot) -> None:
    with pytest.raises(DeliveryError) as refused:
        await fetch(bot, "AgACAgUAAxkBAAInothing")
    assert refused.value.permanent


async def test_a_file_that_is_no_text_arrives_as_it_is(telegram: TelegramEmulator, bot: Bot) -> None:
    book = Document(
        "bao-cao.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        base64.b64encode(b"PK\x03\x04\xff").decode(),
    )  # fmt: skip
    await send(bot, "7", replace(HERE_IT_IS, document=book))
    file = await bot.get_file(telegram.last(7).media["document"]["file_id"])
    assert bytes(await file.download_as_bytearray()) == b"PK\x03\x04\xff"


@pytest.mark.parametrize(("mime", "name", "sound"), [(OGG, "ghi-am.ogg", VOICE_OGG), (MP4, "ghi-am.m4a", VOICE_MP4)])
async def test_a_voice_note_can_be_played_at_once(
    telegram: TelegramEmulator, bot: Bot, mime: str, name: str, sound: bytes
) -> None:
    await send(bot, "7", replace(HERE_IT_IS, document=encoded(name, mime, sound)))
    seen = telegram.last(7)
    assert (seen.text, len(seen.buttons)) == ("Đây là dữ liệu của bà con", 1)
    assert await fetch(bot, seen.media["voice"]["file_id"]) == sound


@pytest.mark.parametrize(
    ("mime", "name", "file"), [(WEBM, "ghi-am.webm", VOICE_WEBM), (BINARY, "đơn xin.pdf", PDF)], ids=["webm", "pdf"]
)
async def test_what_telegram_does_not_play_is_a_file(
    telegram: TelegramEmulator, bot: Bot, mime: str, name: str, file: bytes
) -> None:
    await send(bot, "7", replace(HERE_IT_IS, document=encoded(name, mime, file)))
    seen = telegram.last(7).media["document"]
    assert seen["file_name"] == name
    assert await fetch(bot, seen["file_id"]) == file


async def test_who_wants_no_voice_notes_gets_a_file(telegram: TelegramEmulator, bot: Bot) -> None:
    telegram.fail("sendVoice", 400, description="Bad Request: VOICE_MESSAGES_FORBIDDEN")
    await send(bot, "7", replace(HERE_IT_IS, document=encoded("ghi-am.ogg", OGG, VOICE_OGG)))
    assert telegram.last(7).media["document"]["file_name"] == "ghi-am.ogg"


@pytest.mark.parametrize("document", [FILE, encoded("hinh.png", PNG, b"a picture")], ids=["file", "picture"])
async def test_the_same_file_to_many_is_uploaded_once(telegram: TelegramEmulator, bot: Bot, document: Document) -> None:
    telegram.say(8, "/start")
    uploads, message = Uploads(), replace(HERE_IT_IS, document=document)
    await send(bot, "7", message, uploads)
    await send(bot, "8", message, uploads)
    way = "photo" if document.is_picture else "document"
    sizes = [telegram.last(chat).media[way] for chat in (7, 8)]
    ids = [(size[-1] if isinstance(size, list) else size)["file_id"] for size in sizes]
    assert ids[0] == ids[1]


async def test_what_telegram_has_forgotten_is_uploaded_again(telegram: TelegramEmulator, bot: Bot) -> None:
    uploads = Uploads()
    uploads.keep("document", FILE, {"document": {"file_id": "from another time"}})
    await send(bot, "7", HERE_IT_IS, uploads)
    assert await content(telegram, bot) == FILE.body
    assert uploads.of("document", FILE) != "from another time"
