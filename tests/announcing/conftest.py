from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from tests.announcing.stage import MORNING, open_commune
from tests.fakes import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(MORNING)


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    async with open_commune(tmp_path, clock) as made:
        yield made
