"""``migrate``: bring the database to the newest shape."""

from __future__ import annotations

import asyncio

import click

from bot.config import Settings, read_settings
from bot.storage.database import Database
from bot.storage.migrate import migrate


@click.command("migrate")
def command() -> None:
    """Bring the database to the newest shape. ``run`` does this by itself."""
    click.echo(f"The database is at revision {asyncio.run(upgrade(read_settings()))}.")


async def upgrade(settings: Settings) -> str:
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.url)
    try:
        return await migrate(database)
    finally:
        await database.close()
