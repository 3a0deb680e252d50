"""What the bot takes back, in a real browser: the page no longer shows it, and no longer has it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from playwright.async_api import WebSocketRoute, expect

from tests.e2e.browser import AT_STEP_1, Chat, Visits, step
from tests.e2e.process import PATIENCE_S
from tests.e2e.words import DONE, vi

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

RECALLED = vi("(This announcement was taken back.)")


class Middle:
    """Sits between the page and the bot, says to the page what the bot would, and hears what the page says."""

    def __init__(self) -> None:
        self._heard = asyncio.Event()
        self._page: WebSocketRoute | None = None
        self._wanted: dict[str, Any] = {}

    def join(self, page: WebSocketRoute) -> None:
        self._page, server = page, page.connect_to_server()

        def pass_on(words: str | bytes) -> None:
            if json.loads(words) == self._wanted:
                self._heard.set()
            server.send(words)

        page.on_message(pass_on)

    async def recall(self, n: int) -> None:
        """Returns when the page has given its receipt."""
        assert self._page
        self._heard.clear()
        self._wanted = {"type": "recalled", "n": n}
        self._page.send(json.dumps({"type": "recall", "n": n}))
        async with asyncio.timeout(PATIENCE_S):
            await self._heard.wait()


async def behind(visit: Visits, middle: Middle) -> Chat:
    chat = await visit("about:blank")
    await chat.page.route_web_socket("**/chat/socket", middle.join)
    await chat.page.goto(AT_STEP_1)
    await chat.hears(step(1))
    return chat


async def kept(chat: Chat) -> list[dict[str, Any]]:
    return [json.loads(entry) for entry in (await chat.kept("toso.m.")).values()]


async def test_a_recalled_message_is_replaced_by_a_word_that_it_was_on_the_page_and_in_what_it_keeps(
    visit: Visits,
) -> None:
    middle = Middle()
    chat = await behind(visit, middle)
    (n,) = [entry["n"] for entry in await kept(chat) if step(1) in entry["text"].replace("*", "")]
    before = len(await chat.talk())
    for _ in range(2):
        await middle.recall(n)
        await chat.hears(step(1), times=0)
        await chat.hears(RECALLED)
    assert len(await chat.talk()) == before
    await expect(chat.page.get_by_role("button", name=DONE, exact=True)).to_have_count(0)
    (entry,) = [entry for entry in await kept(chat) if entry["n"] == n]
    assert (entry["text"], entry["buttons"]) == (RECALLED, [])
    await chat.reload()
    await chat.hears(RECALLED)


async def test_the_recall_of_what_the_page_never_had_changes_nothing(visit: Visits) -> None:
    middle = Middle()
    chat = await behind(visit, middle)
    talk = await chat.talk()
    await middle.recall(987_654)
    assert await chat.talk() == talk
