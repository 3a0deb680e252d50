"""The doctor names what is in trouble and what a person has still to look at."""

import asyncio
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.doctor import Finding, examined, facts_to_check, of_retention, of_settings
from bot.config import ROOT, Settings
from bot.content.load import read_content
from tests.databases import migrated
from tests.fakes import change, content_folder, settings_for


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = settings_for(tmp_path, content_folder(tmp_path))
    migrated(made.data_dir / "toso.db")
    return made


def findings(settings: Settings) -> dict[str, Finding]:
    found = asyncio.run(examined(settings, read_content(settings.content_dir)))
    return {finding.about: finding for finding in reversed(found)}


def test_a_healthy_bot_is_in_no_trouble(settings: Settings) -> None:
    assert {finding.level for finding in findings(settings).values()} <= {"ok", "look"}


def test_a_database_that_is_not_there_yet_is_no_trouble(settings: Settings) -> None:
    shutil.rmtree(settings.data_dir)
    assert findings(settings)["database"].level == "look"


def test_a_database_that_is_none_is_trouble(settings: Settings) -> None:
    (settings.data_dir / "toso.db").write_bytes(b"a letter, and no database" * 100)
    assert findings(settings)["database"].level == "trouble"


def test_a_database_of_an_older_shape_is_told_how_to_come_up(settings: Settings) -> None:
    database = sqlite3.connect(settings.data_dir / "toso.db")
    database.execute("UPDATE alembic_version SET version_num = '0001'")
    database.commit()
    database.close()
    assert "python -m bot migrate" in findings(settings)["database"].words


def test_faults_of_the_content_are_trouble(settings: Settings) -> None:
    guide = settings.content_dir / "guides" / "phan-anh.yaml"
    change(guide, lambda body: body.update(outcomes=["nothing"]))
    assert "phan-anh.yaml" in findings(settings)["content"].words


def test_what_a_person_has_to_check_is_counted_and_named(settings: Settings) -> None:
    guide = settings.content_dir / "guides" / "phan-anh.yaml"
    change(guide, lambda body: body.update(to_verify=["the label of the button “Gửi”"]))
    content = read_content(settings.content_dir)
    assert list(facts_to_check(content)) == ["guide phan-anh: the label of the button “Gửi”"]
    assert "1 facts" in findings(settings)["to verify"].words


def test_what_a_person_has_to_check_of_the_indicators_is_named() -> None:
    told = list(facts_to_check(read_content(ROOT / "content")))
    assert any(fact.startswith("indicator dti405-ky-nang-so: Mã") for fact in told)
    assert any(fact.startswith("indicator qd411-chu-ky-so, 2030: ") for fact in told)


def test_open_to_others_without_https_is_worth_a_look(settings: Settings) -> None:
    words = [f.words for f in of_settings(settings.model_copy(update={"host": "0.0.0.0"}))]
    assert any("https" in said for said in words)


@pytest.mark.parametrize(("days", "level"), [(0, "ok"), (2, "ok"), (4, "look")])
def test_deleting_that_is_overdue_is_worth_a_look(days: int, level: str) -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert of_retention(now - timedelta(days=days), now).level == level


def test_deleting_that_never_ran_is_worth_a_look() -> None:
    assert of_retention(None, datetime(2026, 11, 25, tzinfo=UTC)).level == "look"
