"""A member's note, typed in the terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.chat import command

NOTE = "hôm nay chỉ 3 cô chú cài vneid mức 2 ở thôn 2, 1 người chưa xong"


def events(role: str, *lines: dict[str, object]) -> list[str]:
    written = "\n".join(json.dumps(line) for line in lines)
    done = CliRunner().invoke(command, ["--json", "--role", role], input=written, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return [event["type"] for line in done.output.splitlines() for event in json.loads(line)["events"]]


@pytest.mark.parametrize(("role", "logged"), [("member", 1), ("leader", 1), ("resident", 0), ("admin", 0)])
def test_one_line_and_one_tap_log_a_session_for_who_is_in_a_team(
    role: str, logged: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOSO_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    happened = events(role, {"text": "/start"}, {"text": NOTE}, {"press": 1})
    assert happened.count("SessionLogged") == logged
