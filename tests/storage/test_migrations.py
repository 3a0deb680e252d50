"""The migrations make the tables that the code speaks of, from nothing and back again."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.core.errors import OperatorError
from bot.storage.database import Database
from bot.storage.migrate import FOLDER, config_for, migrate, revisions
from bot.storage.tables import metadata
from tests.databases import BOTH, SQLITE, empty_database, on


def _differences(connection: sa.Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def _downgrade(connection: sa.Connection) -> None:
    command.downgrade(config_for(connection), "base")


def _tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names())


async def test_a_migrated_database_has_the_tables_of_the_code(database: Database) -> None:
    async with database.write() as connection:
        assert await connection.run_sync(_differences) == []


async def test_the_migrations_go_down_to_nothing_and_up_again(database: Database) -> None:
    async with database.write() as connection:
        await connection.run_sync(_downgrade)
        assert await connection.run_sync(_tables) == {"alembic_version"}
    await migrate(database)
    async with database.write() as connection:
        assert await connection.run_sync(_differences) == []


@pytest.mark.parametrize("kind", BOTH)
async def test_a_new_database_is_made_ready_from_nothing(tmp_path: Path, kind: str) -> None:
    with empty_database(tmp_path / "new.db", kind) as url:
        database = Database(url)
        await migrate(database)
        async with database.read() as connection:
            assert await connection.run_sync(_tables) == {"alembic_version", *metadata.tables}
        await database.close()


def test_a_migrations_file_begins_with_its_revision() -> None:
    scripts = ScriptDirectory(str(FOLDER)).walk_revisions()
    assert revisions() == [script.revision for script in reversed(list(scripts))]


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    assert await migrate(database) == await migrate(database)


@on(SQLITE)  # PostgreSQL never gives a number twice
async def test_the_numbers_that_stand_elsewhere_are_never_given_twice(database: Database) -> None:
    async with database.read() as connection:
        written = await connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        counted = {name for name, sql in written.all() if "AUTOINCREMENT" in (sql or "")}
    teams = {"teams", "posts", "invites", "sessions", "session_drafts", "requests", "notebook_sessions", "exports"}
    teams |= {"admin_sessions", "api_tokens", "campaigns", "campaign_files"}
    assert counted == {"people", "inbox", "outbox", *teams}


async def test_a_database_of_a_newer_version_is_left_alone_and_said_in_words(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OperatorError, match=r"newer version \(revision 9999\).*Start the newer program"):
        await migrate(database)


async def test_a_migration_that_breaks_off_leaves_nothing_behind(database: Database) -> None:
    """What is in the way of the last table stops it; the tables before it are not there either."""
    async with database.write() as connection:
        await connection.run_sync(_downgrade)
        await connection.execute(sa.text("CREATE TABLE talks (in_the_way INTEGER)"))
    with pytest.raises(sa.exc.DBAPIError):
        await migrate(database)
    async with database.read() as connection:
        assert await connection.run_sync(_tables) == {"alembic_version", "talks"}
