"""A link to the admin site from the command line."""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.signin import command
from bot.config import read_settings
from bot.core.errors import OperatorError
from bot.core.roles import Post, Role
from bot.key import read_key
from bot.storage import admin, teams
from bot.storage.database import Database
from bot.storage.tables import people
from tests.databases import migrated

pytestmark = pytest.mark.usefixtures("own_folder")

COMMUNE = "23941"


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOSO_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    migrated(tmp_path / "toso.db")


def give(post: Post, name: str) -> int:
    async def run() -> int:
        database, now = Database(read_settings().url), datetime.now(UTC)
        async with database.write() as connection:
            row = {"lang": "vi", "place": "", "called": "", "created_at": now, "seen_at": now}
            made = await connection.execute(people.insert().values(row).returning(people.c.id))
            person = int(made.scalar_one())
            await teams.give(connection, person, post, name, now)
        await database.close()
        return person

    return asyncio.run(run())


def signed_in(output: str) -> str:
    """Who the link in it signs in, by name."""
    found = re.search(r"/quan-tri/vao\?v=(\S+)", output)
    assert found, output

    async def run() -> str:
        settings = read_settings()
        database, now, key = Database(settings.url), datetime.now(UTC), read_key(settings)
        async with database.write() as connection:
            cookie = await admin.sign_in(connection, key, found[1], now, browser="", name="Anh Đầu")
            visitor = await admin.visitor(connection, key, cookie or "", now)
        await database.close()
        return visitor.name if visitor else ""

    return asyncio.run(run())


def ask(*options: str) -> str:
    done = CliRunner().invoke(command, list(options), catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_in_an_empty_folder_it_is_for_the_first_administrator() -> None:
    told = ask()
    assert "first administrator" in told
    assert signed_in(told) == "Anh Đầu"


def test_it_is_for_the_only_one_who_may_enter() -> None:
    give(Post(Role.PROVINCE_ADMIN), "Anh Nam")
    told = ask()
    assert "For        Anh Nam, province_admin" in told
    assert signed_in(told) == "Anh Nam"


def test_among_several_it_must_be_said_who() -> None:
    give(Post(Role.PROVINCE_ADMIN), "Anh Nam")
    lan = give(Post(Role.COMMUNE_ADMIN, COMMUNE), "Chị Lan")
    with pytest.raises(OperatorError, match=rf"--person {lan} +Chị Lan, commune_admin, commune {COMMUNE}"):
        ask()
    assert signed_in(ask("--person", str(lan))) == "Chị Lan"


def test_whoever_looks_after_nothing_gets_none() -> None:
    with pytest.raises(OperatorError, match="leads no team"):
        ask("--person", "77")
