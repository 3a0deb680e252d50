"""``token``: what lets another program read reports, of one commune or of the province."""

from __future__ import annotations

from datetime import datetime

import click

from bot.cli.questions import run
from bot.config import read_settings
from bot.content.places import read_places
from bot.core.clock import VIETNAM, utc_now
from bot.core.errors import OperatorError
from bot.key import read_key
from bot.storage import tokens
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.tokens import Token


@click.group("token")
def command() -> None:
    """Tokens by which other programs read reports, at /api/v1."""


@command.command("make")
@click.option("--name", required=True, help="What it is for.")
@click.option("--place", default="", help="Code of the only commune it opens; nothing: the province.")
@click.option("--days", type=click.IntRange(1, 730), default=365, show_default=True, help="How long it is valid.")
def make(name: str, place: str, days: int) -> None:
    """Print a new token. It is shown only now."""
    settings = read_settings()
    if place and place not in read_places(settings.content_dir / "places").units:
        raise OperatorError(f"There is no commune “{place}”. The codes are in content/places/units.csv.")

    async def act(database: Database) -> tuple[Token, str]:
        await migrate(database)
        async with database.write() as connection:
            return await tokens.make(connection, read_key(settings), name[:60], place, days, utc_now())

    made, secret = run(act, settings)
    click.echo(f"Token      {secret}")
    click.echo(f"Opens      {_place(made)}, until {_day(made.expires_at)}; number {made.id}")
    click.echo('Use        curl -H "Authorization: Bearer TOKEN" …/api/v1/report?period=2026-10')


@command.command("list")
def list_() -> None:
    """All tokens there are: what for, which place, until when, and when they were used last."""
    for one in run(read):
        state = "withdrawn" if one.withdrawn_at else "over" if one.expires_at <= utc_now() else "open"
        used = _day(one.used_at) if one.used_at else "never"
        click.echo(f"{one.id:>4}  {state:<9}  {_place(one):<14}  until {_day(one.expires_at)}  used {used}  {one.name}")


@command.command("withdraw")
@click.argument("number", type=int)
def withdraw(number: int) -> None:
    """Token NUMBER opens nothing any more."""

    async def act(database: Database) -> bool:
        async with database.write() as connection:
            return await tokens.withdraw(connection, number, utc_now())

    if not run(act):
        raise OperatorError(f"No token {number} is open. See: python -m bot token list")
    click.echo(f"Token {number} opens nothing any more.")


async def read(database: Database) -> list[Token]:
    async with database.read() as connection:
        return await tokens.listed(connection)


def _place(token: Token) -> str:
    return f"commune {token.commune}" if token.commune else "the province"


def _day(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y")
