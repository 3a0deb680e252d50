"""Logs: to standard error, one line an event, nothing personal and no token in them."""

from __future__ import annotations

import logging


def set_up_logs(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("httpx", "httpcore", "telegram", "alembic", "aiohttp.access", "aiosqlite", "sqlalchemy.engine"):
        # httpx writes addresses, and Telegram's hold the token; the database's drivers write what people wrote
        logging.getLogger(noisy).setLevel(logging.WARNING)
