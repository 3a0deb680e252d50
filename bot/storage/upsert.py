"""INSERT … ON CONFLICT, in the dialect of the database at hand. To put one together takes longer than to run it, so
each is made once."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def _insert(dialect: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def insert_new(connection: AsyncConnection, table: sa.Table) -> sa.Insert:
    """Insert; a row that is there already stays as it is."""
    return _insert(connection.dialect.name, table).on_conflict_do_nothing()


def insert_or_replace(connection: AsyncConnection, table: sa.Table) -> sa.Insert:
    """Insert; a row with the same primary key takes the new values."""
    return _replacing(connection.dialect.name, table)


def insert_or_add(connection: AsyncConnection, table: sa.Table) -> sa.Insert:
    """Insert; to a row with the same primary key the new numbers are added."""
    return _adding(connection.dialect.name, table)


@cache
def _replacing(dialect: str, table: sa.Table) -> sa.Insert:
    statement = _insert(dialect, table)
    key = list(table.primary_key.columns)
    new = {column.name: statement.excluded[column.name] for column in table.columns if column not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=new)


@cache
def _adding(dialect: str, table: sa.Table) -> sa.Insert:
    statement = _insert(dialect, table)
    key = list(table.primary_key.columns)
    more = {c.name: c + statement.excluded[c.name] for c in table.columns if c not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=more)
