"""Who is connected, and sending to them. A message counts as sent when the page says that it has it, and as recalled
when the page says that it shows it no more."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from aiohttp import web

from bot.channels.webchat.render import goes_beside, render
from bot.core.errors import NotHere
from bot.core.messages import Document, Spoken

SLOWEST = 50_000  # base64 letters a second, over which a large file is still waited for

Receipt = tuple[str, int]
"""("got" or "recalled", the number of the message)"""


@dataclass(eq=False)
class Page:
    """One open page. ``lang`` is the language its own words are in. ``receipts``: those that are waited for."""

    socket: web.WebSocketResponse
    lang: str
    receipts: dict[Receipt, asyncio.Future[None]] = field(default_factory=dict)

    async def write(self, value: dict[str, object]) -> None:
        await self.socket.send_str(json.dumps(value, ensure_ascii=False))

    def confirm(self, what: str, n: int) -> None:
        waiting = self.receipts.get((what, n))
        if waiting and not waiting.done():
            waiting.set_result(None)


class Pages:
    """The open pages of each address; a person may have several."""

    def __init__(self, patience_s: float = 10.0, beside_patience_s: float = 90.0) -> None:
        self._open: defaultdict[str, set[Page]] = defaultdict(set)
        self._patience_s, self._beside_patience_s = patience_s, beside_patience_s
        self._beside: dict[tuple[str, int], Document] = {}

    def enter(self, address: str, page: Page) -> None:
        self._open[address].add(page)

    def leave(self, address: str, page: Page) -> None:
        self._open[address].discard(page)
        if not self._open[address]:
            del self._open[address]
        for waiting in page.receipts.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError())

    def is_open(self, address: str) -> bool:
        return address in self._open

    def addresses(self) -> Collection[str]:
        return self._open.keys()

    def beside(self, address: str, n: int) -> Document | None:
        """The picture, voice note or file of the message of that number, while its page is being told of it."""
        return self._beside.get((address, n))

    async def send(self, address: str, message: Spoken) -> None:
        """To every open page of the person. Raises ``NotHere`` when none of them has confirmed it in time."""
        if not goes_beside(message.document):
            await self._send(address, message)
            return
        self._beside[address, message.id] = message.document
        try:
            await self._send(address, message)
        finally:
            self._beside.pop((address, message.id), None)

    async def recall(self, address: str, n: int) -> None:
        """The page has no such message: it confirms that just so. Raises ``NotHere`` as ``send`` does."""
        await self._tell(
            address, ("recalled", n), lambda page: page.write({"type": "recall", "n": n}), self._patience_s
        )

    async def _send(self, address: str, message: Spoken) -> None:
        await self._tell(address, ("got", message.id), lambda page: self._write(page, message), self._patience(message))

    async def _tell(
        self, address: str, receipt: Receipt, write: Callable[[Page], Awaitable[None]], patience_s: float
    ) -> None:
        pages = list(self._open.get(address, ()))
        told = [asyncio.create_task(_confirmed(page, receipt, write, patience_s)) for page in pages]
        for confirmed in asyncio.as_completed(told):
            if await confirmed:
                return  # one page has it; a second that hangs is not waited for
        raise NotHere

    def _patience(self, message: Spoken) -> float:
        """What comes beside has to be fetched before the page can say that it has it."""
        if not goes_beside(message.document):
            return self._patience_s
        return self._beside_patience_s + len(message.document.body) / SLOWEST

    async def _write(self, page: Page, message: Spoken) -> None:
        if message.forgets:
            await page.write({"type": "forget"})
        if message.lang != page.lang:
            page.lang = message.lang
            await page.write({"type": "language", "lang": message.lang})
        await page.write(render(message))

    async def close(self) -> None:
        """The server goes away: say so, that the pages connect again by themselves."""
        pages = [page for pages in self._open.values() for page in pages]
        await asyncio.gather(*(page.socket.close(code=1012, message=b"restart") for page in pages))


async def _confirmed(page: Page, receipt: Receipt, write: Callable[[Page], Awaitable[None]], patience_s: float) -> bool:
    """Whether the page gave this receipt in time for what was written to it."""
    waiting = page.receipts[receipt] = asyncio.get_running_loop().create_future()
    try:
        await write(page)
        async with asyncio.timeout(patience_s):
            await waiting
    except (ConnectionError, TimeoutError):
        return False
    finally:
        page.receipts.pop(receipt, None)
    return True
