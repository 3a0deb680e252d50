"""``demo``: a province full of invented data over a year, in a database of its own, to look at."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import click
from pydantic import SecretStr

from bot.cli.invite import address
from bot.cli.log import today
from bot.config import Settings, make_data_dir, read_settings
from bot.content.load import read_content
from bot.core.clock import utc_now
from bot.core.errors import OperatorError
from bot.core.roles import RANK
from bot.demo.fill import fill
from bot.demo.plan import Plan
from bot.key import read_key
from bot.storage import admin
from bot.storage.database import Database
from bot.storage.demo import is_demo
from bot.storage.migrate import migrate, revision_of
from bot.web.admin.way_in import ENTRANCE

FILE = "demo.sqlite3"
SQLITE = "sqlite+aiosqlite:///"
TOLD = {"sessions": "sessions of help", "people": "people", "requests": "requests for a person", "events": "events"}


@click.command("demo")
@click.option("--run", "runs", is_flag=True, help="Start the bot on it afterwards; Telegram stays off.")
@click.option("--anew", is_flag=True, help="Make it again, if it is there already.")
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Another file than demo.sqlite3.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day, if not today.")
@click.option("--months", type=click.IntRange(1, 12), default=12, show_default=True, help="How many months back.")
@click.option("--scale", type=click.FloatRange(0.01, 5), default=1.0, show_default=True, help="How much of everything.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same data.")
def command(
    runs: bool, anew: bool, file: Path | None, until: datetime | None, months: int, scale: float, seed: int
) -> None:
    """Fill a database of its own with invented data for all communes, and say how to look at it."""
    settings = read_settings()
    there = file or settings.data_dir / FILE
    last = until.date() if until else today()
    prepare(settings, there, Plan(seed, first_day(last, months), last, scale), anew=anew)
    if runs:
        run(settings, there)


def first_day(last: date, months: int) -> date:
    """A whole year ends the day before it began; of less, the first month is whole."""
    back = last.replace(day=1)
    for _ in range(months - 1):
        back = (back - timedelta(days=1)).replace(day=1)
    return max(back, last - timedelta(days=364))


def prepare(settings: Settings, there: Path, plan: Plan, *, anew: bool) -> None:
    """Make it, unless it is there, and say how to look at it."""
    if may_replace(settings, there) and not anew:
        click.echo(f"Demo       {there}: there already; --anew makes it again")
    else:
        make_data_dir(settings)
        begun = time.monotonic()
        counts = make(settings, there, plan)
        say(there, plan, counts, time.monotonic() - begun)
    for who, link in asyncio.run(ways_in(settings, there)):
        click.echo(f"Sign in    {link}   ({who}; works once, for 15 minutes)")


def may_replace(settings: Settings, there: Path) -> bool:
    """Whether there is a demo already. Raises ``OperatorError`` where there is anything else."""
    if there.exists() and asyncio.run(holds_demo(there)):
        return True
    if there.exists() or settings.url == url_of(there):
        raise OperatorError(f"{there} is for real data and is left as it is. Invented ones go to another --file.")
    return False


async def holds_demo(there: Path) -> bool:
    database = Database(url_of(there))
    try:
        async with database.read() as connection:
            return bool(await connection.run_sync(revision_of)) and await is_demo(connection)
    finally:
        await database.close()


def make(settings: Settings, there: Path, plan: Plan) -> Mapping[str, int]:
    """Beside it first: a demo that is half made is none."""
    half = there.with_name(f"{there.name}.new")
    remove(half)
    counts = asyncio.run(made(settings, half, plan))
    remove(there)
    half.rename(there)
    return counts


async def made(settings: Settings, file: Path, plan: Plan) -> Mapping[str, int]:
    database = Database(url_of(file))
    try:
        await migrate(database)
        return await fill(database, plan, read_content(settings.content_dir), settings.waiting_clock)
    finally:
        await database.close()


async def ways_in(settings: Settings, there: Path) -> list[tuple[str, str]]:
    """A link into the admin site for the first of each role that may enter."""
    database = Database(url_of(there))
    try:
        await migrate(database)
        async with database.write() as connection:
            holders = await admin.holders(connection)
            first = {one.post.role: one for one in reversed(holders)}
            links = {role: await admin.make_link(connection, read_key(settings), one.person, utc_now())
                     for role, one in first.items()}  # fmt: skip
    finally:
        await database.close()
    order = sorted(links, key=lambda role: -RANK[role])
    return [(role.value, f"{address(settings)}{ENTRANCE}?v={links[role]}") for role in order]


def remove(file: Path) -> None:
    """With what SQLite keeps beside it."""
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)


def url_of(file: Path) -> str:
    return f"{SQLITE}{file.resolve()}"


def say(there: Path, plan: Plan, counts: Mapping[str, int], seconds: float) -> None:
    told = ", ".join(f"{counts.get(table, 0):,} {name}" for table, name in TOLD.items())
    click.echo(f"Demo       {there}: all of it is invented, from {plan.first:%d/%m/%Y} to {plan.last:%d/%m/%Y}")
    click.echo(f"Holds      {told} ({seconds:.0f} s)")
    click.echo("Start      python -m bot demo --run (again: what is there stays)")


def run(settings: Settings, there: Path) -> None:
    """Invented data are for nobody on Telegram."""
    from bot.cli.logs import set_up_logs
    from bot.cli.run import serve

    set_up_logs(settings.log_level)
    asyncio.run(serve(settings.model_copy(update={"database_url": url_of(there), "telegram_token": SecretStr("")})))
