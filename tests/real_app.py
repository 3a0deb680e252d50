"""A whole bot with the real content, for what the small content of ``fakes`` cannot show: how real notes are read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from bot.app import App
from bot.config import ROOT, Settings
from bot.content.load import Content, read_content
from bot.core.roles import Post
from bot.storage import teams
from tests.databases import migrated_database
from tests.fakes import BEGIN, CHANNEL, Clock, RecordingChannel, settings_for


@cache
def real_content() -> Content:
    return read_content(ROOT / "content")


@asynccontextmanager
async def open_real_app(folder: Path, clock: Clock | None = None) -> AsyncIterator[App]:
    """On a new database; what was learned from the content is shared with the other tests."""
    settings = settings_for(folder, ROOT / "content").model_copy(update={"cache_dir": Settings().cache_dir})
    with migrated_database(settings.data_dir / "toso.db") as url:
        app = App(settings.model_copy(update={"database_url": url}), real_content(), clock=clock or Clock())
        app.channels[CHANNEL] = RecordingChannel()
        await app.open()
        try:
            yield app
        finally:
            await app.close()


async def number_of(app: App, who: str) -> int:
    async with app.database.read() as connection:
        wanted = sa.text("SELECT person_id FROM addresses WHERE address = :at")
        return int((await connection.execute(wanted, {"at": who})).scalar_one())


async def give(app: App, who: str, post: Post) -> None:
    person = await number_of(app, who)
    async with app.database.write() as connection:
        await teams.give(connection, person, post, who, BEGIN)


async def make_team(app: App, commune: str, name: str) -> int:
    async with app.database.write() as connection:
        return (await teams.make(connection, commune, name, BEGIN, by=None)).id
