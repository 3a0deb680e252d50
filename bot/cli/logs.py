"""Logs: to standard error, one line an event, nothing personal and no token in them."""

from __future__ import annotations

import logging

from typing_extensions import override

from bot.understanding.guard import guard


class Guarded(logging.Formatter):
    """A net under everything else: nothing that people say is logged, and should it be, no secret is in it."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        return guard(super().format(record)).text


def set_up_logs(level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(Guarded("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    for noisy in ("httpx", "httpcore", "telegram", "alembic", "aiohttp.access", "aiosqlite", "sqlalchemy.engine"):
        # httpx writes addresses, and Telegram's hold the token; the database's drivers write what people wrote
        logging.getLogger(noisy).setLevel(logging.WARNING)
