"""Updates by webhook."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import Conflict

from tests.emulators.telegram import TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import AN, BINH, polling, refused, updates


class Receiver:
    """A bot's own web server; `statuses` are its next answers, then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.bodies: list[Any] = []
        self.secrets: list[str | None] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver, app = Receiver(), web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def delivered(emulator: TelegramEmulator) -> None:
    await emulator.wait_for(lambda: emulator.pending == 0)


async def test_a_webhook_gets_what_waited_and_what_comes_with_the_secret(
    emulator: TelegramEmulator, bot: Bot, receiver: Receiver
) -> None:
    emulator.say(AN, "trước")
    await bot.set_webhook(receiver.url, secret_token="bi_mat-1")
    await delivered(emulator)
    emulator.say(AN, "sau")
    await delivered(emulator)
    assert receiver.texts == ["trước", "sau"]
    assert receiver.secrets == ["bi_mat-1"] * 2


async def test_an_update_the_webhook_refuses_comes_again_before_the_next_of_that_chat(
    emulator: TelegramEmulator, bot: Bot, receiver: Receiver
) -> None:
    receiver.statuses = [500, 302]
    emulator.redeliver_after([0.0])
    emulator.say(AN, "một")
    emulator.say(AN, "hai")
    await bot.set_webhook(receiver.url)
    await delivered(emulator)
    assert receiver.texts == ["một", "một", "một", "hai"]
    assert [delivery.status for delivery in emulator.deliveries] == [500, 302, 200, 200]
    assert (await bot.get_webhook_info()).last_error_message == "Wrong response from the webhook: 302 Found"


async def test_one_chat_in_trouble_does_not_hold_up_another(
    emulator: TelegramEmulator, bot: Bot, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    emulator.redeliver_after([3600.0])
    emulator.say(AN, "kẹt")
    emulator.say(BINH, "thông")
    await bot.set_webhook(receiver.url, max_connections=1)
    await emulator.wait_for(lambda: emulator.pending == 1)
    assert receiver.texts == ["kẹt", "thông"]


async def test_a_webhook_that_cannot_be_reached_is_tried_again(
    emulator: TelegramEmulator, bot: Bot, unused_tcp_port: int, receiver: Receiver
) -> None:
    emulator.redeliver_after([0.0, 0.001])
    await bot.set_webhook(f"http://127.0.0.1:{unused_tcp_port}/hook")
    emulator.say(AN, "có ai không")
    await emulator.wait_for(lambda: len(emulator.deliveries) >= 3)
    assert {delivery.status for delivery in emulator.deliveries} == {0}
    await bot.set_webhook(receiver.url)
    await delivered(emulator)
    assert receiver.texts == ["có ai không"]


async def test_an_address_elsewhere_is_accepted_but_never_called(emulator: TelegramEmulator, bot: Bot) -> None:
    emulator.redeliver_after([3600.0])
    emulator.say(AN, "xa")
    await bot.set_webhook("https://bot.example/hook")
    await emulator.wait_for(lambda: emulator.deliveries)
    assert (await bot.get_webhook_info()).last_error_message == "Connection timed out"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"url": "http://bot.example/hook"}, "An HTTPS URL must be provided for webhook"),
        ({"url": "hook"}, "invalid webhook URL specified"),
        ({"url": "https://bot.example/", "secret_token": "có dấu"}, "unallowed characters"),
        ({"url": "https://bot.example/", "secret_token": "x" * 257}, "too long"),
    ],
)
async def test_a_webhook_telegram_would_not_take_is_refused(
    emulator: TelegramEmulator, bot: Bot, options: dict[str, Any], reason: str
) -> None:
    assert reason in await refused(emulator, bot.set_webhook(**options))
    assert not (await bot.get_webhook_info()).url


async def test_polling_conflicts_with_a_webhook_until_it_is_deleted(
    emulator: TelegramEmulator, bot: Bot, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await updates(bot) == []


async def test_setting_a_webhook_ends_a_waiting_long_poll(
    emulator: TelegramEmulator, bot: Bot, receiver: Receiver
) -> None:
    poll = asyncio.create_task(updates(bot, timeout=50))
    await polling(emulator)
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll


async def test_pending_updates_can_be_dropped(emulator: TelegramEmulator, bot: Bot, receiver: Receiver) -> None:
    emulator.say(AN, "cũ")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await updates(bot) == []
    emulator.say(AN, "cũ")
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    emulator.say(AN, "mới")
    await delivered(emulator)
    assert receiver.texts == ["mới"]


async def test_the_webhook_tells_how_it_is_set(emulator: TelegramEmulator, bot: Bot, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url, max_connections=3, allowed_updates=["message", "callback_query"])
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.pending_update_count) == (receiver.url, 3, 0)
    assert info.allowed_updates == ("callback_query", "message")
