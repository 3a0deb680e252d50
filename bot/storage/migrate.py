"""Bringing a database to the shape the tables have now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.core.errors import OperatorError
from bot.storage import event_rollup, rollup
from bot.storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
ROLLED_UP, COUNTED = "0013", "0012"
"""The revisions since which sessions are rolled up, and events counted. What was there before is by the program, not by
the migration, which must go on meaning what it meant when it was written."""


async def migrate(database: Database) -> str:
    """Upgrade to the newest revision, in one transaction. Gives back that revision."""
    async with database.write() as connection:
        present = await connection.run_sync(revision_of)
        newest = await connection.run_sync(upgrade)
        if "" < present < ROLLED_UP:
            await rollup.fill(connection)
        if "" < present < COUNTED:
            await event_rollup.fill(connection)
        return newest


def upgrade(connection: sa.Connection) -> str:
    """Raises ``OperatorError`` when the database was written by a newer version of the bot."""
    present, known = revision_of(connection), revisions()
    if present and present not in known:
        raise OperatorError(
            f"The database is of a newer version (revision {present}) than this program knows ({known[-1]}). "
            "Start the newer program, or restore the backup made before the upgrade."
        )
    if present != known[-1]:
        from alembic import command  # 9 MB, and needed only after an upgrade of the program

        command.upgrade(config_for(connection), "head")
    return known[-1]


def revisions() -> list[str]:
    """Oldest first: each file of migrations begins with its own."""
    return sorted(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def revision_of(connection: sa.Connection) -> str:
    """ "" for a database that is still empty."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or ""


def config_for(connection: sa.Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
