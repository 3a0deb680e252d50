"""The alarms of requests that nobody takes: each rings once, at its hour, through restarts, and never dies silently."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.alarms import AGAIN, Alarms
from bot.app import App
from bot.core.alarms import Circle, Rung
from bot.core.clock import VIETNAM
from bot.core.messages import Reply
from bot.core.requests import Request, Wanted
from bot.core.roles import Post, Role
from bot.core.waiting_clock import USUAL
from bot.storage import teams
from bot.storage.door import Site
from bot.storage.team_tables import team_groups
from bot.storage.turns import TurnPorts
from tests.databases import migrated
from tests.fakes import Clock, content_folder, recording, settings_for, start
from tests.fakes import RecordingChannel as Channel

HERE = "23941"
RESIDENT, MEMBER, SECOND, LEADER, ADMIN = "resident", "member", "second", "leader", "admin"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@dataclass
class Town:
    """A bot that can be stopped and started again on the same database, and the people of one commune."""

    folder: Path
    clock: Clock = field(default_factory=lambda: Clock(at(23, 8)))
    heard: list[tuple[datetime, str, str]] = field(default_factory=list)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[App]:
        app = App(settings_for(self.folder, self.folder / "content"), clock=self.clock)
        channel = Channel()
        app.channels[channel.name] = channel
        await app.open()
        try:
            yield app
        finally:
            await app.settle()
            self.heard += [(self.clock(), who, message.text) for who, message in channel.sent]
            await app.close()

    async def settle(self) -> None:
        async with self.running() as app:
            for who in (RESIDENT, MEMBER, SECOND, LEADER, ADMIN):
                await start(app, who)
            recording(app).sent.clear()
            async with app.database.write() as connection:
                await teams.make(connection, HERE, "Tổ thôn 2", self.clock(), by=None)
                member, leader = Post(Role.MEMBER, HERE, 1), Post(Role.LEADER, HERE, 1)
                posts = {MEMBER: member, SECOND: member, LEADER: leader, ADMIN: Post(Role.COMMUNE_ADMIN, HERE)}
                for who, post in posts.items():
                    await teams.give(connection, await number(app, who), post, who, self.clock())

    async def look(self, now: datetime) -> list[str]:
        """Start, look at the clock once, deliver, stop. Gives back who was told."""
        self.clock.now = now
        before = len(self.heard)
        async with self.running() as app:
            await app.alarms.look()
        return [who for _at, who, _text in self.heard[before:]]

    async def ask(self, **more: Any) -> Request:
        async with self.running() as app:
            return await asked(app, **more)


async def number(app: App, who: str) -> int:
    async with app.database.read() as connection:
        found = await connection.execute(sa.text("SELECT person_id FROM addresses WHERE address = :a"), {"a": who})
        return int(found.scalar_one())


@asynccontextmanager
async def ports_of(app: App) -> AsyncIterator[TurnPorts]:
    async with app.database.write() as connection:
        ports = TurnPorts(connection, app.clock(), Site())
        yield ports
        await ports.keep()


async def asked(app: App, **more: Any) -> Request:
    wanted: dict[str, Any] = {"guide": "phan-anh", "team": 1} | more
    async with ports_of(app) as ports:
        return await ports.requests.make(await number(app, RESIDENT), Wanted(HERE, **wanted))


@pytest.fixture
async def town(tmp_path: Path) -> Town:
    content_folder(tmp_path)
    migrated(tmp_path / "data" / "toso.db")
    made = Town(tmp_path)
    await made.settle()
    return made


TEAM, LEADERS, COMMUNE = [LEADER, MEMBER, SECOND], [LEADER], [ADMIN, RESIDENT]


async def test_the_team_then_its_leader_then_the_commune_are_told_each_once(town: Town) -> None:
    await town.ask()
    moments = [at(23, 9, 59), at(23, 10), at(23, 10, 1), at(23, 15, 59), at(23, 16), at(23, 20), at(24, 17), at(24, 18)]
    told = [sorted(await town.look(moment)) for moment in moments]
    assert told == [[], TEAM, [], [], LEADERS, [], [], COMMUNE]
    assert await town.look(at(28, 12)) == []


async def test_the_resident_is_told_the_direct_way(town: Town) -> None:
    request = await town.ask()
    for moment in (at(23, 10), at(23, 16), at(24, 18)):
        await town.look(moment)
    (words,) = [text for _at, who, text in town.heard if who == RESIDENT]
    assert "Chư Sê" in words
    assert "bộ phận một cửa" in words
    assert request.code in words
    assert "0269 1022" not in words


async def test_at_night_nobody_is_rung_for_what_can_wait(town: Town) -> None:
    await town.ask()
    assert await town.look(at(23, 22)) == [], "overdue since ten in the morning, for the bot was off"
    assert await town.look(at(24, 6, 59)) == []
    assert sorted(await town.look(at(24, 7))) == sorted([*TEAM, *LEADERS])


async def test_what_is_urgent_rings_at_night(town: Town) -> None:
    town.clock.now = at(23, 22)
    await town.ask(urgent=True)
    assert await town.look(at(23, 23, 59)) == []
    assert sorted(await town.look(at(24, 0))) == TEAM
    assert sorted(await town.look(at(24, 6))) == LEADERS
    assert sorted(await town.look(at(24, 22))) == COMMUNE


async def test_whoever_takes_it_stops_the_clock_and_whoever_gives_it_back_starts_it_anew(town: Town) -> None:
    request = await town.ask()
    async with town.running() as app, ports_of(app) as ports:
        taken = await ports.requests.take(await number(app, MEMBER), request, 1)
    assert await town.look(at(25, 12)) == []
    async with town.running() as app, ports_of(app) as ports:
        assert taken
        await ports.requests.give_back(await number(app, MEMBER), taken, 1)
    assert await town.look(at(25, 13)) == []
    assert sorted(await town.look(at(25, 14))) == TEAM


async def test_who_said_that_they_cannot_is_not_asked_again(town: Town) -> None:
    request = await town.ask()
    async with town.running() as app, ports_of(app) as ports:
        await ports.requests.decline(await number(app, MEMBER), request)
    assert sorted(await town.look(at(23, 10))) == [LEADER, SECOND]


async def test_without_a_leader_the_commune_hears_of_it_earlier(town: Town) -> None:
    async with town.running() as app, app.database.write() as connection:
        (leader, *_) = await teams.members(connection, 1)
        await teams.end(connection, leader, town.clock())
    await town.ask()
    await town.look(at(23, 10))
    assert await town.look(at(23, 16)) == [ADMIN]


async def test_it_is_told_in_the_group_of_the_team_too_without_any_name(town: Town) -> None:
    async with town.running() as app, app.database.write() as connection:
        row = {"team_id": 1, "channel": "recording", "chat": "-100", "linked_at": town.clock()}
        await connection.execute(team_groups.insert().values(row))
    await town.ask(wish="tôi tên Nguyễn Văn A", phone="0905111222")
    assert "-100" in await town.look(at(23, 10))
    (words,) = [text for _at, who, text in town.heard if who == "-100"]
    assert "Phản ánh đường hỏng" in words
    assert "Nguyễn" not in words
    assert "0905" not in words


@pytest.mark.parametrize("seed", range(6))
async def test_whenever_it_is_looked_at_and_however_often_restarted_each_rings_once_and_in_order(
    town: Town, seed: int
) -> None:
    dice = random.Random(seed)
    await town.ask()
    moment, told = at(23, 8), list[list[str]]()
    while moment < at(26, 8):
        moment += timedelta(minutes=dice.choice([1, 20, 90, 400, 1000]))
        told.append(await (look_twice(town, moment) if dice.random() < 0.3 else town.look(moment)))
    flat = [who for group in told for who in group]
    assert sorted(flat) == sorted([*TEAM, *LEADERS, *COMMUNE])
    assert flat.index(MEMBER) < flat.index(ADMIN)


async def look_twice(town: Town, now: datetime) -> list[str]:
    """Two processes on one database look at the same moment."""
    town.clock.now = now
    before = len(town.heard)
    async with town.running() as one, town.running() as other:
        await asyncio.gather(one.alarms.look(), other.alarms.look())
    return [who for _at, who, _text in town.heard[before:]]


# ---- trouble ----


async def test_one_in_trouble_is_logged_with_an_id_and_tried_again_and_holds_up_no_other(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = await town.ask(), await town.ask()
    town.clock.now = at(23, 10)
    rang: list[int] = []

    def ring(request: Request, circle: Circle) -> Rung:
        if request.id == bad.id and town.clock() < at(23, 10) + AGAIN:
            raise RuntimeError("Nguyễn Văn A")
        rang.append(request.id)
        return Rung([(circle.members[0].person, Reply("x"))])

    async with town.running() as app:
        alarms = Alarms(app.database, town.clock, USUAL, ring)
        assert await alarms.look() == 1
        assert await alarms.look() == 0
        assert rang == [good.id]
        assert f"failed (request {bad.id}), again in" in caplog.text
        assert caplog.text.count("failed (request") == 1
        assert "Nguyễn" not in caplog.text
        town.clock.forward(seconds=AGAIN.total_seconds())
        assert await alarms.look() == 1
    assert rang == [good.id, bad.id]


async def test_when_the_database_is_in_trouble_the_log_says_so_and_it_rings_afterwards(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await town.ask()
    town.clock.now = at(23, 10)
    async with town.running() as app:
        await rename(app, "requests", "elsewhere")
        assert await app.alarms.look() == 0
        assert "Alarms were put off" in caplog.text
        await rename(app, "elsewhere", "requests")
    assert sorted(await town.look(at(23, 10, 1))) == TEAM


async def rename(app: App, table: str, to: str) -> None:
    async with app.database.write() as connection:
        await connection.execute(sa.text(f"ALTER TABLE {table} RENAME TO {to}"))


async def test_what_fails_half_way_has_changed_nothing(town: Town) -> None:
    request = await town.ask()
    town.clock.now = at(23, 10)

    async with town.running() as app:
        await rename(app, "outbox", "elsewhere")
        assert await app.alarms.look() == 0
        await rename(app, "elsewhere", "outbox")
        async with ports_of(app) as ports:
            assert await ports.requests.find(request.id) == request
    assert sorted(await town.look(at(23, 10, 5))) == TEAM


@pytest.mark.parametrize("moments", range(0, 40, 8))
async def test_told_to_stop_at_any_moment_it_ends_and_leaves_the_database_free(town: Town, moments: int) -> None:
    for _ in range(5):
        await town.ask()
    town.clock.now = at(23, 10)
    async with town.running() as app:
        running = asyncio.create_task(app.alarms.run())
        for _moment in range(moments):
            await asyncio.sleep(0.0003)
        app.alarms.stop()
        ended, _running = await asyncio.wait([running], timeout=5)
        assert ended
        async with asyncio.timeout(5), app.database.write() as connection:
            await connection.execute(sa.text("SELECT 1"))
