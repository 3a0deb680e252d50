"""Every button there is, pressed by those it is not for: they see nothing of a commune that is not theirs, and change
nothing there. The other half, who may do what, is in ``test_roles`` and in the tests of each talk."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.roles import Post, Role
from bot.core.sessions import Session, Work, dump_session
from bot.storage import sessions
from bot.storage.session_tables import session_drafts
from bot.storage.tables import metadata
from handlers import all_handlers
from tests.fakes import BEGIN, actions, press, say
from tests.help_stage import ELSEWHERE, FAR, FAR_ADMIN, HERE, HOA, LAN, NAM, ask, join, open_stage, person

FAR_LEADER, NOBODY = "leader far away", "resident far away"
MARKS = ("xóm Dấu", "khó Dấu", "nháp Dấu", "hỏi Dấu", "0905111222", "Tổ thôn 2", "Tổ thôn 3", "rao Dấu", LAN, NAM)
"""What stands only in the rows of the commune, as far as nobody's own words."""
ARGUMENTS = ("", "1", "1.1", "1.vneid.1", "1.c.r.leader", "23941.1", "member.23941.1.1", "2026-11.23941.1")
TABLES = ("teams", "posts", "invites", "sessions", "session_works", "session_members", "session_changes",
          "session_drafts", "requests", "request_declines", "campaigns", "audiences", "lane_stops")  # fmt: skip


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """One commune with a session, a draft, an open invite and a request; four people who have no business there."""
    async with open_stage(tmp_path) as stage:
        await join(stage, FAR_LEADER, Post(Role.LEADER, ELSEWHERE, 3))
        await press(stage, NOBODY, f"place.pick:{ELSEWHERE}")
        await ask(stage, wish="hỏi Dấu", village="thôn 2")
        lan = await person(stage, LAN)
        work = (Work("vneid", "activated", 2),)
        kept = Session(
            "draft.900", 1, HERE, date(2026, 11, 20), work, 2, "xóm Dấu", difficulty="khó Dấu", members=(lan,)
        )
        async with stage.database.write() as connection:
            await sessions.save(connection, lan, kept, BEGIN)
            draft = dump_session(Session("", 1, HERE, BEGIN.date(), work, 2, "nháp Dấu"))
            row = {"person_id": lan, "body": draft, "corrects": 0, "version": 0, "changed_at": BEGIN}
            await connection.execute(session_drafts.insert().values(row))
        await press(stage, NAM, "invite.make:member.23941.1.1")
        await press(stage, HOA, "announcement.new")
        await say(stage, HOA, "rao Dấu")
        yield stage


async def rows_of(app: App, theirs: set[int]) -> dict[str, list[Any]]:
    """All that stands in the tables, without what belongs to those who press."""
    async with app.database.read() as connection:
        found = {name: (await connection.execute(sa.select(metadata.tables[name]))).mappings().all() for name in TABLES}
    return {name: [row for row in rows if row.get("person_id") not in theirs] for name, rows in found.items()}


def every_action() -> list[str]:
    """Without the one after which nobody is there any more who could press the next."""
    names = sorted(all_handlers().actions.keys() - {"erase.yes"})
    return [f"{name}:{argument}".rstrip(":") for name in names for argument in ARGUMENTS]


@pytest.mark.parametrize("who", [NOBODY, FAR, FAR_LEADER, FAR_ADMIN])
async def test_no_button_shows_or_changes_what_is_another_communes(app: App, who: str) -> None:
    own = {await person(app, who)}
    before = await rows_of(app, own)
    for action in every_action():
        told = await press(app, who, action)
        shown = "\n".join([message.text for message in told] + [c.label for m in told for c in m.choices])
        assert not [mark for mark in MARKS if mark in shown], f"{who} pressed {action}: {shown}"
    assert await rows_of(app, own) == before


async def test_the_marks_are_seen_by_those_they_are_for(app: App) -> None:
    """Else the test above could not fail."""
    seen = []
    for who, action in ((LAN, "session.show:1"), (LAN, "log.card:1"), (LAN, "request.open:1"), (LAN, "team.show:1"),
                        (HOA, "announcement.show:1")):  # fmt: skip
        told = await press(app, who, action)
        seen += [message.text for message in told] + actions(told)
    assert {"xóm Dấu", "khó Dấu", "hỏi Dấu", "Tổ thôn 2", "rao Dấu"} <= {
        mark for mark in MARKS if any(mark in text for text in seen)
    }
