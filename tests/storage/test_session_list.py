"""The rows behind a figure: however many there are to be looked through, the same are found."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from bot.core.facts import Scope
from bot.core.sessions import Evidence, Session, Work
from bot.core.spans import months
from bot.storage import people, session_list, sessions, teams
from bot.storage.database import Database
from bot.storage.session_list import Wanted
from tests.fakes import BEGIN, inbound

COMMUNE = "23941"
SEEN, TOLD = Work("vneid", "activated_l2", 2, Evidence.SEEN), Work("vneid", "activated_l2", 2, Evidence.TOLD)
OTHER = Work("bhyt", "card_visible", 3, Evidence.SEEN)


@pytest.fixture
async def database(database: Database) -> Database:
    """A session in each month: of one service, of the other, of both."""
    numbers = count(1)
    async with database.write() as connection:
        await people.welcome(connection, [inbound("lan")], BEGIN)
        team = await teams.make(connection, COMMUNE, "Tổ", BEGIN, by=None)
        one = Session("", team.id, COMMUNE, date(2026, 1, 1), (SEEN,), 4)
        for month, works in enumerate([(SEEN,), (OTHER,), (TOLD, OTHER), (SEEN, TOLD)] * 3, start=1):
            held = replace(one, key=f"page.{next(numbers)}", held_on=date(2026, month, 5), works=works)
            await sessions.save(connection, 1, held, BEGIN)
    return database


@pytest.mark.parametrize(
    ("wanted", "found"),
    [({"service": "vneid"}, 9), ({"service": "vneid", "end": "done"}, 6), ({"service": "bhyt"}, 6),
     ({"service": "vneid", "outcome": "installed"}, 0), ({"end": "told"}, 6), ({}, 12)],
)  # fmt: skip
async def test_a_year_has_what_its_months_have(database: Database, wanted: dict[str, str], found: int) -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    async with database.read() as connection:
        year = await session_list.find(connection, Wanted(Scope(first, last), **wanted))
        parts = [await session_list.find(connection, Wanted(Scope(*one), **wanted)) for one in months(first, last)]
    assert (year.sessions, year.people) == (found, 4 * found)
    assert year.sessions == sum(part.sessions for part in parts)
    assert [row.id for row in year.rows] == [row.id for part in reversed(parts) for row in part.rows]
