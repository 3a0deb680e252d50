"""The bot's own profile."""

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from tests.emulators.telegram import TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import AN, BINH, refused


async def test_menus_are_kept_by_scope_and_language(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.introduce(BINH, language_code="en")
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([("menu", "Mở menu")], scope=private, language_code="vi")
    await bot.set_my_commands([("team", "Team")], scope=BotCommandScopeChat(BINH))
    assert [command.command for command in await bot.get_my_commands(private, "vi")] == ["menu"]
    assert await bot.get_my_commands(private) == ()
    assert (emulator.menu(AN), emulator.menu(BINH)) == ({"menu": "Mở menu"}, {"team": "Team"})
    await bot.delete_my_commands(private, "vi")
    assert emulator.menu(AN) == {"help": "Help"}


@pytest.mark.parametrize(
    ("commands", "language", "reason"),
    [
        ([("Menu", "x")], "", "BOT_COMMAND_INVALID"),
        ([("đăng", "x")], "", "BOT_COMMAND_INVALID"),
        ([("a" * 33, "x")], "", "command length must not exceed 32"),
        ([("", "x")], "", "command must be non-empty"),
        ([("a", "")], "", "command description must be non-empty"),
        ([("a", "x" * 257)], "", "command description length must not exceed 256"),
        ([(f"a{number}", "x") for number in range(101)], "", "BOT_COMMANDS_TOO_MUCH"),
        ([("a", "x")], "jra", "invalid language code specified"),
    ],
)
async def test_a_menu_telegram_would_not_take_is_refused(
    emulator: TelegramEmulator, bot: Bot, commands: list[tuple[str, str]], language: str, reason: str
) -> None:
    assert await refused(emulator, bot.set_my_commands(commands, language_code=language)) == reason


async def test_descriptions_are_kept_by_language_and_limited(emulator: TelegramEmulator, bot: Bot) -> None:
    await bot.set_my_description("Trợ lý", "vi")
    await bot.set_my_short_description("Ngắn", "vi")
    assert (await bot.get_my_description("vi")).description == "Trợ lý"
    assert (await bot.get_my_short_description("vi")).short_description == "Ngắn"
    assert (await bot.get_my_description()).description == ""
    assert await refused(emulator, bot.set_my_description("x" * 513))
    assert await refused(emulator, bot.set_my_short_description("x" * 121))
