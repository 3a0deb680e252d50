"""The connection to the database. SQLite is the embedded default; writing goes through one door, one at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.core.errors import OperatorError

BUSY_S = 10.0
"""How long SQLite waits for another process that is writing before it gives up."""

_REASONS = {
    "database is locked": "another program holds the database. Stop it, or try again in a moment",
    "readonly": "the database file may only be read. Give this user the right to write to it and to its folder",
    "disk is full": "the disk is full. Free some space; nothing that was acknowledged is lost",
    "unable to open": "the database file cannot be opened. Does its folder exist, and may this user write there?",
    "not a database": "the file is not a database. Restore a backup, or move it away to begin anew",
    "no such table": "the database has no tables yet. Run: python -m bot migrate",
}


class Database:
    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        self._writer = self._engine.execution_options(writes=True)
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, committed at the end of the block. Within a process writers take turns here, so that
        they never wait for each other inside SQLite."""
        async with self._writing:
            try:
                async with self._writer.begin() as connection:
                    yield connection
            except DBAPIError as error:
                raise explained(error) from error

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise explained(error) from error

    async def close(self) -> None:
        await self._engine.dispose()


def explained(error: DBAPIError) -> Exception:
    """The error in words for the operator, if it is one that only the operator can mend."""
    text = str(error.orig)
    for sign, words in _REASONS.items():
        if sign in text:
            return OperatorError(f"The database: {words}. ({text})")
    return error


def _engine(url: str) -> AsyncEngine:
    try:
        return _configured(url)
    except (sa.exc.ArgumentError, ImportError) as error:
        raise OperatorError(
            "TOSO_DATABASE_URL is no address of a database this program knows. Leave it empty for SQLite."
        ) from error


def _configured(url: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        hide_parameters=True,  # an error must not carry what people wrote into the log
    )
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL, so that readers never wait; FULL, so that what was acknowledged outlives a power cut."""
    connection.isolation_level = None  # transactions begin where we say, see _begin
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error):
            raise
    finally:
        cursor.close()


def _begin(connection: sa.Connection) -> None:
    """A writer takes its right at once: a transaction that reads first and writes later could be refused half-way."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
