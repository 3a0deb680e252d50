"""Another program sends notes, a line each, and gets a line for each."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import log
from bot.config import ROOT


def said(lines: str | bytes, *options: str) -> list[str]:
    env = {"TOSO_CONTENT_DIR": str(ROOT / "content")}
    done = CliRunner().invoke(log.command, [*options], input=lines, env=env, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output.splitlines()


def read(lines: str | bytes, *options: str) -> list[Any]:
    return [json.loads(line) for line in said(lines, "--json", "--on", "2026-11-25", *options)]


def test_a_note_in_gives_its_parse_and_any_other_line_null() -> None:
    assert read("hôm qua 3 cô chú cài vneid mức 2 ở thôn 2, 1 người chưa xong\ncách cài vneid\n\n") == [
        {
            "services": ["vneid"],
            "people": 3,
            "place": "thôn 2",
            "date": "2026-11-24",
            "outcomes": {"vneid": {"activated_l2": 2, "not_done": 1}},
        },
        None,
        None,
    ]


def test_for_people_it_is_told_in_a_line() -> None:
    told = said("giúp 2 vợ chồng mở tài khoản ngân hàng\nxin chào\n", "--on", "2026-11-25")
    assert told == ["2026-11-25    2  ttkdtm  —", log.NO_NOTE]


def test_it_survives_whatever_it_is_given() -> None:
    assert read(b"\xff\xfe\n\x00\n" + "giúp bà Năm cài vneid ".encode() * 900 + b"\n")[:2] == [None, None]


@pytest.mark.parametrize(("hour", "day"), [(16, 25), (17, 26)])
def test_the_day_is_that_of_vietnam(monkeypatch: pytest.MonkeyPatch, hour: int, day: int) -> None:
    monkeypatch.setattr(log, "utc_now", lambda: datetime(2026, 11, 25, hour, 30, tzinfo=UTC))
    assert log.today().day == day
