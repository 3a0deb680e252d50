"""Texts, photos and keyboards."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Forbidden, NetworkError

from tests.emulators.telegram import TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import AN, BINH, keyboard, refused
from tests.sounds import VOICE_OGG, VOICE_WEBM


async def test_a_message_is_seen_as_the_resident_sees_it(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    buttons = [[InlineKeyboardButton("Có", callback_data="y"), InlineKeyboardButton("Cổng", url="https://dvc.example")]]
    sent = await bot.send_message(AN, "<b>Bước</b> 1 &amp; 2", "HTML", reply_markup=InlineKeyboardMarkup(buttons))
    seen = emulator.last(AN)
    assert (sent.message_id, sent.text) == (seen.message_id, "Bước 1 & 2")
    assert seen.buttons == [[("Có", "y"), ("Cổng", "https://dvc.example")]]
    assert [entity.type for entity in sent.entities] == ["bold"]
    assert seen.from_bot
    assert [message.text for message in emulator.chat(AN)] == ["chào", "Bước 1 & 2"]


async def test_message_ids_rise_through_all_chats(emulator: TelegramEmulator, bot: Bot) -> None:
    ids = []
    for chat_id in (AN, BINH, AN):
        emulator.say(chat_id, "chào")
        ids += [emulator.chat(chat_id)[-1].message_id, (await bot.send_message(chat_id, "vâng")).message_id]
    assert ids == sorted(set(ids))


async def test_the_bot_cannot_write_first(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.introduce(AN, "An")
    assert await refused(emulator, bot.send_message(AN, "chào")) == "chat not found"


async def test_the_length_of_a_text_is_counted_after_parsing_in_utf16(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    emoji = "😀" * 2048
    await bot.send_message(AN, f"<b>{emoji}</b>", "HTML")
    assert emulator.last(AN).text == emoji
    assert await refused(emulator, bot.send_message(AN, emoji + "!")) == "message is too long"


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        ("", None, "message text is empty"),
        (" \n ", None, "text must be non-empty"),
        ("<b></b>", "HTML", "text must be non-empty"),
        ("x" * 4097, None, "message is too long"),
        ("chào", "BBCode", "unsupported parse_mode"),
        ("<b>chưa đóng", "HTML", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("á <p>", "HTML", 'can\'t parse entities: Unsupported start tag "p" at byte offset 3'),
        ("a <b", "HTML", "can't parse entities: Unclosed start tag at byte offset 2"),
        ("a</b>", "HTML", "can't parse entities: Unexpected end tag at byte offset 1"),
        ("<b>a</b", "HTML", "can't parse entities: Unclosed end tag at byte offset 4"),
        (
            "<b><i>a</b></i>",
            "HTML",
            'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("5 < 6", "HTML", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
        ("<b =1>a</b>", "HTML", 'can\'t parse entities: Empty attribute name in the tag "b" at byte offset 0'),
        ("<a href=a/b>a</a>", "HTML", "can't parse entities: Unexpected end of name token at byte offset 8"),
        ('<a href="x>a</a>', "HTML", "can't parse entities: Unclosed start tag at byte offset 0"),
        ("<span>a</span>", "HTML", 'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_a_text_telegram_would_not_take_is_refused(
    emulator: TelegramEmulator, bot: Bot, text: str, mode: str | None, reason: str
) -> None:
    emulator.say(AN, "chào")
    assert await refused(emulator, bot.send_message(AN, text, mode)) == reason
    assert len(emulator.chat(AN)) == 1


async def test_html_becomes_entities_counted_in_utf16(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    source = (
        '😀 <B>đậm <i>nghiêng</i></B> <a href="https://a.example/?x=1&amp;y=2">nối</a> <code>&lt;m&#7841;&gt;</code>'
        '<pre><code class="language-py">x</code></pre><blockquote expandable>q</blockquote> &nbsp;'
    )
    sent = await bot.send_message(AN, source, "HTML")
    found = [(entity.type, sent.parse_entity(entity), entity.url or entity.language) for entity in sent.entities]
    assert found == [
        ("bold", "đậm nghiêng", None),
        ("italic", "nghiêng", None),
        ("text_link", "nối", "https://a.example/?x=1&y=2"),
        ("code", "<mạ>", None),
        ("pre", "x", "py"),
        ("expandable_blockquote", "q", None),
    ]
    assert sent.text is not None
    assert sent.text.endswith("&nbsp;")


async def test_white_space_around_a_text_is_dropped(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    sent = await bot.send_message(AN, "\n a <b>b </b>\n", "HTML")
    assert sent.text == "a b"
    assert [sent.parse_entity(entity) for entity in sent.entities] == ["b"]


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": "ộ" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "a"}, "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "a"}, 'Can\'t find field "text"'),
        ({"text": "a", "url": "http://localhost/x"}, "Wrong HTTP URL"),
    ],
)
async def test_a_button_telegram_would_not_take_is_refused(
    emulator: TelegramEmulator, bot: Bot, button: dict[str, str], reason: str
) -> None:
    emulator.say(AN, "chào")
    markup = {"inline_keyboard": [[button]]}
    assert reason in await refused(emulator, bot.send_message(AN, "chọn", api_kwargs={"reply_markup": markup}))


async def test_callback_data_may_be_sixty_four_bytes(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    await bot.send_message(AN, "chọn", reply_markup=keyboard([("a", "ộ" * 21 + "a")]))
    assert emulator.last(AN).buttons


@pytest.mark.parametrize("shape", [(1, 9), (13, 8)])
async def test_too_many_buttons_are_refused(emulator: TelegramEmulator, bot: Bot, shape: tuple[int, int]) -> None:
    rows, columns = shape
    emulator.say(AN, "chào")
    sending = bot.send_message(AN, "chọn", reply_markup=keyboard(*[[("a", "a")] * columns] * rows))
    assert await refused(emulator, sending) == "reply markup is too long"


async def test_a_hundred_buttons_in_rows_of_eight_are_taken(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    await bot.send_message(AN, "chọn", reply_markup=keyboard(*[[("a", "a")] * 8] * 12, [("a", "a")] * 4))
    assert sum(map(len, emulator.last(AN).buttons)) == 100


async def test_a_photo_is_sent_by_upload_by_id_and_by_address(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    sent = await bot.send_photo(AN, b"a picture", caption="<i>ảnh</i>", parse_mode="HTML")
    again = await bot.send_photo(AN, sent.photo[-1].file_id)
    await bot.send_photo(AN, "https://a.example/a.jpg", reply_markup=keyboard([("Có", "y")]))
    assert (sent.caption, emulator.chat(AN)[1].text) == ("ảnh", "ảnh")
    assert again.photo[-1].file_id == sent.photo[-1].file_id
    assert emulator.last(AN).buttons == [[("Có", "y")]]
    assert await (await bot.get_file(sent.photo[-1])).download_as_bytearray() == b"a picture"


@pytest.mark.parametrize(
    ("photo", "caption", "reason"),
    [
        (b"x", "x" * 1025, "message caption is too long"),
        (b"x", "<b>x", "can't parse entities"),
        ("unknown", "", "wrong file identifier/HTTP URL specified"),
        ("", "", "there is no photo in the request"),
        (b"x" * (10 * 1024 * 1024 + 1), "", "too big for a photo"),
    ],
)
async def test_a_photo_telegram_would_not_take_is_refused(
    emulator: TelegramEmulator, bot: Bot, photo: bytes | str, caption: str, reason: str
) -> None:
    emulator.say(AN, "chào")
    assert reason in await refused(emulator, bot.send_photo(AN, photo, caption, parse_mode="HTML"))


async def test_a_document_is_sent_by_upload_by_id_and_by_address(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    sent = await bot.send_document(AN, "một tệp".encode(), "<b>tệp</b>", parse_mode="HTML", filename="của tôi.json")
    assert sent.document is not None
    again = await bot.send_document(AN, sent.document.file_id)
    await bot.send_document(AN, "https://a.example/a.pdf", reply_markup=keyboard([("Có", "y")]))
    assert (sent.document.file_name, sent.document.mime_type) == ("của tôi.json", "application/json")
    assert (sent.caption, emulator.chat(AN)[1].text) == ("tệp", "tệp")
    assert again.document
    assert again.document.file_id == sent.document.file_id
    assert emulator.last(AN).buttons == [[("Có", "y")]]
    content = await (await bot.get_file(sent.document)).download_as_bytearray()
    assert content.decode() == "một tệp"


@pytest.mark.parametrize(
    ("document", "caption", "reason"),
    [
        (b"x", "x" * 1025, "message caption is too long"),
        (b"x", "<b>x", "can't parse entities"),
        ("unknown", "", "wrong file identifier/HTTP URL specified"),
        ("", "", "there is no document in the request"),
        (b"", "", "file must be non-empty"),
    ],
)
async def test_a_document_telegram_would_not_take_is_refused(
    emulator: TelegramEmulator, bot: Bot, document: bytes | str, caption: str, reason: str
) -> None:
    emulator.say(AN, "chào")
    assert reason in await refused(emulator, bot.send_document(AN, document, caption, parse_mode="HTML"))


async def test_a_document_may_be_fifty_megabytes(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(AN, bytes(50 * 1024 * 1024 + 1))
    assert emulator.calls[-1].status == 413


async def test_a_chat_action_must_be_one_telegram_knows(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.say(AN, "chào")
    assert await bot.send_chat_action(AN, "typing")
    assert await refused(emulator, bot.send_chat_action(AN, "dancing")) == "wrong parameter action in request"


async def test_a_resident_who_blocked_the_bot_is_out_of_reach_until_they_take_it_back(
    emulator: TelegramEmulator, bot: Bot
) -> None:
    emulator.say(AN, "chào")
    emulator.block(AN)
    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(AN, "chào")
    emulator.unblock(AN)
    await bot.send_message(AN, "mừng trở lại")
    changes = [update.my_chat_member for update in await bot.get_updates()][1:]
    assert [change.new_chat_member.status for change in changes if change] == ["kicked", "member"]


async def test_a_voice_note_is_sent_by_upload_and_by_id_and_other_sounds_are_documents(
    emulator: TelegramEmulator, bot: Bot
) -> None:
    emulator.say(AN, "chào")
    sent = await bot.send_voice(AN, VOICE_OGG, caption="nghe nhé")
    assert sent.voice
    again = await bot.send_voice(AN, sent.voice.file_id)
    assert (sent.caption, again.voice and again.voice.file_id) == ("nghe nhé", sent.voice.file_id)
    assert await (await bot.get_file(sent.voice)).download_as_bytearray() == VOICE_OGG
    other = await bot.send_voice(AN, VOICE_WEBM, filename="ghi-am.webm")
    assert (other.voice, other.document and other.document.file_name) == (None, "ghi-am.webm")
