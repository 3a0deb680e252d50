"""``doctor``: is this bot fit to serve people, and what does a person still have to check?"""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Literal

import click
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.check import all_faults
from bot.config import Settings, read_settings
from bot.content.load import Content, read_content
from bot.core.clock import VIETNAM
from bot.core.errors import OperatorError
from bot.storage import questions
from bot.storage.database import Database
from bot.storage.migrate import revisions
from bot.storage.tables import jobs

FILE = "toso.db"
ROOM_MB = 500
OVERDUE = timedelta(days=3)

Level = Literal["ok", "look", "trouble"]
SIGNS = {"ok": "✓", "look": "!", "trouble": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """``look``: a person should; ``trouble``: people are not served as they should be."""

    level: Level
    about: str
    words: str


@click.command("doctor")
@click.option("--facts", is_flag=True, help="Name every fact and contact that waits for a person to check it.")
def command(facts: bool) -> None:
    """Look at settings, content, database and disk. Exit 1 when something is in trouble."""
    settings = read_settings()
    content = read_content(settings.content_dir)
    findings = asyncio.run(examined(settings, content))
    for finding in findings:
        click.echo(f"{SIGNS[finding.level]} {finding.about:<12} {finding.words}")
    if facts:
        click.echo("\n" + "\n".join(chain(contacts_to_verify(content), facts_to_check(content))))
    sys.exit(any(finding.level == "trouble" for finding in findings))


async def examined(settings: Settings, content: Content) -> list[Finding]:
    return [*of_settings(settings), *of_content(settings, content), *of_disk(settings), *await of_database(settings)]


def of_settings(settings: Settings) -> Iterator[Finding]:
    channels = ["web chat", *(["Telegram"] if settings.telegram_token.get_secret_value() else [])]
    yield Finding("ok", "settings", f"channels: {', '.join(channels)}")
    if settings.host not in {"127.0.0.1", "localhost"} and not settings.public_url.startswith("https://"):
        yield Finding("look", "settings", "open to others, but TOSO_PUBLIC_URL is no https address")


def of_content(settings: Settings, content: Content) -> Iterator[Finding]:
    faults = all_faults(settings)
    serious = [fault for fault in faults if fault.serious]
    if serious:
        yield Finding("trouble", "content", f"{len(serious)} faults, the first: {serious[0]}. See: python -m bot check")
    yield Finding("ok", "content", f"{len(content.published)} guides, the oldest check on {oldest_check(content)}")
    if warnings := len(faults) - len(serious):
        yield Finding("look", "content", f"{warnings} warnings. See: python -m bot check")
    contacts, facts = len(list(contacts_to_verify(content))), len(list(facts_to_check(content)))
    yield Finding(
        "look", "to verify", f"{contacts} contacts and {facts} facts wait for a person: python -m bot doctor --facts"
    )


def oldest_check(content: Content) -> date:
    return min((guide.checked_on for guide in content.published), default=date.today())  # noqa: DTZ011


def contacts_to_verify(content: Content) -> Iterator[str]:
    """Those that are not shown before somebody has verified them."""
    for id_, contact in content.contacts.items():
        if not contact.usable:
            name, value = contact.name.by_lang["vi"], contact.value or "no number yet"
            yield f"contact {id_}: {name} ({value}). {contact.note}".strip()


def facts_to_check(content: Content) -> Iterator[str]:
    for guide in content.published:
        yield from (f"guide {guide.id}: {fact}" for fact in guide.to_verify)
    for indicator in content.indicators.indicators:
        yield from (f"indicator {indicator.id}: {fact}" for fact in indicator.to_verify)
        yield from (f"indicator {indicator.id}, {t.year}: {t.to_verify}" for t in indicator.targets if t.to_verify)


def of_disk(settings: Settings) -> Iterator[Finding]:
    folder = next(f for f in (settings.data_dir.resolve(), *settings.data_dir.resolve().parents) if f.exists())
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    level: Level = "ok" if free_mb >= ROOM_MB else "trouble"
    yield Finding(level, "disk", f"{free_mb} MB free in {settings.data_dir}")


async def of_database(settings: Settings) -> list[Finding]:
    if not settings.database_url and not (settings.data_dir / FILE).exists():
        return [Finding("look", "database", "there is none yet: the first “python -m bot run” makes it")]
    database = Database(settings.url)
    try:
        async with database.read() as connection:
            return await inside(connection)
    except (OperatorError, sa.exc.SQLAlchemyError) as error:
        words = str(error) if isinstance(error, OperatorError) else "it has no tables yet. Run: python -m bot migrate"
        return [Finding("trouble", "database", words)]
    finally:
        await database.close()


async def inside(connection: AsyncConnection) -> list[Finding]:
    revision = (await connection.execute(sa.text("SELECT version_num FROM alembic_version"))).scalar()
    waiting = len(await questions.waiting(connection))
    retention = (await connection.execute(sa.select(jobs).where(jobs.c.name == "retention"))).first()
    return [
        of_revision(str(revision), revisions()[-1]),
        Finding(
            "look" if waiting else "ok", "questions", f"{waiting} wait for an editor: python -m bot questions list"
        ),
        of_retention(retention.ran_at if retention else None, datetime.now(UTC)),
    ]


def of_revision(revision: str, newest: str) -> Finding:
    if revision == newest:
        return Finding("ok", "database", f"revision {revision}")
    return Finding(
        "trouble", "database", f"revision {revision}, this program wants {newest}. Run: python -m bot migrate"
    )


def of_retention(ran_at: datetime | None, now: datetime) -> Finding:
    if not ran_at:
        return Finding("look", "retention", "has never run: python -m bot retention, or leave the bot running")
    on = ran_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
    return Finding("ok" if now - ran_at < OVERDUE else "look", "retention", f"old data last deleted on {on}")
