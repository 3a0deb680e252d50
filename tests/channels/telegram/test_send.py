"""Sending, against the emulator."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import TimedOut
from telegram.request import HTTPXRequest

from bot.channels.telegram.api import call
from bot.channels.telegram.send import refusal, send, take_back
from bot.core.errors import DeliveryError
from bot.core.messages import JPEG, Choice, Document, Original, Spoken
from tests.emulators.telegram import TelegramEmulator

HELLO = Spoken(1, "*Chào* bà con", (Choice("Xong", "guide.done:a.b"), Choice("Trang", url="https://dichvucong.gov.vn")))


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.say(7, "/start")
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=telegram.base_url) as bot:
        yield bot


async def test_a_message_arrives_with_its_buttons(telegram: TelegramEmulator, bot: Bot) -> None:
    await send(bot, "7", HELLO)
    assert telegram.last(7).text == "Chào bà con"
    assert [button.label for row in telegram.last(7).buttons for button in row] == ["Xong", "Trang"]


async def test_a_step_replaces_the_one_before_in_place(telegram: TelegramEmulator, bot: Bot) -> None:
    await send(bot, "7", HELLO)
    await send(bot, "7", Spoken(2, "Bước 2/6", (), edit=str(telegram.last(7).message_id)))
    assert [message.text for message in telegram.chat(7) if message.from_bot] == ["Bước 2/6"]


async def test_a_picture_is_copied_without_whose_it_was_and_without_what_was_written_under_it(
    telegram: TelegramEmulator, bot: Bot
) -> None:
    telegram.send_photo(8, caption="căn cước của tôi 064123456789")
    original = Original("telegram", "8", str(telegram.chat(8)[-1].message_id))
    await send(bot, "7", Spoken(3, "*Bà con ACD234* gửi.", (Choice("Nhắn tiếp", "relay.resume:1"),), copy_of=original))
    copied = telegram.last(7)
    assert copied.media == telegram.chat(8)[-1].media
    assert (copied.text, copied.from_bot) == ("Bà con ACD234 gửi.", True)
    assert copied.buttons == [[("Nhắn tiếp", "relay.resume:1")]]


async def test_what_is_gone_before_it_was_copied_is_not_tried_again(telegram: TelegramEmulator, bot: Bot) -> None:
    with pytest.raises(DeliveryError) as caught:
        await send(bot, "7", Spoken(3, "Bà con ACD234 gửi.", copy_of=Original("telegram", "7", "999")))
    assert caught.value.permanent


async def test_a_step_that_stands_there_already_is_no_fault(telegram: TelegramEmulator, bot: Bot) -> None:
    await send(bot, "7", HELLO)
    again = Spoken(2, HELLO.text, HELLO.choices, edit=str(telegram.last(7).message_id))
    await send(bot, "7", again)
    assert len([m for m in telegram.chat(7) if m.from_bot]) == 1


async def test_a_message_that_can_no_longer_be_changed_is_sent_anew(telegram: TelegramEmulator, bot: Bot) -> None:
    await send(bot, "7", Spoken(2, "Bước 2/6", (), edit="999"))
    assert telegram.last(7).text == "Bước 2/6"


async def test_whoever_blocked_the_bot_is_unreachable(telegram: TelegramEmulator, bot: Bot) -> None:
    telegram.block(7)
    with pytest.raises(DeliveryError) as caught:
        await send(bot, "7", HELLO)
    assert caught.value.unreachable


async def test_a_chat_that_is_not_there_is_unreachable(bot: Bot) -> None:
    with pytest.raises(DeliveryError) as caught:
        await send(bot, "12345", HELLO)
    assert caught.value.unreachable


async def test_telegram_says_how_long_to_wait(telegram: TelegramEmulator, bot: Bot) -> None:
    telegram.fail("sendMessage", 429, retry_after=5)
    with pytest.raises(DeliveryError) as caught:
        await send(bot, "7", HELLO)
    assert (caught.value.retry_after, caught.value.permanent) == (5, False)


@pytest.mark.parametrize(("status", "permanent"), [(500, False), (400, True)])
async def test_trouble_at_telegram_is_tried_again_and_a_refusal_is_not(
    telegram: TelegramEmulator, bot: Bot, status: int, permanent: bool
) -> None:
    telegram.fail("sendMessage", status)
    with pytest.raises(DeliveryError) as caught:
        await send(bot, "7", HELLO)
    assert caught.value.permanent is permanent


# ---- taking back ----


def warning(telegram: TelegramEmulator) -> Spoken:
    """The answer to what the resident wrote last, which takes that back."""
    theirs = [message for message in telegram.chat(7) if not message.from_bot][-1]
    return Spoken(9, "Bà con đừng gửi số giấy tờ", removes=str(theirs.message_id))


async def test_what_should_not_have_been_sent_is_gone_before_the_answer_comes(
    telegram: TelegramEmulator, bot: Bot
) -> None:
    telegram.say(7, "cccd 064123456789")
    await send(bot, "7", warning(telegram))
    assert [message.text for message in telegram.chat(7)] == ["/start", "Bà con đừng gửi số giấy tờ"]
    assert [call.method for call in telegram.calls][-2:] == ["deleteMessage", "sendMessage"]


@pytest.mark.parametrize("reason", ["message to delete not found", "message can't be deleted for everyone"])
async def test_what_can_no_longer_be_taken_back_is_answered_all_the_same(
    telegram: TelegramEmulator, bot: Bot, reason: str
) -> None:
    telegram.fail("deleteMessage", 400, description=f"Bad Request: {reason}")
    await send(bot, "7", warning(telegram))
    assert telegram.last(7).text == "Bà con đừng gửi số giấy tờ"


async def test_a_second_delivery_of_the_answer_finds_nothing_to_take_back(telegram: TelegramEmulator, bot: Bot) -> None:
    told = warning(telegram)
    await send(bot, "7", told)
    await send(bot, "7", told)
    assert [message.text for message in telegram.chat(7)] == [told.text, told.text]


async def test_while_telegram_is_in_trouble_the_answer_waits_with_the_taking_back(
    telegram: TelegramEmulator, bot: Bot
) -> None:
    telegram.fail("deleteMessage", 429, retry_after=5)
    with pytest.raises(DeliveryError) as caught:
        await send(bot, "7", warning(telegram))
    assert (caught.value.retry_after, caught.value.permanent) == (5, False)
    assert telegram.calls_to("sendMessage") == []


# ---- taking back what was sent ----


@pytest.mark.parametrize(
    "message",
    [
        HELLO,
        Spoken(1, "từ " * 2000),
        Spoken(1, "ảnh", document=Document("hinh.jpg", JPEG, "aGluaA==")),
        Spoken(1, "tệp", document=Document("a.txt", "text/plain", "tệp")),
        Spoken(1, "bản sao", copy_of=Original("telegram", "7", "1")),
    ],
    ids=["words", "many words", "picture", "file", "copy"],
)
async def test_what_was_sent_is_gone_from_the_chat_when_it_is_taken_back(
    telegram: TelegramEmulator, bot: Bot, message: Spoken
) -> None:
    ref = await send(bot, "7", message)
    assert ref == ",".join(str(m.message_id) for m in telegram.chat(7) if m.from_bot)
    await take_back(bot, "7", ref)
    await take_back(bot, "7", ref)
    assert [m.text for m in telegram.chat(7)] == ["/start"]


async def test_what_replaced_another_message_has_the_number_of_that(telegram: TelegramEmulator, bot: Bot) -> None:
    first = await send(bot, "7", HELLO)
    assert await send(bot, "7", Spoken(2, "Bước 2/6", (), edit=first)) == first


@pytest.mark.parametrize("reason", ["message can't be deleted for everyone", "message can't be deleted"])
async def test_after_two_days_it_can_be_taken_back_no_more(telegram: TelegramEmulator, bot: Bot, reason: str) -> None:
    ref = await send(bot, "7", HELLO)
    telegram.fail("deleteMessage", 400, description=f"Bad Request: {reason}")
    with pytest.raises(DeliveryError) as caught:
        await take_back(bot, "7", ref)
    assert caught.value.permanent


async def test_without_a_ref_nothing_can_be_taken_back(bot: Bot) -> None:
    with pytest.raises(DeliveryError) as caught:
        await take_back(bot, "7", "")
    assert caught.value.permanent


async def test_while_telegram_is_in_trouble_it_may_be_taken_back_later(telegram: TelegramEmulator, bot: Bot) -> None:
    ref = await send(bot, "7", HELLO)
    telegram.fail("deleteMessage", 500)
    with pytest.raises(DeliveryError) as caught:
        await take_back(bot, "7", ref)
    assert not caught.value.permanent


# ---- what nobody knows ----


async def failed(bot: Bot, message: Spoken = HELLO) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await send(bot, "7", message)
    assert not caught.value.permanent
    return caught.value


async def test_when_the_answer_is_lost_on_the_way_the_message_may_have_arrived(
    telegram: TelegramEmulator, bot: Bot
) -> None:
    telegram.drop("sendMessage")
    assert (await failed(bot)).doubtful
    assert telegram.last(7).text == "Chào bà con"


async def test_when_the_answer_takes_too_long_the_message_may_have_arrived(
    telegram: TelegramEmulator, bot: Bot
) -> None:
    telegram.late("sendMessage")
    with pytest.raises(TimedOut) as caught:
        await call(bot, "sendMessage", {"chat_id": 7, "text": "chào"}, read_s=0.05)
    assert refusal(caught.value).doubtful


@pytest.mark.parametrize("status", [500, 502, 429])
async def test_when_telegram_answers_that_it_did_not_take_it_there_is_no_doubt(
    telegram: TelegramEmulator, bot: Bot, status: int
) -> None:
    telegram.fail("sendMessage", status, retry_after=1 if status == 429 else None)
    assert not (await failed(bot)).doubtful


async def test_when_nobody_is_there_to_be_called_there_is_no_doubt_either(telegram: TelegramEmulator) -> None:
    request = HTTPXRequest()
    away = Bot(telegram.token, base_url="http://127.0.0.1:9/bot", request=request)
    await request.initialize()
    assert not (await failed(away)).doubtful
    await request.shutdown()


async def test_when_one_part_of_a_long_message_arrived_it_comes_twice_if_it_is_sent_again(
    telegram: TelegramEmulator, bot: Bot
) -> None:
    long = Spoken(1, "từ " * 2000)
    telegram.slow("sendMessage", 0)
    telegram.fail("sendMessage", 500)
    assert (await failed(bot, long)).doubtful
    assert len(telegram.chat(7)) == 2
