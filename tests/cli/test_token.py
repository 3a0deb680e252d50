"""``python -m bot token``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.token import command
from bot.core.errors import OperatorError


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("TOSO_DATA_DIR", str(tmp_path))
    return CliRunner()


def said(ask: CliRunner, *words: str) -> str:
    result = ask.invoke(command, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_token_is_shown_once_then_listed_then_withdrawn(ask: CliRunner) -> None:
    made = said(ask, "make", "--name", "bảng số liệu", "--place", "23941", "--days", "30")
    secret = re.search(r"toso_\S+", made)
    assert secret
    listed = said(ask, "list")
    assert "bảng số liệu" in listed
    assert "commune 23941" in listed
    assert secret[0] not in listed
    said(ask, "withdraw", "1")
    assert "withdrawn" in said(ask, "list")


@pytest.mark.parametrize(
    "words", [("make", "--name", "a", "--place", "99999"), ("withdraw", "7")], ids=["unknown place", "unknown number"]
)
def test_what_is_not_there_is_said(ask: CliRunner, words: tuple[str, ...]) -> None:
    said(ask, "make", "--name", "first")
    with pytest.raises(OperatorError):
        ask.invoke(command, words, catch_exceptions=False)
