"""A network between a browser and the bot: it can be cut, and it can break off at the worst moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Self

from tests.e2e.browser import free_port

Deed = Callable[[], Awaitable[None]]


class Relay:
    """Passes everything on to the bot's port, on the connections of a browser."""

    def __init__(self, target: int) -> None:
        self._target = target
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        self._request = b""
        self._deed: Deed = _nothing
        self._when: Callable[[], bool] = lambda: True

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.cut()

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def cut(self) -> None:
        """Nobody is reached any more."""
        if self._server:
            self._server.close()
        for line in list(self._lines):
            line.close()

    def before_reply(self, request: str, deed: Deed, when: Callable[[], bool] = lambda: True) -> None:
        """The next time that a request begins so, and ``when`` this is true at its answer: let nobody hear that one."""
        self._request, self._deed, self._when = request.encode(), deed, when

    def let_all_pass(self) -> None:
        self._request = b""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        with suppress(OSError):
            from_bot, to_bot = await asyncio.open_connection("127.0.0.1", self._target)
            line = _Line(self, reader, writer, from_bot, to_bot)
            await line.carry()
        writer.close()
        self._lines.discard(writer)

    def is_awaited(self, part: bytes) -> bool:
        return bool(self._request) and part.startswith(self._request)

    async def breaks_off(self) -> bool:
        """Whether this is the reply that nobody hears."""
        if not (self._request and self._when()):
            return False
        self._request = b""
        await self._deed()
        return True


class _Line:
    """One connection."""

    def __init__(
        self, relay: Relay, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, from_bot: asyncio.StreamReader,
        to_bot: asyncio.StreamWriter,
    ) -> None:  # fmt: skip
        self._relay, self._reader, self._writer, self._from_bot, self._to_bot = relay, reader, writer, from_bot, to_bot
        self._awaited = False

    async def carry(self) -> None:
        ways = [asyncio.create_task(self._there()), asyncio.create_task(self._back())]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        self._to_bot.close()

    async def _there(self) -> None:
        while part := await self._reader.read(65536):
            if part.startswith((b"GET ", b"POST ")):
                self._awaited = self._relay.is_awaited(part)
            self._to_bot.write(part)
            await self._to_bot.drain()

    async def _back(self) -> None:
        while part := await self._from_bot.read(65536):
            if self._awaited and await self._relay.breaks_off():
                return
            self._writer.write(part)
            await self._writer.drain()


async def _nothing() -> None:
    return None
