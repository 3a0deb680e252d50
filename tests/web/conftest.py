"""The admin site, for tests without a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.admin_desk import AdminDesk, open_desk


@pytest.fixture
async def admin_desk(tmp_path: Path) -> AsyncIterator[AdminDesk]:
    async with open_desk(tmp_path) as opened:
        yield opened
