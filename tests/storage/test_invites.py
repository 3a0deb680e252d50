"""Codes: used as often as they say and no more, guessed by nobody, and written down nowhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.core.roles import Post, Role
from bot.storage import invites, people, teams
from bot.storage.database import Database
from bot.storage.door import Site
from bot.storage.invites import WAIT, WRONG_CODES
from bot.storage.tables import metadata
from bot.storage.team_tables import audit
from bot.storage.turns import TurnPorts
from tests.fakes import BEGIN, inbound

COMMUNE = "23941"
SITE = Site(b"the key of this installation")
ADMIN, AN, BA = 1, 2, 3
OPERATOR = None


@pytest.fixture
async def database(database: Database) -> Database:
    """With three people, of whom the first has made a team."""
    async with database.write() as connection:
        await people.welcome(connection, [inbound(f"person {n}") for n in (ADMIN, AN, BA)], BEGIN)
        await teams.make(connection, COMMUNE, "Tổ thôn 2", BEGIN, by=ADMIN)
    return database


@asynccontextmanager
async def turn(database: Database, *, later: timedelta = timedelta()) -> AsyncIterator[TurnPorts]:
    async with database.write() as connection:
        ports = TurnPorts(connection, BEGIN + later, SITE)
        yield ports
        await ports.keep()


MEMBER, LEADER = Post(Role.MEMBER, COMMUNE, 1), Post(Role.LEADER, COMMUNE, 1)


async def invited(database: Database, post: Post = MEMBER, uses: int = 1) -> str:
    async with turn(database) as ports:
        return (await ports.invites.make(ADMIN, post, uses=uses, days=7))[1]


async def join(database: Database, person: int, code: str, **when: Any) -> bool:
    async with turn(database, **when) as ports:
        return await ports.invites.join(person, code, f"Người {person}") is not None


async def acts(database: Database) -> list[tuple[int | None, str]]:
    async with database.read() as connection:
        found = await connection.execute(sa.select(audit.c.person_id, audit.c.act).order_by(audit.c.id))
        return [(person, act) for person, act in found]


async def role(database: Database, person: int) -> str:
    async with database.read() as connection:
        found = await connection.execute(sa.text("SELECT role FROM people WHERE id = :id"), {"id": person})
        return str(found.scalar_one())


async def test_a_code_gives_the_post_it_was_made_for(database: Database) -> None:
    assert await join(database, AN, await invited(database))
    async with turn(database) as ports:
        assert (await ports.teams.standing(AN)).posts == (MEMBER,)
        assert [member.name for member in await ports.teams.members(1)] == ["Người 2"]
    assert await role(database, AN) == "member"


async def test_the_last_use_is_had_by_one_when_two_want_it_at_once(database: Database) -> None:
    code = await invited(database)
    got = await asyncio.gather(join(database, AN, code), join(database, BA, code))
    assert sorted(got) == [False, True]
    async with turn(database) as ports:
        assert len(await ports.teams.members(1)) == 1


async def test_many_at_once_get_as_many_posts_as_there_are_uses(database: Database) -> None:
    async with database.write() as connection:
        crowd = await people.welcome(connection, [inbound(f"crowd {n}") for n in range(20)], BEGIN)
    code = await invited(database, uses=7)
    got = await asyncio.gather(*(join(database, person.id, code) for person in crowd))
    assert sum(got) == 7


async def test_between_looking_and_taking_somebody_may_be_quicker(database: Database) -> None:
    """The use is taken by a guarded update, whatever was read before it."""
    code = await invited(database)
    async with turn(database) as ports:
        seen = await ports.invites.find(AN, code)
        assert seen
        assert await invites.take(ports.connection, seen, BEGIN)
        assert not await invites.take(ports.connection, seen, BEGIN)


async def test_a_code_ends_with_its_time(database: Database) -> None:
    code = await invited(database)
    assert not await join(database, AN, code, later=timedelta(days=7))
    assert await join(database, AN, code, later=timedelta(days=7, seconds=-1))


async def test_a_withdrawn_code_opens_nothing(database: Database) -> None:
    code = await invited(database, uses=5)
    async with turn(database) as ports:
        (invite,) = await ports.invites.open(COMMUNE, 1)
        await ports.invites.withdraw(ADMIN, invite.id)
        assert await ports.invites.open(COMMUNE, 1) == []
    assert not await join(database, AN, code)


async def test_the_same_person_does_not_use_a_code_twice(database: Database) -> None:
    code = await invited(database, uses=2)
    assert await join(database, AN, code)
    assert not await join(database, AN, code)
    assert await join(database, BA, code)


async def test_a_leader_is_no_member_beside_and_a_member_may_become_leader(database: Database) -> None:
    assert await join(database, AN, await invited(database))
    assert await join(database, AN, await invited(database, LEADER))
    assert not await join(database, AN, await invited(database))
    async with turn(database) as ports:
        assert (await ports.teams.standing(AN)).posts == (LEADER,)


async def test_after_five_wrong_codes_even_the_right_one_opens_nothing_for_a_while(database: Database) -> None:
    code = await invited(database)
    async with turn(database) as ports:
        for n in range(WRONG_CODES):
            assert not await ports.invites.must_wait(AN)
            assert await ports.invites.find(AN, f"ACD23{n + 3}") is None
        assert await ports.invites.must_wait(AN)
        assert not await ports.invites.must_wait(BA)
    assert not await join(database, AN, code)
    assert await join(database, AN, code, later=WAIT)


async def test_the_code_stands_nowhere_in_the_database(database: Database) -> None:
    code = await invited(database)
    async with database.read() as connection:
        everything = [(await connection.execute(sa.select(table))).all() for table in metadata.sorted_tables]
    assert code not in str(everything)


async def test_without_the_key_the_codes_cannot_be_tried_against_the_database(database: Database) -> None:
    code = await invited(database)
    assert invites.fingerprint(SITE.key, code) != invites.fingerprint(b"another", code)
    async with database.write() as connection:
        ports = TurnPorts(connection, BEGIN, Site(b"another"))
        assert await ports.invites.find(AN, code) is None
        await ports.keep()


async def test_every_act_is_in_the_audit_with_who_did_it(database: Database) -> None:
    code = await invited(database, uses=3)
    await join(database, AN, code)
    await join(database, BA, code)
    async with turn(database) as ports:
        team = await ports.teams.find(1)
        assert team
        await ports.teams.set_villages(ADMIN, team, ["thôn 2"])
        an, ba = await ports.teams.members(1)
        await ports.teams.hand_over(ADMIN, an)
        leader, _member = await ports.teams.members(1)
        assert (leader.person, leader.role) == (AN, Role.LEADER)
        await ports.teams.end(AN, ba)
        await ports.teams.end(AN, leader)
        (invite,) = await ports.invites.open(COMMUNE, 1)
        await ports.invites.withdraw(ADMIN, invite.id)
    assert await acts(database) == [
        (ADMIN, "team.made"), (ADMIN, "invite.made"),
        (AN, "invite.used"), (ADMIN, "member.added"), (BA, "invite.used"), (ADMIN, "member.added"),
        (ADMIN, "team.villages"), (ADMIN, "leader.changed"), (AN, "member.removed"), (AN, "member.left"),
        (ADMIN, "invite.withdrawn"),
    ]  # fmt: skip
    assert await role(database, AN) == await role(database, BA) == "resident"


async def test_an_invite_of_the_operator_is_in_the_audit_as_nobodys(database: Database) -> None:
    async with database.write() as connection:
        await invites.make(connection, SITE.key, Post(Role.PROVINCE_ADMIN), BEGIN, by=OPERATOR, uses=1, days=7)
    assert (await acts(database))[-1] == (None, "invite.made")
