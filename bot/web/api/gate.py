"""Who may read: a token in the header, not too often. No cookie opens anything here."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.core.clock import Clock
from bot.core.phrases import text as _
from bot.storage import tokens
from bot.storage.database import Database
from bot.storage.tokens import USED_AGAIN, Token
from bot.web.api.refusals import Refusal

A_MINUTE = 60.0
PER_MINUTE = 120


class Rate:
    """So many a minute for each token; kept in memory, for it protects this process."""

    def __init__(self, per_minute: int, time: Callable[[], float]) -> None:
        self._most, self._time = per_minute, time
        self._windows: dict[int, tuple[float, int]] = {}

    def wait_s(self, token: int) -> int:
        """Takes one place; 0: go on."""
        now = self._time()
        begun, count = self._windows.get(token, (now, 0))
        if now - begun >= A_MINUTE:
            begun, count = now, 0
        if count >= self._most:
            return int(A_MINUTE - (now - begun)) + 1
        self._windows[token] = begun, count + 1
        return 0


class Gate:
    """``key``: of the fingerprints. Tokens are looked up by a keyed fingerprint, so how long it takes tells nothing of
    how much of a guess was right."""

    def __init__(self, database: Database, key: Callable[[], bytes], clock: Clock, rate: Rate) -> None:
        self._database, self._key, self._clock, self._rate = database, key, clock, rate

    async def enter(self, request: web.Request) -> Token:
        token = await self._find(request.headers.get("Authorization", ""))
        now = self._clock()
        if not token or not token.opens(now):
            raise Refusal(401, _("Send a valid token: “Authorization: Bearer …”. Whoever runs the bot makes them."))
        if wait := self._rate.wait_s(token.id):
            raise Refusal(429, _("Too many requests with this token. Wait {seconds} seconds.", seconds=str(wait)), wait)
        if token.used_at is None or now - token.used_at >= USED_AGAIN:
            async with self._database.write() as connection:
                await tokens.used(connection, token, now)
        return token

    async def _find(self, header: str) -> Token | None:
        scheme, _space, secret = header.partition(" ")
        if scheme.casefold() != "bearer" or not secret.isascii() or not secret.startswith(tokens.SIGN):
            return None
        async with self._database.read() as connection:
            return await tokens.find(connection, self._key(), secret)
