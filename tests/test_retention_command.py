"""``python -m bot retention``."""

from pathlib import Path

import pytest

from bot.cli.retention import work
from bot.core.errors import OperatorError
from tests.fakes import settings_for


async def test_it_makes_the_database_ready_runs_and_gives_the_counts(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, tmp_path)
    ran = await work(settings, only_look=False)
    assert set(ran.result.values()) == {0}
    assert await work(settings, only_look=True) == ran


async def test_where_it_has_never_run_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="never run here"):
        await work(settings_for(tmp_path, tmp_path), only_look=True)
