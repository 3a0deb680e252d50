"""``run``: the bot, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal

import click

from bot.app import App
from bot.cli.logs import set_up_logs
from bot.config import Settings, read_settings
from bot.serving import with_server
from bot.storage import admin
from bot.web.admin.way_in import ENTRANCE


@click.command("run")
def command() -> None:
    """Start the bot on all configured channels, and print where it is."""
    settings = read_settings()
    set_up_logs(settings.log_level)
    asyncio.run(serve(settings))


async def serve(settings: Settings) -> None:
    stopped = asyncio.Event()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_, stopped.set)
    app = App(settings)
    server = with_server(app)
    try:
        await app.open()
        await server.start()
        await app.start()
        say_where(app, server.url)
        click.echo(f"Admin site {await way_in(app, server.url)}")
        click.echo("Ready. Stop with Ctrl-C.")
        await stopped.wait()
        click.echo("Stopping …")
    finally:
        await server.stop()
        await app.close()


def say_where(app: App, url: str) -> None:
    click.echo(f"Web chat   {url}/")
    click.echo(f"Health     {url}/healthz")
    for name in sorted(set(app.channels) - {"webchat"}):
        click.echo(f"Channel    {name}")
    if "telegram" not in app.channels:
        click.echo("Telegram   off (set TOSO_TELEGRAM_TOKEN to turn it on)")


async def way_in(app: App, url: str) -> str:
    """Its address; while nobody looks after the province, a link for whoever is to be the first."""
    there = app.settings.public_url or url
    async with app.database.write() as connection:
        if await admin.has_admin(connection):
            return f"{there}/quan-tri"
        secret = await admin.make_link(connection, app.turns.site.key, None, app.clock())
    return f"{there}{ENTRANCE}?v={secret}   (for the first administrator: once, within 15 minutes)"
