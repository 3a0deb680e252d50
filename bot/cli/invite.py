"""``invite``: a code for a post, from whoever runs the bot. The first administrator comes from here."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime

import click
import segno

from bot.config import Settings, make_data_dir, read_settings
from bot.content.places import read_places
from bot.core.clock import VIETNAM
from bot.core.errors import OperatorError
from bot.core.roles import Post, Role
from bot.core.teams import Invite
from bot.key import read_key
from bot.storage import invites, teams
from bot.storage.database import Database
from bot.storage.migrate import migrate

ROLES = [role.value for role in Role if role is not Role.RESIDENT]


@click.command("invite")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What whoever uses the code becomes.")
@click.option("--commune", default="", help="Code of the commune, for its administrator.")
@click.option("--team", type=int, default=0, help="Number of the team, for its leader and members.")
@click.option("--uses", type=click.IntRange(1, 500), default=1, show_default=True, help="How many people may use it.")
@click.option("--days", type=click.IntRange(1, 90), default=7, show_default=True, help="How long it is valid.")
def command(role: str, commune: str, team: int, uses: int, days: int) -> None:
    """Print a code, a link and a QR code that make somebody a member, leader or administrator."""
    settings = read_settings()
    make_data_dir(settings)
    invite, code = asyncio.run(make(settings, Role(role), commune, team, uses, days))
    show(invite, code, f"{address(settings)}/?start=j_{code}")


async def make(
    settings: Settings, role: Role, commune: str, team: int, uses: int, days: int
) -> tuple[Invite, str]:  # fmt: skip
    database = Database(settings.url)
    try:
        await migrate(database)
        async with database.write() as connection:
            there = await teams.find(connection, team) if team else None
            post = post_for(settings, role, there.commune if there else commune, there.id if there else 0)
            now = datetime.now(UTC)
            return await invites.make(connection, read_key(settings), post, now, by=None, uses=uses, days=days)
    finally:
        await database.close()


def post_for(settings: Settings, role: Role, commune: str, team: int) -> Post:
    """Raises ``OperatorError`` when the place does not go with the role."""
    if role is Role.PROVINCE_ADMIN:
        return Post(role)
    if role in {Role.MEMBER, Role.LEADER} and not team:
        raise OperatorError(
            f"A {role} belongs to a team: give its number with --team (administrators make teams in the chat)."
        )
    if commune not in read_places(settings.content_dir / "places").units:
        raise OperatorError(f"There is no commune “{commune}”. The codes are in content/places/units.csv.")
    return Post(role, commune, 0 if role is Role.COMMUNE_ADMIN else team)


def address(settings: Settings) -> str:
    """Where the web chat is; without a public address, on this machine."""
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104
    return settings.public_url or f"http://{host}:{settings.port}"


def show(invite: Invite, code: str, link: str) -> None:
    until = invite.expires_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
    where = "".join(
        [f", commune {invite.commune}" if invite.commune else "", f", team {invite.team}" if invite.team else ""]
    )
    click.echo(f"For        {invite.purpose}{where}")
    click.echo(f"Code       {code}   (type it to the bot, on any channel)")
    click.echo(f"Link       {link}")
    click.echo(f"Valid      {invite.uses_left} times, until {until}\n")
    drawn = io.StringIO()
    segno.make(link, error="m").terminal(out=drawn, compact=True)
    click.echo(drawn.getvalue())
