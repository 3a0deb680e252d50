"""The socket of the web chat, without the rest of the bot: what the page is told when its words are in the inbox."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.webchat.receive import WebChat
from bot.core.channel import Taken
from bot.core.phrases import Phrase
from bot.understanding.guard import guard

ID = "message-1"


class Inbox:
    """What was taken, as it came from the page."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []

    async def take(self, taken: Sequence[Taken]) -> None:
        self.taken += taken

    async def arrived(self, channel: str, address: str) -> None:
        """Nothing waits here."""


def say(phrase: Phrase, lang: str) -> str:
    return str(phrase)


@pytest.fixture
async def socket() -> AsyncIterator[ClientWebSocketResponse]:
    inbox = Inbox()

    async def keep(address: str, name: str, raw: bytes) -> None:
        """No picture comes here."""

    chat = WebChat(
        inbox.take, inbox.arrived, say, lambda text: guard(text).text, lambda: datetime.now(UTC), picture=keep,
        voice=keep,
    )  # fmt: skip
    app = web.Application()
    app.add_routes(chat.routes())
    async with TestClient(TestServer(app)) as client, client.ws_connect("/chat/socket") as opened:
        await opened.send_json({"type": "hello"})
        assert (await opened.receive_json())["type"] == "welcome"
        yield opened


async def taken(socket: ClientWebSocketResponse, **frame: Any) -> Any:
    await socket.send_json({"id": ID, **frame})
    return await socket.receive_json()


async def test_the_page_is_told_what_to_put_in_place_of_a_secret(socket: ClientWebSocketResponse) -> None:
    told = await taken(socket, type="say", text="cccd của tôi là 064123456789")
    assert told == {"type": "taken", "id": ID, "masked": "cccd của tôi là ●●●●"}


async def test_a_frame_that_is_repeated_is_told_so_again(socket: ClientWebSocketResponse) -> None:
    """The line may have broken before the page could put the mask there."""
    for _ in range(2):
        assert (await taken(socket, type="say", text="otp 482913"))["masked"] == "otp ●●●●"


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "say", "text": "  mã otp không về, gọi 0912345678 "},
        {"type": "press", "action": "menu", "label": "Xem các việc"},
        {"type": "start", "payload": "g_vneid-kich-hoat"},
        {"type": "location", "lat": 13.98, "lon": 108},
    ],
)
async def test_of_what_holds_no_secret_nothing_is_said(socket: ClientWebSocketResponse, frame: dict[str, Any]) -> None:
    assert await taken(socket, **frame) == {"type": "taken", "id": ID}
