"""``signin``: a link to the admin site, from whoever runs the bot. Without anybody to sign in, for the first of all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from bot.cli.invite import address
from bot.config import Settings, make_data_dir, read_settings
from bot.core.errors import OperatorError
from bot.key import read_key
from bot.storage import admin
from bot.storage.admin import Holder
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.web.admin.way_in import ENTRANCE


@click.command("signin")
@click.option("--person", type=int, default=0, help="Number of the person, where several may enter.")
def command(person: int) -> None:
    """Print a link that signs one browser in on the admin site, once, within 15 minutes."""
    settings = read_settings()
    make_data_dir(settings)
    link, whom = asyncio.run(make(settings, person))
    click.echo(f"For        {whom}")
    click.echo(f"Link       {address(settings)}{link}")
    click.echo("Valid      once, for 15 minutes; a newer link makes it void")


async def make(settings: Settings, person: int) -> tuple[str, str]:
    """The link without its host, and for whom it is. Raises ``OperatorError`` when that is not clear."""
    database = Database(settings.url)
    try:
        await migrate(database)
        async with database.write() as connection:
            whom = _chosen(await admin.holders(connection), person)
            secret = await admin.make_link(
                connection, read_key(settings), whom.person if whom else None, datetime.now(UTC)
            )
    finally:
        await database.close()
    return f"{ENTRANCE}?v={secret}", described(whom) if whom else FIRST


FIRST = "the first administrator of the province: whoever opens it gives their name there"


def _chosen(holders: Sequence[Holder], person: int) -> Holder | None:
    """None: there is nobody yet."""
    if person:
        found = next((one for one in holders if one.person == person), None)
        if not found:
            raise OperatorError(f"Person {person} leads no team and looks after no commune: nothing is open to them.")
        return found
    if len({one.person for one in holders}) > 1:
        named = "\n".join(f"  --person {one.person:<6} {described(one)}" for one in holders)
        raise OperatorError(f"Several people may enter. Say who it is for:\n{named}")
    return holders[0] if holders else None


def described(holder: Holder) -> str:
    post = holder.post
    where = [f"commune {post.commune}"] if post.commune else []
    where += [f"team {post.team}"] if post.team else []
    return ", ".join([holder.name or "nameless", post.role.value, *where])
