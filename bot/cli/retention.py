"""``retention``: what is past its time goes, now instead of tonight; or what the last time did."""

from __future__ import annotations

import asyncio

import click

from bot.cli.migrate import upgrade
from bot.config import Settings, read_settings
from bot.core.clock import utc_now
from bot.core.errors import OperatorError
from bot.storage import jobs
from bot.storage.database import Database
from bot.storage.jobs import Ran
from bot.storage.retention import NAME, retain


@click.command("retention")
@click.option("--last", is_flag=True, help="Change nothing: show what the last time did.")
def command(last: bool) -> None:
    """Remove what is past its time, and print how many rows of what. ``run`` does this once a day."""
    ran = asyncio.run(work(read_settings(), only_look=last))
    click.echo(f"{ran.at:%Y-%m-%d %H:%M} UTC")
    for name, rows in ran.result.items():
        click.echo(f"{name:<14}{rows:>8}")


async def work(settings: Settings, *, only_look: bool) -> Ran:
    await upgrade(settings)
    database = Database(settings.url)
    try:
        if not only_look:
            await retain(database, utc_now())
        async with database.read() as connection:
            ran = await jobs.last(connection, NAME)
    finally:
        await database.close()
    if not ran:
        raise OperatorError("It has never run here. Without --last this command runs it.")
    return ran
