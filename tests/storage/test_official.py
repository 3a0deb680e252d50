"""Official figures: each with its source and who entered it; a wrong one is withdrawn, never changed."""

from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa

from bot.core.official import OfficialFigure, latest
from bot.storage import official, people
from bot.storage.database import Database
from bot.storage.team_tables import audit
from tests.fakes import BEGIN, inbound

ACCOUNTS = OfficialFigure("qd411-tai-khoan", "", 71.5, date(2026, 6, 30), "NHNN, báo cáo 6/2026", "https://sbv.gov.vn")


async def acts(database: Database) -> list[tuple[str, int | None]]:
    async with database.read() as connection:
        rows = await connection.execute(sa.select(audit.c.act, audit.c.person_id).order_by(audit.c.id))
        return [(act, person) for act, person in rows]


async def test_an_entered_figure_is_there_with_its_source_and_who_entered_it(database: Database) -> None:
    async with database.write() as connection:
        await people.welcome(connection, [inbound("admin")], BEGIN)
        kept = await official.enter(connection, ACCOUNTS, BEGIN, by=1)
    async with database.read() as connection:
        assert await official.entered(connection) == [kept]
        assert await official.find(connection, kept.id) == kept
    assert (kept.figure, kept.entered_by, kept.withdrawn) == (ACCOUNTS, 1, False)
    assert await acts(database) == [("official.enter", 1)]


async def test_a_withdrawn_figure_stays_in_the_list_and_counts_no_more(database: Database) -> None:
    async with database.write() as connection:
        kept = await official.enter(connection, ACCOUNTS, BEGIN, by=None)
        assert await official.withdraw(connection, kept.id, BEGIN, by=None)
        assert not await official.withdraw(connection, kept.id, BEGIN, by=None)
        found = await official.entered(connection)
    assert [one.withdrawn for one in found] == [True]
    assert latest(found, "qd411-tai-khoan", "", date(2026, 12, 31)) is None
    assert await acts(database) == [("official.enter", None), ("official.withdraw", None)]


async def test_figures_are_listed_by_place_the_newest_first(database: Database) -> None:
    later, other = replace(ACCOUNTS, as_of=ACCOUNTS.as_of + timedelta(days=90)), replace(ACCOUNTS, place="23941")
    async with database.write() as connection:
        for one in (ACCOUNTS, later, other):
            await official.enter(connection, one, BEGIN, by=None)
        assert [one.figure for one in await official.entered(connection, "")] == [later, ACCOUNTS]
        assert [one.figure for one in await official.entered(connection, "", "23941")] == [later, other, ACCOUNTS]
