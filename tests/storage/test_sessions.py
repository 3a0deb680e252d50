"""The log in the database: each session once, changed with a trace, and unlinked from whoever is erased."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.core.roles import Post, Role
from bot.core.sessions import NOT_DONE, Evidence, Had, KeptSession, Session, Work, draft_key
from bot.storage import linking, people, sessions, teams
from bot.storage.database import Database
from bot.storage.erasure import forget
from bot.storage.session_tables import session_changes, session_members, session_works
from bot.storage.session_tables import sessions as table
from bot.storage.team_tables import audit
from bot.storage.turns import TurnPorts
from tests.fakes import BEGIN, inbound

HERE = "23941"
LAN, NAM, HOA = 1, 2, 3
TODAY = date(2026, 11, 23)
WORKS = (Work("vneid", "activated_l2", 2, Evidence.SEEN, Had.NO), Work("vneid", NOT_DONE, 1))
GOOD = Session("page.abc", 1, HERE, TODAY, WORKS, 3, "thôn 2", elders=0, difficulty="máy cũ")


@pytest.fixture
async def database(database: Database) -> Database:
    """Lan and Nam are in one team, Hòa leads another."""
    async with database.write() as connection:
        await people.welcome(connection, [inbound(who) for who in ("Lan", "Nam", "Hoa")], BEGIN)
        for name, members in {"Tổ thôn 2": (LAN, NAM), "Tổ Krái": (HOA,)}.items():
            team = await teams.make(connection, HERE, name, BEGIN, by=None)
            for person in members:
                await teams.give(connection, person, Post(Role.MEMBER, HERE, team.id), f"{person}", BEGIN)
    return database


async def save(database: Database, session: Session = GOOD, by: int = LAN) -> KeptSession:
    async with database.write() as connection:
        return (await sessions.save(connection, by, session, BEGIN)).kept


async def find(database: Database, id_: int = 1) -> KeptSession | None:
    async with database.read() as connection:
        return await sessions.find(connection, id_)


async def correct(database: Database, session: Session, version: int, by: int = LAN) -> KeptSession | None:
    async with database.write() as connection:
        return await sessions.correct(connection, by, 1, session, version, BEGIN)


async def withdraw(database: Database, by: int = LAN) -> bool:
    async with database.write() as connection:
        return await sessions.withdraw(connection, by, 1, BEGIN)


async def like(database: Database, session: Session, by: int) -> KeptSession | None:
    async with database.read() as connection:
        return await sessions.like(connection, by, session)


async def count(database: Database, counted: sa.Table) -> int:
    async with database.read() as connection:
        return int((await connection.execute(sa.select(sa.func.count()).select_from(counted))).scalar_one())


# ---- saving ----


async def test_what_is_saved_is_found_as_it_was_with_whoever_logged_it_as_a_member(database: Database) -> None:
    kept = await save(database, replace(GOOD, members=(NAM,)))
    assert kept == KeptSession(1, replace(GOOD, members=(LAN, NAM)), LAN, BEGIN)
    assert await find(database) == kept


async def test_the_same_key_is_the_same_session_whatever_comes_with_it(database: Database) -> None:
    kept = await save(database)
    async with database.write() as connection:
        again = await sessions.save(connection, LAN, replace(GOOD, people=9), BEGIN + timedelta(days=1))
    assert (again.kept, again.fresh) == (kept, False)
    assert (await count(database, table), await count(database, session_works)) == (1, 2)


async def test_a_key_is_found_again(database: Database) -> None:
    await save(database, replace(GOOD, key=draft_key(7)))
    async with database.read() as connection:
        found = await sessions.by_key(connection, draft_key(7))
        assert found is not None
        assert await sessions.by_key(connection, draft_key(8)) is None


async def test_a_turn_that_fails_has_saved_nothing(database: Database) -> None:
    async with database.write() as connection:
        ports = TurnPorts(connection, BEGIN)
        await ports.sessions.save(LAN, GOOD)
        await ports.drafts.keep(LAN, GOOD)
        await ports.undo()
    assert await find(database) is None
    assert await count(database, session_works) == 0


async def test_who_was_erased_meanwhile_is_no_member(database: Database) -> None:
    kept = await save(database, replace(GOOD, members=(NAM, 404)))
    assert kept.session.members == (LAN, NAM)


# ---- the same again ----


async def test_a_session_near_another_is_told(database: Database) -> None:
    kept = await save(database)
    assert await like(database, replace(GOOD, key="draft.2", people=4), NAM) == kept


async def test_the_latest_of_several_is_told(database: Database) -> None:
    await save(database)
    later = await save(database, replace(GOOD, key="page.def", people=4))
    assert await like(database, replace(GOOD, key="draft.2"), NAM) == later


@pytest.mark.parametrize(
    "other",
    [
        GOOD,
        replace(GOOD, key="draft.2", people=5),
        replace(GOOD, key="draft.2", village="thôn 3"),
        replace(GOOD, key="draft.2", held_on=TODAY - timedelta(days=1)),
        replace(GOOD, key="draft.2", works=(Work("pakn", "", 3),)),
    ],
    ids=["key", "people", "village", "day", "service"],
)
async def test_what_differs_is_not_near(database: Database, other: Session) -> None:
    await save(database)
    assert await like(database, other, LAN) is None


async def test_another_team_in_the_same_place_did_its_own(database: Database) -> None:
    await save(database)
    assert await like(database, replace(GOOD, key="draft.2", team=2), HOA) is None


async def test_what_was_withdrawn_is_near_nothing(database: Database) -> None:
    await save(database)
    await withdraw(database)
    assert await like(database, replace(GOOD, key="draft.2"), LAN) is None


# ---- correcting, withdrawing ----


async def test_a_correction_takes_its_place_and_leaves_a_trace(database: Database) -> None:
    await save(database)
    new = replace(GOOD, key="draft.9", people=4, works=(Work("pakn", "sent", 4),), village="làng Krái", members=(NAM,))
    kept = await correct(database, new, 1, by=NAM)
    assert kept is not None
    assert (kept.session, kept.version, kept.entered_by) == (replace(new, key="page.abc"), 2, LAN)
    async with database.read() as connection:
        (change,) = (await connection.execute(sa.select(session_changes))).all()
        (noted,) = (await connection.execute(sa.select(audit).where(audit.c.act == "session.corrected"))).all()
    assert (change.session_id, change.person_id, change.act) == (1, NAM, "session.corrected")
    assert (change.before["people"], change.before["village"], len(change.before["works"])) == (3, "thôn 2", 2)
    assert "members" not in change.before
    assert (noted.person_id, noted.team_id, noted.data) == (NAM, 1, {"session": 1, "version": 1})


async def test_of_two_who_correct_the_same_the_second_is_told(database: Database) -> None:
    await save(database)
    assert await correct(database, replace(GOOD, people=4), 1)
    assert await correct(database, replace(GOOD, people=5), 1, by=NAM) is None
    found = await find(database)
    assert found is not None
    assert found.session.people == 4
    assert await count(database, session_changes) == 1


async def test_it_is_withdrawn_once_and_corrected_no_more(database: Database) -> None:
    await save(database)
    assert await withdraw(database)
    assert not await withdraw(database)
    assert await correct(database, GOOD, 2) is None
    found = await find(database)
    assert found is not None
    assert found.withdrawn
    assert await count(database, session_changes) == 1


async def test_what_is_not_there_is_neither_corrected_nor_withdrawn(database: Database) -> None:
    assert await correct(database, GOOD, 1) is None
    assert not await withdraw(database)


# ---- one's own log ----


async def test_ones_own_log_has_what_one_helped_in_the_latest_first(database: Database) -> None:
    days = [TODAY - timedelta(days=ago) for ago in (5, 0, 2)]
    for number, day in enumerate(days):
        await save(database, replace(GOOD, key=f"page.{number}", held_on=day, members=(NAM,)))
    await save(database, replace(GOOD, key="page.own"), by=NAM)
    async with database.write() as connection:
        await sessions.withdraw(connection, LAN, 3, BEGIN)
    async with database.read() as connection:
        port = TurnPorts(connection, BEGIN).sessions
        assert [one.id for one in await port.of_member(LAN, days[0], TODAY)] == [2, 1]
        assert [one.id for one in await port.of_member(NAM, TODAY, TODAY)] == [4, 2]
        assert await port.of_member(HOA, days[0], TODAY) == []


async def test_what_was_used_last_is_known(database: Database) -> None:
    await save(database)
    await save(database, replace(GOOD, key="page.def", village="làng Krái", works=(Work("pakn", "", 3), *WORKS)))
    async with database.read() as connection:
        port = TurnPorts(connection, BEGIN).sessions
        assert await port.last_used(LAN) == ("làng Krái", ("pakn", "vneid"))
        assert await port.last_used(NAM) == ("", ())


# ---- people ----


async def test_when_a_member_is_erased_the_counts_stay_and_lead_to_nobody(database: Database) -> None:
    await save(database, replace(GOOD, members=(NAM,)))
    async with database.write() as connection:
        await forget(connection, LAN, BEGIN)
    found = await find(database)
    assert found is not None
    assert (found.entered_by, found.session) == (None, replace(GOOD, members=(NAM,)))


async def test_two_who_turn_out_to_be_one_were_one_helper(database: Database) -> None:
    await save(database, replace(GOOD, members=(NAM,)))
    await save(database, replace(GOOD, key="page.own"), by=NAM)
    async with database.write() as connection:
        await linking.unite(connection, LAN, NAM, BEGIN)
        rows = (await connection.execute(sa.select(session_members))).all()
    assert sorted((row.session_id, row.person_id) for row in rows) == [(1, LAN), (2, LAN)]
    found = await find(database, 2)
    assert found is not None
    assert found.entered_by == LAN


# ---- drafts ----


async def test_a_draft_is_found_by_whose_it_is_alone_and_is_gone_when_dropped(database: Database) -> None:
    async with database.write() as connection:
        port = TurnPorts(connection, BEGIN).drafts
        draft = await port.keep(LAN, Session("", 0, "", TODAY, (), 0), corrects=4, version=2)
        assert draft.session.key == draft_key(draft.id)
        assert await port.find(NAM, draft.id) is None
        await port.change(NAM, replace(draft, session=GOOD))
        assert await port.find(LAN, draft.id) == draft
        await port.change(LAN, replace(draft, session=GOOD))
        found = await port.find(LAN, draft.id)
        assert found is not None
        assert (found.session, found.corrects) == (replace(GOOD, key=draft_key(draft.id)), 4)
        await port.drop(NAM, draft.id)
        assert await port.find(LAN, draft.id)
        await port.drop(LAN, draft.id)
        assert await port.find(LAN, draft.id) is None
        assert (await port.keep(LAN, GOOD)).id > draft.id
