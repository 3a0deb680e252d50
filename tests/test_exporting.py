"""Files in the background: made one after the other, taken up by the next process, and gone with whoever asked."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from bot.apart import Apart
from bot.config import ROOT, Settings
from bot.content.load import Content, read_content
from bot.core.exports import DAYS, Asked, Export, Form, State
from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Had, Session, Work
from bot.exporting import Exporting
from bot.i18n import Translator
from bot.reports.export_desk import ExportDesk
from bot.reports.filing import Filing
from bot.reports.reporting import Reports
from bot.reports.xlsx.paper import FIRST
from bot.storage import exports, people, sessions, teams
from bot.storage.database import Database
from bot.storage.erasure import erase_person
from bot.storage.retention import retain
from tests.fakes import BEGIN, inbound, open_database

LEADER, ADMIN, NOBODY = 1, 2, 3
CHU_SE = "23941"
CONTENT = read_content(ROOT / "content")
SPEAK = Translator.read(ROOT / "locales").speak


async def no_fallback(*_what: object) -> None:
    raise AssertionError("the process of its own failed")


class Process:
    """What a start of the program builds, on the database and the folder that are there."""

    def __init__(self, database: Database, folder: Path, content: Content = CONTENT, *, apart: bool = False) -> None:
        communes = {code: unit.name for code, unit in content.places.units.items()}
        reports = Reports(database, communes, lambda: BEGIN)
        filing = Filing(database, lambda: reports, lambda: content, SPEAK)
        self.database = database
        self.desk = ExportDesk(database, lambda: BEGIN, filing, lambda code: communes.get(code, code), folder)
        settings = Settings(database_url=database.url)
        make = Apart(settings, no_fallback).make if apart else self.desk.make
        self.exporting = Exporting(database, lambda: BEGIN, self.desk, make)

    async def ask(self, person: int, **changes: object) -> Export:
        asked = replace(Asked(person, Form.XLSX, "2026-10", CHU_SE, 1, sessions=True), **changes)  # type: ignore[arg-type]
        async with self.database.write() as connection:
            made = await exports.ask(connection, asked, 0, BEGIN)
        assert made
        return made

    async def state(self, export: Export) -> Export | None:
        return await self.desk.find(export.id, export.asked.person)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "toso.db") as opened:
        async with opened.write() as connection:
            await people.welcome(connection, [inbound(f"person {n}") for n in range(3)], BEGIN)
            team = await teams.make(connection, CHU_SE, "Tổ 1", BEGIN, by=None)
            await teams.give(connection, LEADER, Post(Role.LEADER, CHU_SE, team.id), "Lan", BEGIN)
            await teams.give(connection, ADMIN, Post(Role.PROVINCE_ADMIN), "Hải", BEGIN)
            for number in range(3):
                seen = Work("vneid", "activated_l2", 2, Evidence.SEEN, Had.NO)
                day = date(2026, 10, 5 + number)
                await sessions.save(connection, LEADER, Session(f"s.{number}", team.id, CHU_SE, day, (seen,), 2), BEGIN)
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "exports"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def leave_half(folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / name).write_bytes(b"half")


async def test_what_is_asked_for_is_made_and_can_be_fetched(database: Database, folder: Path) -> None:
    process = Process(database, folder)
    asked = await process.ask(LEADER)
    assert await process.exporting.look() == 1
    made = await process.state(asked)
    assert made
    assert (made.state, made.done, made.size) == (State.DONE, 3, process.desk.path(made).stat().st_size)
    assert openpyxl.load_workbook(process.desk.path(made)).worksheets[-1].max_row == FIRST + 3


async def test_a_file_that_a_killed_process_left_half_made_is_begun_again(database: Database, folder: Path) -> None:
    killed = Process(database, folder)
    asked = await killed.ask(LEADER)
    async with database.write() as connection:
        await exports.begin_next(connection)
    leave_half(folder, f"{asked.id}.xlsx.part")
    after = Process(database, folder)
    assert await after.exporting.look() == 1
    made = await after.state(asked)
    assert made
    assert (made.state, made.attempts) == (State.DONE, 2)
    assert names(folder) == [made.file]


async def test_a_stop_hands_the_file_to_the_next_process(database: Database, folder: Path) -> None:
    first = Process(database, folder)
    asked = await first.ask(LEADER)
    told = first.exporting._told

    async def stop_in_it(id_: int, done: int, total: int) -> bool:
        first.exporting.stop()
        return await told(id_, done, total)

    first.exporting._told = stop_in_it  # type: ignore[method-assign]
    assert await first.exporting.look() == 0
    waiting = await first.state(asked)
    assert waiting
    assert (waiting.state, waiting.attempts) == (State.WAITING, 0)
    assert await Process(database, folder).exporting.look() == 1


async def test_several_are_made_one_after_the_other(database: Database, folder: Path) -> None:
    process = Process(database, folder)
    asked = [await process.ask(LEADER, form=form) for form in (Form.XLSX, Form.CSV, Form.PNG)]
    assert await process.exporting.look() == 3
    assert names(folder) == sorted(f"{one.id}.{one.asked.form}" for one in asked)


async def test_who_may_no_longer_see_it_gets_no_file(database: Database, folder: Path) -> None:
    process = Process(database, folder)
    asked = await process.ask(NOBODY)
    assert await process.exporting.look() == 0
    failed = await process.state(asked)
    assert failed
    assert failed.state is State.FAILED
    assert names(folder) == []


async def test_a_fault_in_one_does_not_hold_up_the_next(database: Database, folder: Path) -> None:
    process = Process(database, folder)
    wrong, right = await process.ask(LEADER, period="never"), await process.ask(LEADER)
    assert await process.exporting.look() == 1
    assert [(await process.state(one)).state for one in (wrong, right)] == [State.FAILED, State.DONE]  # type: ignore[union-attr]


async def test_a_file_goes_after_a_week_and_with_whoever_asked_for_it(database: Database, folder: Path) -> None:
    process = Process(database, folder)
    await process.ask(LEADER)
    await process.ask(ADMIN, team=0)
    await process.exporting.look()
    assert len(names(folder)) == 2
    async with database.write() as connection:
        await erase_person(connection, ADMIN, BEGIN)
    await process.exporting.look()
    assert len(names(folder)) == 1
    await retain(database, BEGIN + timedelta(days=DAYS, minutes=1))
    await process.exporting.look()
    assert names(folder) == []


async def test_only_the_team_itself_gets_small_counts(database: Database, folder: Path) -> None:
    process = Process(database, folder)
    inside, outside = await process.ask(LEADER), await process.ask(ADMIN)
    await process.exporting.look()
    assert (await counts(process, inside), await counts(process, outside)) == ({2}, {"<5"})


async def counts(process: Process, asked: Export) -> set[object]:
    made = await process.state(asked)
    assert made
    sheet = openpyxl.load_workbook(process.desk.path(made)).worksheets[-1]
    return {row[6] for row in sheet.iter_rows(min_row=FIRST + 1, values_only=True)}


async def test_while_a_file_is_made_others_are_answered(database: Database, folder: Path) -> None:
    """The loop goes on turning: writing is done beside it."""
    process = Process(database, folder)
    await process.ask(LEADER)
    making, turned = asyncio.create_task(process.exporting.look()), 0
    while not making.done():
        await asyncio.sleep(0)
        turned += 1
    assert await making == 1
    assert turned > 1


@pytest.mark.parametrize("form", [Form.XLSX, Form.PNG])
async def test_a_process_of_its_own_makes_the_same_file(database: Database, folder: Path, form: Form) -> None:
    apart, here = Process(database, folder, apart=True), Process(database, folder)
    asked = await apart.ask(LEADER, form=form)
    assert await apart.exporting.look() == 1
    again = await here.ask(LEADER, form=form)
    assert await here.exporting.look() == 1
    made, other = await apart.state(asked), await here.state(again)
    assert made
    assert other
    assert (made.state, made.done) == (State.DONE, other.done)
    if form is Form.XLSX:
        assert await counts(apart, asked) == await counts(here, again)


async def test_what_is_dropped_meanwhile_ends_that_process(database: Database, folder: Path) -> None:
    process = Process(database, folder, apart=True)
    asked = await process.ask(LEADER)

    async def drop(id_: int, done: int, total: int) -> bool:
        return not await process.desk.drop(id_, LEADER)

    process.exporting._told = drop  # type: ignore[method-assign]
    assert await process.exporting.look() == 0
    assert (await process.state(asked), names(folder)) == (None, [])


async def test_where_that_process_fails_the_bot_makes_the_file_itself(database: Database, folder: Path) -> None:
    process = Process(database, folder)
    broken = Apart(Settings(database_url=database.url, content_dir=folder), process.desk.make)
    process.exporting = Exporting(database, lambda: BEGIN, process.desk, broken.make)
    asked = await process.ask(LEADER)
    assert await process.exporting.look() == 1
    made = await process.state(asked)
    assert made
    assert made.state is State.DONE
