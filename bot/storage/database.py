"""The connection to the database. SQLite is the embedded default; several processes share a PostgreSQL. Writing goes
through one door, one at a time."""

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
CONNECT_S = 10.0
WRITERS = 0x546F536F
"""Under this number the writers of all processes take turns on PostgreSQL."""
SESSION = {
    "application_name": "toso",
    "timezone": "UTC",
    "jit": "off",  # to compile takes longer than any query of ours
    "lock_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",  # a process that hangs must not hold up the others for ever
    "tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3",
}  # fmt: skip
"""What each connection to PostgreSQL asks for."""

_REASONS = {
    "database is locked": "another program holds the database. Stop it, or try again in a moment",
    "readonly": "the database file may only be read. Give this user the right to write to it and to its folder",
    "disk is full": "the disk is full. Free some space; nothing that was acknowledged is lost",
    "unable to open": "the database file cannot be opened. Does its folder exist, and may this user write there?",
    "not a database": "the file is not a database. Restore a backup, or move it away to begin anew",
    "no such table": "the database has no tables yet. Run: python -m bot migrate",
}
_STATES = {
    "28P01": "it refuses the user or the password. See TOSO_DATABASE_URL",
    "28000": "it does not let this user in. See TOSO_DATABASE_URL, and the server's pg_hba.conf",
    "3D000": "there is none of that name. See TOSO_DATABASE_URL, or make it with createdb",
    "42P01": "it has no tables yet. Run: python -m bot migrate",
    "42501": "its user may not do that. Give the user of TOSO_DATABASE_URL the right to it, and to its schema",
    "25006": "it may only be read now. Is it a standby? Name the one that is written to",
    "53100": "its disk is full. Free some space; nothing that was acknowledged is lost",
    "53300": "it has no connection free. Stop a program that uses it, or raise max_connections",
    "55P03": "another program holds it. Stop that, or try again in a moment",
    "57P01": "it is being stopped",
    "57P03": "it is just starting or stopping. Try again in a moment",
}
"""By PostgreSQL's own code for it."""


class Database:
    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        self.shared = self._engine.dialect.name == "postgresql"
        one_moment = {"isolation_level": "REPEATABLE READ"} if self.shared else {}
        self._reader = self._engine.execution_options(**one_moment)
        self._writer = self._engine.execution_options(writes=True)
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, committed at the end of the block, and nobody else writes meanwhile: what was read in it
        stays so. Within a process writers take turns here, so that they never wait for each other inside SQLite."""
        async with self._writing, self._transaction() as connection:
            if self.shared:
                await connection.execute(_MY_TURN)
            yield connection

    @asynccontextmanager
    async def append(self) -> AsyncIterator[AsyncConnection]:
        """As ``write``, for statements that are right whoever else writes meanwhile; so they need not wait for that."""
        async with self._transaction() if self.shared else self.write() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """All that is read in the block is of one moment."""
        try:
            async with self._reader.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise explained(error) from error

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._writer.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise explained(error) from error


_MY_TURN = sa.select(sa.func.pg_advisory_xact_lock(WRITERS))


def explained(error: DBAPIError) -> Exception:
    """The error in words for the operator, if it is one that only the operator can mend."""
    text = str(error.orig)
    for sign, words in _REASONS.items():
        if sign in text:
            return OperatorError(f"The database: {words}. ({text})")
    return _of_postgresql(error.orig, lost=error.connection_invalidated) or error


def _of_postgresql(error: BaseException | None, *, lost: bool = False) -> OperatorError | None:
    if words := _STATES.get(getattr(error, "sqlstate", None) or ""):
        return OperatorError(f"The database: {words}. ({error})")
    if lost or isinstance(error, OSError):
        return OperatorError("The database: it does not answer. Does it run, at the address of TOSO_DATABASE_URL?")
    return None


def _engine(url: str) -> AsyncEngine:
    try:
        engine = _configured(sa.make_url(url))
    except (sa.exc.ArgumentError, ImportError, ValueError) as error:
        raise OperatorError(
            "TOSO_DATABASE_URL is no address of a database this program knows. Leave it empty for SQLite."
        ) from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        sa.event.listen(engine.sync_engine, "begin", _begin)
    else:
        sa.event.listen(engine.sync_engine, "do_connect", _connect)
        sa.event.listen(engine.sync_engine, "handle_error", _without_values)
    return engine


def _configured(url: sa.URL) -> AsyncEngine:
    more: dict[str, Any] = {}
    if url.drivername in {"postgresql", "postgres", "postgresql+asyncpg"}:
        url = url.set(drivername="postgresql+asyncpg")
        more = {"pool_pre_ping": True, "connect_args": {"server_settings": SESSION, "timeout": CONNECT_S}}
    return create_async_engine(
        url,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        hide_parameters=True,  # an error must not carry what people wrote into the log
        **more,
    )


def _connect(dialect: Any, _record: object, args: Any, more: Any) -> Any:
    """What goes wrong before there is a connection, the library leaves as its driver raises it."""
    try:
        return dialect.connect(*args, **more)
    except Exception as error:
        raise _of_postgresql(error) or error from error


def _without_values(context: sa.ExceptionContext) -> None:
    """PostgreSQL tells in its details what the row was that it refused, and somebody may have written that."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error:
            error.args = tuple(str(part).partition("\nDETAIL:")[0] for part in error.args)


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
