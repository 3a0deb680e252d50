"""A migrated database in a file of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.fakes import open_database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "toso.db"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    async with open_database(file) as opened:
        yield opened
