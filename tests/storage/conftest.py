"""A migrated database of each kind. A test that is to play on one alone says so: ``@on(SQLITE)``."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.databases import BOTH
from tests.fakes import open_database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "toso.db"


@pytest.fixture(params=BOTH)
async def database(file: Path, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    async with open_database(file, request.param) as opened:
        yield opened
