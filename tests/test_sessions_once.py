"""However often a platform delivers, a thumb taps or a page sends again: what is counted stays the same."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.config import ROOT, Settings
from bot.content.load import Content, read_content
from bot.core.messages import Inbound, Kind
from bot.core.roles import Post, Role
from bot.core.sessions import Session, Work
from bot.storage import sessions, teams
from bot.storage.session_tables import session_works
from bot.storage.session_tables import sessions as table
from tests.fakes import BEGIN, Clock, RecordingChannel, happen, inbound, migrated, settings_for, start

HERE = "23941"
NOTES = 3
_people = count(1)

Step = tuple[str, int]


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(ROOT / "content")


@pytest.fixture
async def app(tmp_path: Path, content: Content) -> AsyncIterator[App]:
    configured = settings_for(tmp_path, ROOT / "content").model_copy(update={"cache_dir": Settings().cache_dir})
    migrated(configured.data_dir / "toso.db")
    made = App(configured, content, clock=Clock())
    made.channels["recording"] = RecordingChannel()
    await made.open()
    yield made
    await made.close()


@dataclass
class Logbook:
    """A member of a new team, what they did, and what should be in the log because of it."""

    app: App
    who: str
    person: int
    team: int
    done: list[Inbound] = field(default_factory=list)
    drafts: dict[int, int] = field(default_factory=dict)
    right: dict[str, int] = field(default_factory=dict)

    @classmethod
    async def begin(cls, app: App) -> "Logbook":
        who = f"member {next(_people)}"
        await start(app, who)
        async with app.database.write() as connection:
            wanted = sa.text("SELECT person_id FROM addresses WHERE address = :at")
            person = int((await connection.execute(wanted, {"at": who})).scalar_one())
            team = await teams.make(connection, HERE, who, BEGIN, by=None)
            await teams.give(connection, person, Post(Role.MEMBER, HERE, team.id), "Lan", BEGIN)
        return cls(app, who, person, team.id)

    async def do(self, step: Step) -> None:
        match step:
            case "say", note if note not in self.drafts:
                await self._happen(inbound(self.who, text=f"hôm nay chỉ {note + 2} cô chú cài vneid ở thôn {note + 1}"))
                self.drafts[note] = await self._last_draft()
            case (("tap" | "tap twice"), note) if note in self.drafts:
                self.right[f"draft.{self.drafts[note]}"] = note + 2
                taps = [self._tap(note) for _ in range(2 if step[0] == "tap twice" else 1)]
                await self._happen(*taps)
            case "page", note:
                self.right[self._page(note).key] = note + 2
                async with self.app.database.write() as connection:
                    await sessions.save(connection, self.person, self._page(note), BEGIN)
            case "again", number if self.done:
                await happen(self.app, self.done[number % len(self.done)])

    async def _say(self, note: int) -> None:
        if note not in self.drafts:
            await self._happen(inbound(self.who, text=f"hôm nay chỉ {note + 2} cô chú cài vneid ở thôn {note + 1}"))
            self.drafts[note] = await self._last_draft()

    def _tap(self, note: int) -> Inbound:
        return inbound(self.who, Kind.PRESS, action=f"log.save:{self.drafts[note]}.E2")

    def _page(self, note: int) -> Session:
        works = (Work("pakn", "sent_with_code", note + 2),)
        return Session(f"page.{self.who}.{note}", self.team, HERE, BEGIN.date(), works, note + 2, f"làng {note}")

    async def _happen(self, *items: Inbound) -> None:
        self.done += items
        await happen(self.app, *items)

    async def _last_draft(self) -> int:
        async with self.app.database.read() as connection:
            found = await connection.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'session_drafts'"))
            return int(found.scalar_one())

    async def counted(self) -> dict[str, int]:
        """People by the key of the session; a second row for one key would show as more."""
        counts = sa.select(table.c.key, sa.func.sum(session_works.c.people).label("people")).join(session_works)
        async with self.app.database.read() as connection:
            found = await connection.execute(counts.where(table.c.team_id == self.team).group_by(table.c.key))
            return {row.key: row.people for row in found}


steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["say", "tap", "tap twice", "page"]), st.integers(0, NOTES - 1)),
        st.tuples(st.just("again"), st.integers(0, 99)),
    ),
    max_size=12,
)


@given(steps)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_comes_again_is_not_counted_again(app: App, doing: list[Step]) -> None:
    book = await Logbook.begin(app)
    for step in doing:
        await book.do(step)
        assert await book.counted() == book.right
    for step in doing:  # all of it once more, and whatever was delivered is delivered again at once
        await book.do(("again", step[1]) if step[0] == "say" else step)
    await happen(app, *book.done)
    assert await book.counted() == book.right
