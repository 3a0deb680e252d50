"""On which database a test plays. TOSO_TEST_DATABASE=postgresql plays all of them on PostgreSQL that can be."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.migrate import upgrade
from tests import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = (SQLITE, POSTGRESQL)
USUAL = os.environ.get("TOSO_TEST_DATABASE", SQLITE)


def on(kind: str) -> pytest.MarkDecorator:
    """For a test of what is of that database alone, or that takes too long to play on both (USUAL)."""
    return pytest.mark.parametrize("database", [kind], indirect=True)


@contextmanager
def migrated_database(file: Path, kind: str = USUAL) -> Iterator[str]:
    """The address of one that was just migrated; SQLite's is in this file."""
    if kind == SQLITE:
        yield f"sqlite+aiosqlite:///{migrated(file)}"
        return
    server = postgres.server()
    with server.migrated() as name:
        yield server.url(name)


@contextmanager
def empty_database(file: Path, kind: str = USUAL) -> Iterator[str]:
    """The address of one that has no tables."""
    if kind == SQLITE:
        yield f"sqlite+aiosqlite:///{file}"
        return
    server = postgres.server()
    with server.empty() as name:
        yield server.url(name)


def read_json(value: Any) -> Any:
    """Of a JSON column that was asked for in plain SQL, SQLite gives the text."""
    return orjson.loads(value) if isinstance(value, str) else value


@asynccontextmanager
async def refusing(database: Database, what: str, table: str) -> AsyncIterator[None]:
    """The database takes no ``what`` (INSERT, DELETE) of that table meanwhile."""
    if database.shared:
        act = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$"
        begin = [act, f"CREATE TRIGGER refuse BEFORE {what} ON {table} EXECUTE FUNCTION refuse()"]
        end = ["DROP FUNCTION refuse CASCADE"]
    else:
        begin = [f"CREATE TRIGGER refuse BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"]
        end = ["DROP TRIGGER refuse"]
    await _change(database, *begin)
    try:
        yield
    finally:
        await _change(database, *end)


async def _change(database: Database, *changes: str) -> None:
    async with database.write() as connection:
        for change in changes:
            await connection.exec_driver_sql(change)


async def everything_in(database: Database) -> str:
    """All that stands in it, of all tables, as one text."""
    async with database.read() as connection:
        tables = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
        found = [await connection.execute(sa.text(f'SELECT * FROM "{table}"')) for table in tables]
        return "\n".join(str(row) for rows in found for row in rows)


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "toso.db"
        engine = sa.create_engine(f"sqlite:///{file}")
        with engine.begin() as connection:
            upgrade(connection)
        engine.dispose()
        return file.read_bytes()


def migrated(file: Path) -> Path:
    """Make it a database that was just migrated. The migrations run once for all tests; the rest is a copy."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_migrated())
    return file
