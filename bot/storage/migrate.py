"""Bringing a database to the shape the tables have now."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.core.errors import OperatorError
from bot.storage.database import Database

FOLDER = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> str:
    """Upgrade to the newest revision, in one transaction. Gives back that revision."""
    async with database.write() as connection:
        return await connection.run_sync(upgrade)


def upgrade(connection: sa.Connection) -> str:
    """Raises ``OperatorError`` when the database was written by a newer version of the bot."""
    config = config_for(connection)
    scripts = ScriptDirectory.from_config(config)
    newest, present = scripts.get_current_head() or "", MigrationContext.configure(connection).get_current_revision()
    if present == newest:
        return newest
    if present and present not in {script.revision for script in scripts.walk_revisions()}:
        raise OperatorError(
            f"The database is of a newer version (revision {present}) than this program knows ({newest}). "
            "Start the newer program, or restore the backup made before the upgrade."
        )
    command.upgrade(config, "head")
    return newest


def config_for(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
