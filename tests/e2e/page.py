"""The web chat's page, as far as the socket sees it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any
from uuid import uuid4

import aiohttp

PATIENCE_S = 20.0

Frame = dict[str, Any]


class Page:
    """One open page. ``confirms``: whether it says that it has what came. ``frames`` holds all that came, in order."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, confirms: bool = True) -> None:
        self._socket, self.confirms = socket, confirms
        self.frames: list[Frame] = []
        self.close_code: int | None = None
        self._came = asyncio.Event()
        self._ids = (f"{uuid4().hex[:12]}-{n}" for n in count(1))

    @property
    def messages(self) -> list[Frame]:
        return [frame for frame in self.frames if frame["type"] == "message"]

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages]

    @property
    def token(self) -> str:
        return str(self.frames[0]["token"])

    @property
    def is_new(self) -> bool:
        return bool(self.frames[0]["new"])

    @property
    def closed(self) -> bool:
        return self.close_code is not None

    def of(self, type_: str) -> list[Frame]:
        return [frame for frame in self.frames if frame["type"] == type_]

    async def send(self, frame: Frame) -> None:
        await self._socket.send_str(json.dumps(frame))

    async def send_raw(self, frame: str | bytes) -> None:
        await (self._socket.send_bytes(frame) if isinstance(frame, bytes) else self._socket.send_str(frame))

    async def start(self, payload: str = "") -> None:
        await self.send({"type": "start", "id": next(self._ids), "payload": payload})

    async def say(self, text: str, id_: str = "") -> None:
        await self.send({"type": "say", "id": id_ or next(self._ids), "text": text})

    async def press(self, label: str) -> None:
        """The newest button of that label."""
        buttons = [b for message in reversed(self.messages) for row in message["buttons"] for b in row]
        button = next(b for b in buttons if b["label"] == label)
        await self.send({"type": "press", "id": next(self._ids), "label": label, "action": button["action"]})

    async def until(self, found: Callable[[], Any], timeout_s: float = PATIENCE_S) -> None:
        async with asyncio.timeout(timeout_s):
            while not found():
                self._came.clear()
                await self._came.wait()

    async def hears(self, part: str, timeout_s: float = PATIENCE_S) -> Frame:
        """The newest message that holds these words, once there is one."""
        await self.until(lambda: any(part in text for text in self.texts), timeout_s)
        return next(message for message in reversed(self.messages) if part in message["text"])

    async def answers(self) -> None:
        """A frame goes there and one comes back: whatever was sent before has been dealt with."""
        pongs = len(self.of("pong"))
        await self.send({"type": "ping"})
        await self.until(lambda: len(self.of("pong")) > pongs)

    async def listen(self) -> None:
        async for message in self._socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self.frames.append(json.loads(message.data))
                if self.confirms and self.frames[-1]["type"] == "message":
                    await self._confirm(self.frames[-1]["n"])
            self._came.set()
        self.close_code = self._socket.close_code or 1006
        self._came.set()

    async def _confirm(self, n: int) -> None:
        try:
            await self.send({"type": "got", "n": n})
        except (aiohttp.ClientError, ConnectionError):
            return  # the server is gone; it will send it again


@asynccontextmanager
async def open_page(
    url: str, token: str = "", *, confirms: bool = True, hello: Frame | None = None
) -> AsyncIterator[Page]:
    """A page that has said hello and been welcomed. A ``hello`` of the test's own is not waited for."""
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{url}/chat/socket") as socket:
        page = Page(socket, confirms=confirms)
        listening = asyncio.create_task(page.listen())
        try:
            await page.send(hello if hello is not None else {"type": "hello", **({"token": token} if token else {})})
            if hello is None:
                await page.until(lambda: page.frames)
            yield page
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
