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
from bot.core.messages import Inbound, Kind
from bot.core.roles import Post, Role
from bot.core.sessions import Session, Work
from bot.storage import sessions
from bot.storage.session_tables import session_works
from bot.storage.session_tables import sessions as table
from tests.fakes import BEGIN, happen, inbound, start
from tests.real_app import give, make_team, number_of, open_real_app

HERE = "23941"
NOTES = 3
SQLITE_LAST = "SELECT seq FROM sqlite_sequence WHERE name = 'session_drafts'"
POSTGRESQL_LAST = "SELECT last_value FROM session_drafts_id_seq"
_people = count(1)

Step = tuple[str, int]


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with open_real_app(tmp_path) as opened:
        yield opened


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
        team = await make_team(app, HERE, who)
        await give(app, who, Post(Role.MEMBER, HERE, team))
        return cls(app, who, await number_of(app, who), team)

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
            found = await connection.execute(sa.text(POSTGRESQL_LAST if self.app.database.shared else SQLITE_LAST))
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
