"""``learn`` makes ready what the next start needs, once."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import toso
from tests.fakes import content_folder


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOSO_CONTENT_DIR", str(content_folder(tmp_path)))
    monkeypatch.setenv("TOSO_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_learned_is_found_at_the_next_start(settings: Path) -> None:
    runner = CliRunner()
    assert "is learned" in runner.invoke(toso, ["learn"]).output
    (kept,) = settings.glob("*.npz")
    written = kept.stat().st_mtime_ns
    asked = runner.invoke(toso, ["ask", "--json"], input="kich hoat vneid\n")
    assert '"guide": "kich-hoat"' in asked.output
    assert kept.stat().st_mtime_ns == written
