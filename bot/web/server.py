"""One HTTP server on one port, for the pages, the channels and the health check."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiohttp import web

from bot.core.errors import OperatorError, where

LARGEST_BODY = 1_000_000  # bytes

log = logging.getLogger(__name__)

Health = Callable[[], Awaitable[tuple[bool, dict[str, Any]]]]


class Server:
    """``say_goodbye`` is awaited when no new connection is taken any more and the open ones are about to be closed."""

    def __init__(
        self, routes: Iterable[web.RouteDef], health: Health, say_goodbye: Callable[[], Awaitable[None]], host: str,
        port: int,
    ) -> None:  # fmt: skip
        self._health, self._host, self._port = health, host, port
        self._say_goodbye = say_goodbye
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[in_words])
        app.add_routes([*routes, web.get("/healthz", self._healthz)])
        app.on_shutdown.append(self._shut_down)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=3)
        self.url = ""

    async def start(self) -> None:
        """Raises ``OperatorError`` when the port is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            raise OperatorError(_why(error, self._host, self._port)) from error
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _shut_down(self, _app: web.Application) -> None:
        await self._say_goodbye()

    async def _healthz(self, _request: web.Request) -> web.Response:
        well, report = await self._health()
        return web.json_response(report, status=200 if well else 503)


@web.middleware
async def in_words(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """A fault of ours is logged and told in plain words; nothing of the request is in the log."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:
        log.error("A page failed: %s: %s", request.match_info.route.resource, where(error))
        return web.Response(status=500, text="Có lỗi ở máy chủ. Bà con thử lại sau ít phút.")


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno in {98, 48}:  # EADDRINUSE on Linux, macOS
        return f"Port {port} is in use by another program. Stop it, or choose another: TOSO_PORT={port + 1} make run"
    if error.errno == 13:
        return f"Port {port} may not be opened by this user. Choose one above 1024, for instance TOSO_PORT=8080."
    return f"Cannot listen on {host}:{port}: {error.strerror or error}. Check TOSO_HOST and TOSO_PORT."
