"""Settings come from the environment or a file, and a wrong one is named."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import ROOT, read_settings
from bot.core.errors import OperatorError
from bot.core.waiting_clock import WaitingClock


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither this machine's environment nor a ``.env`` where the tests were started."""
    for name in [name for name in os.environ if name.upper().startswith("TOSO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_it_runs_on_this_machine_alone() -> None:
    settings = read_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.url == f"sqlite+aiosqlite:///{Path.cwd() / 'data' / 'toso.db'}"
    assert settings.content_dir == ROOT / "content"
    assert settings.telegram_token.get_secret_value() == ""


def test_a_setting_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TOSO_PORT", "0")
    monkeypatch.setenv("TOSO_DATA_DIR", str(tmp_path / "elsewhere"))
    settings = read_settings()
    assert settings.port == 0
    assert settings.url.endswith("/elsewhere/toso.db")


def test_a_setting_is_taken_from_the_file_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("TOSO_PORT=9001\nTOSO_HOST=0.0.0.0\nSOMEBODY_ELSES=1\n", "utf-8")
    monkeypatch.setenv("TOSO_HOST", "127.0.0.2")
    settings = read_settings()
    assert (settings.host, settings.port) == ("127.0.0.2", 9001)


def test_another_database_is_taken_instead_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOSO_DATABASE_URL", "postgresql+asyncpg://toso@db/toso")
    assert read_settings().url == "postgresql+asyncpg://toso@db/toso"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("TOSO_PORT", "eighty", "valid integer"),
        ("TOSO_PORT", "", "valid integer"),
        ("TOSO_PORT", "8080.5", "valid integer"),
        ("TOSO_PORT", "-1", "greater than or equal to 0"),
        ("TOSO_PORT", "65536", "less than or equal to 65535"),
        ("TOSO_LOG_LEVEL", "LOUD", "must be DEBUG, INFO, WARNING or ERROR"),
        ("TOSO_LOG_LEVEL", "", "must be DEBUG, INFO, WARNING or ERROR"),
        ("TOSO_REQUEST_REMIND_HOURS", "0", "greater than 0"),
        ("TOSO_REQUEST_LEADER_HOURS", "2", "must be more than TOSO_REQUEST_REMIND_HOURS"),
        ("TOSO_REQUEST_COMMUNE_HOURS", "7.5", "must be more than TOSO_REQUEST_LEADER_HOURS"),
        ("TOSO_REQUEST_UNTIL_HOUR", "7", "must be later than TOSO_REQUEST_FROM_HOUR"),
        ("TOSO_REQUEST_UNTIL_HOUR", "25", "less than or equal to 24"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(OperatorError) as caught:
        read_settings()
    assert str(caught.value).startswith(f"The setting {name} is wrong: ")
    assert reason in str(caught.value)


def test_a_wrong_setting_in_the_file_is_named_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TOSO_PORT=many\n", "utf-8")
    with pytest.raises(OperatorError, match="TOSO_PORT"):
        read_settings()


@pytest.mark.parametrize("level", ["debug", "Info", "WARNING", "error"])
def test_the_log_level_may_be_written_in_any_letters(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    monkeypatch.setenv("TOSO_LOG_LEVEL", level)
    assert read_settings().log_level == level.upper()


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("https://api.telegram.org", "https://api.telegram.org"),
        ("https://api.telegram.org/", "https://api.telegram.org"),
        ("http://127.0.0.1:8081/bot", "http://127.0.0.1:8081"),
    ],
)
def test_the_address_of_telegram_may_be_written_in_the_usual_ways(
    monkeypatch: pytest.MonkeyPatch, written: str, taken: str
) -> None:
    monkeypatch.setenv("TOSO_TELEGRAM_API", written)
    assert read_settings().telegram_api == taken


@pytest.mark.parametrize(
    ("written", "taken"),
    [("https://toso.vn", "https://toso.vn"), ("https://toso.vn/", "https://toso.vn"),
     ("https://toso.vn/bot", "https://toso.vn/bot"), ("https://toso.vn/xa/bot/", "https://toso.vn/xa/bot")],
)  # fmt: skip
def test_the_public_address_is_taken_as_it_is_but_for_a_last_slash(
    monkeypatch: pytest.MonkeyPatch, written: str, taken: str
) -> None:
    monkeypatch.setenv("TOSO_PUBLIC_URL", written)
    assert read_settings().public_url == taken


def test_the_clock_of_requests_is_set_in_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().waiting_clock == WaitingClock()
    monkeypatch.setenv("TOSO_REQUEST_REMIND_HOURS", "0.5")
    monkeypatch.setenv("TOSO_REQUEST_FROM_HOUR", "6")
    monkeypatch.setenv("TOSO_REQUEST_UNTIL_HOUR", "24")
    assert read_settings().waiting_clock == WaitingClock(team=timedelta(minutes=30), opens=6, closes=24)


def test_secrets_do_not_show_when_the_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOSO_TELEGRAM_TOKEN", "123:SECRET")
    monkeypatch.setenv("TOSO_TELEGRAM_SECRET", "HIDDEN")
    assert "SECRET" not in repr(read_settings())
    assert "HIDDEN" not in repr(read_settings())
