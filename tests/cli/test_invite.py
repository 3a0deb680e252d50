"""The first administrator, and a role for trying, from the command line."""

import asyncio
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.chat import command as chat
from bot.cli.invite import command as invite
from bot.core.errors import OperatorError
from bot.storage import teams
from bot.storage.database import Database
from tests.databases import migrated

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOSO_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def invited(*options: str) -> Result:
    return CliRunner().invoke(invite, ["--role", *options], catch_exceptions=False)


def talk(*lines: dict[str, str], name: str = "me", role: str = "") -> str:
    written = "\n".join(json.dumps(line) for line in lines)
    options = ["--json", "--as", name, *(["--role", role] if role else [])]
    done = CliRunner().invoke(chat, options, input=written, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def code_in(result: Result) -> str:
    found = re.search(r"^Code +(\w{6})", result.output, re.MULTILINE)
    assert found, result.output
    return found[1]


def test_the_first_administrator_is_made_in_an_empty_folder() -> None:
    result = invited("province_admin")
    assert f"/?start=j_{code_in(result)}" in result.output
    assert "█" in result.output
    said = talk({"text": code_in(result)}, {"text": "Anh Nam"}, {"press": "Đúng, tham gia"}, {"text": "tổ của tôi"})
    assert "admin.commune" not in said  # labels only
    assert "MemberJoined" in said
    assert "province_admin" in said


def test_a_code_of_the_operator_is_for_one_person() -> None:
    code = code_in(invited("province_admin"))
    join = ({"text": code}, {"text": "Anh Nam"}, {"press": "Đúng, tham gia"})
    assert "MemberJoined" in talk(*join, name="Nam")
    assert "MemberJoined" not in talk(*join, name="Lan")


def test_a_post_in_a_team_needs_the_team(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="--team"):
        invited("leader", "--commune", "23941")
    asyncio.run(_make_team(tmp_path))
    assert "commune 23941, team 1" in invited("leader", "--team", "1").output


async def _make_team(folder: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{migrated(folder / 'toso.db')}")
    async with database.write() as connection:
        await teams.make(connection, "23941", "Tổ thôn 2", datetime(2026, 11, 23, tzinfo=UTC), by=None)
    await database.close()


def test_a_commune_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(OperatorError, match=r"no commune “1”"):
        invited("commune_admin", "--commune", "1")


def test_the_key_is_made_once_and_for_this_user_only(tmp_path: Path) -> None:
    invited("province_admin")
    key = tmp_path / "secret.key"
    first = key.read_bytes()
    invited("province_admin")
    assert key.read_bytes() == first
    assert key.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob(".secret*")] == []


@pytest.mark.parametrize(
    ("role", "shown"),
    [("member", "Thành viên: me"), ("leader", "Mời tổ viên"), ("admin", "Mời thêm quản trị tỉnh"),
     ("resident", "chưa ở tổ nào")],
)  # fmt: skip
def test_a_role_can_be_tried_in_the_terminal(role: str, shown: str) -> None:
    assert shown in talk({"text": "tổ của tôi"}, role=role)


def test_a_role_that_is_tried_is_the_only_one_and_ends_with_the_next() -> None:
    talk({"text": "tổ của tôi"}, role="admin")
    assert "Mời thêm quản trị tỉnh" in talk({"text": "tổ của tôi"})
    assert "Mời thêm quản trị tỉnh" not in talk({"text": "tổ của tôi"}, role="member")
    assert "chưa ở tổ nào" in talk({"text": "tổ của tôi"}, name="Lan")
