"""Taking back what the page shows: it is done when the page says so."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.webchat.parse import fingerprint
from bot.channels.webchat.receive import WebChat
from bot.core.channel import Taken
from bot.core.errors import DeliveryError, NotHere
from bot.core.messages import Spoken
from bot.core.phrases import Phrase
from tests.fakes import Clock

NOTICE = Spoken(7, "Chiều nay họp ở nhà rông.")


class Site:
    """The web chat, and whom it lets in."""

    def __init__(self, client: "TestClient[Any, Any]", chat: WebChat) -> None:
        self.client, self.chat = client, chat
        self.address = ""

    async def enter(self, token: str = "") -> ClientWebSocketResponse:
        socket = await self.client.ws_connect("/chat/socket")
        await socket.send_json({"type": "hello", "token": token})
        self.address = fingerprint((await socket.receive_json())["token"])
        return socket


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async def take(taken: Sequence[Taken]) -> None:
        """Nobody says anything here."""

    async def arrived(channel: str, address: str) -> None:
        """Nothing waits here."""

    async def keep(address: str, name: str, raw: bytes) -> None:
        """No picture comes here."""

    def say(phrase: Phrase, lang: str) -> str:
        return str(phrase)

    chat = WebChat(take, arrived, say, lambda text: text, Clock(), picture=keep, voice=keep)
    app = web.Application()
    app.add_routes(chat.routes())
    async with TestClient(TestServer(app)) as client:
        yield Site(client, chat)


async def shown(site: Site, page: ClientWebSocketResponse) -> str:
    """The ref of the notice, once the page has it."""
    sending = asyncio.create_task(site.chat.send(site.address, NOTICE))
    assert (await page.receive_json())["n"] == NOTICE.id
    await page.send_json({"type": "got", "n": NOTICE.id})
    return await sending


async def test_a_page_that_is_open_is_told_which_message_to_take_away_and_says_when_it_has(site: Site) -> None:
    page = await site.enter()
    ref = await shown(site, page)
    for _ in range(2):
        recalling = asyncio.create_task(site.chat.take_back(site.address, ref))
        assert await page.receive_json() == {"type": "recall", "n": NOTICE.id}
        assert not recalling.done()
        await page.send_json({"type": "recalled", "n": NOTICE.id})
        await recalling


async def test_that_the_page_has_the_message_does_not_say_that_it_took_it_away(site: Site) -> None:
    page = await site.enter()
    recalling = asyncio.create_task(site.chat.take_back(site.address, "7"))
    await page.receive_json()
    for answer in ({"type": "got", "n": 7}, {"type": "recalled", "n": 8}, {"type": "ping"}):
        await page.send_json(answer)
    assert await page.receive_json() == {"type": "pong"}
    assert not recalling.done()
    await page.close()
    with pytest.raises(NotHere):
        await recalling


async def test_while_no_page_is_open_it_may_be_tried_again_when_one_is(site: Site) -> None:
    with pytest.raises(NotHere) as caught:
        await site.chat.take_back("nobody", "7")
    assert not caught.value.permanent


@pytest.mark.parametrize("ref", ["", "x", "-1", "7,8"])
async def test_what_is_no_number_can_never_be_taken_back(site: Site, ref: str) -> None:
    await site.enter()
    with pytest.raises(DeliveryError) as caught:
        await site.chat.take_back(site.address, ref)
    assert caught.value.permanent
