from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.broadcast.stage import Stage
from tests.databases import BOTH
from tests.fakes import open_database


@pytest.fixture(params=BOTH)
async def stage(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with open_database(tmp_path / "toso.db", request.param) as database:
        yield Stage(database)
