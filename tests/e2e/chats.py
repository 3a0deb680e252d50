"""What a resident sees in Telegram, and waits for."""

from __future__ import annotations

from tests.e2e.guides import RIDE, ride
from tests.e2e.process import PATIENCE_S
from tests.e2e.words import DONE
from tests.emulators.telegram import Message, TelegramEmulator


def said(telegram: TelegramEmulator, chat: int) -> list[str]:
    """What the bot has said in this chat, as it stands now."""
    return [message.text for message in telegram.chat(chat) if message.from_bot]


async def hears(
    telegram: TelegramEmulator, chat: int, part: str, times: int = 1, timeout_s: float = PATIENCE_S
) -> Message:
    """The newest message of the bot with these words, once there are so many of them."""

    def found() -> Message | None:
        fitting = [m for m in telegram.chat(chat) if m.from_bot and part in m.text]
        return fitting[-1] if len(fitting) >= times else None

    return await telegram.wait_for(found, timeout_s, chat)


async def at_step(telegram: TelegramEmulator, chat: int, step: int = 1) -> Message:
    """A newcomer who has opened the riding guide and stands at this step."""
    telegram.say(chat, f"/start g_{RIDE}")
    await hears(telegram, chat, ride(1))
    for number in range(2, step + 1):
        telegram.press(chat, DONE)
        await hears(telegram, chat, ride(number))
    return telegram.last(chat)


async def offered(telegram: TelegramEmulator, chat: int) -> Message:
    """The newest message of the bot, once it has buttons."""

    def found() -> Message | None:
        return telegram.last(chat) if telegram.last(chat).buttons else None

    return await telegram.wait_for(found, PATIENCE_S, chat)
