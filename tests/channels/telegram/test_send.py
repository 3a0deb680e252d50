"""Sending, against the emulator."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.channels.telegram.send import send
from bot.core.errors import DeliveryError
from bot.core.messages import Choice, Spoken
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
