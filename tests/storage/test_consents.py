"""What people agreed to: the last answer counts, every answer is evidence; and the questions they let us keep."""

from datetime import timedelta

import sqlalchemy as sa

from bot.core.ports import Consent
from bot.storage import people
from bot.storage.consents import of_person
from bot.storage.database import Database
from bot.storage.questions import ATTACHED, LONGEST, settle, waiting
from bot.storage.tables import questions
from bot.storage.turns import TurnPorts
from tests.fakes import BEGIN, inbound

VERSION = "2026-11-25-abc123"


async def newcomer(database: Database, address: str = "an") -> int:
    async with database.write() as connection:
        (person,) = await people.welcome(connection, [inbound(address)], BEGIN)
    return person.id


async def answer(database: Database, person_id: int, purpose: str, *, given: bool, day: int = 0) -> None:
    async with database.write() as connection:
        ports = TurnPorts(connection, BEGIN + timedelta(days=day))
        await ports.consents.record(person_id, purpose, given=given, version=VERSION)
        await ports.keep()


async def keep(database: Database, person_id: int, text: str) -> None:
    async with database.write() as connection:
        ports = TurnPorts(connection, BEGIN)
        await ports.questions.keep(person_id, text, lang="vi", guide="vneid")
        await ports.keep()


async def test_the_last_answer_to_each_purpose_counts_and_all_stay_as_evidence(database: Database) -> None:
    an = await newcomer(database)
    await answer(database, an, "questions", given=True)
    await answer(database, an, "interests", given=False)
    await answer(database, an, "questions", given=False, day=1)
    async with database.read() as connection:
        now = await TurnPorts(connection, BEGIN).consents.of(an)
        evidence = await of_person(connection, an)
    assert now["questions"] == Consent("questions", False, VERSION, BEGIN + timedelta(days=1))
    assert set(now) == {"questions", "interests"}
    assert [(consent.purpose, consent.given) for consent in evidence] == [
        ("questions", True), ("interests", False), ("questions", False),
    ]  # fmt: skip


async def test_nobody_has_agreed_to_what_they_were_never_asked(database: Database) -> None:
    an, ba = await newcomer(database), await newcomer(database, "ba")
    await answer(database, ba, "questions", given=True)
    async with database.read() as connection:
        assert await TurnPorts(connection, BEGIN).consents.of(an) == {}


async def test_a_question_is_kept_no_longer_than_a_question_is(database: Database) -> None:
    await keep(database, await newcomer(database), "a" * 2 * LONGEST)
    async with database.read() as connection:
        (question,) = await waiting(connection)
    assert len(question.text) == LONGEST


async def test_a_question_is_settled_once(database: Database) -> None:
    await keep(database, await newcomer(database), "nộp ở đâu")
    async with database.write() as connection:
        (question,) = await waiting(connection)
        assert await settle(connection, question.id, ATTACHED, "vneid", BEGIN)
        assert not await settle(connection, question.id, ATTACHED, "vneid", BEGIN)
        assert await waiting(connection) == []


async def test_consent_taken_back_takes_the_questions_with_it_and_nobody_elses(database: Database) -> None:
    an, ba = await newcomer(database), await newcomer(database, "ba")
    for person in (an, an, ba):
        await keep(database, person, "nộp ở đâu")
    async with database.write() as connection:
        ports = TurnPorts(connection, BEGIN)
        await ports.questions.forget(an)
        await ports.keep()
        left = (await connection.execute(sa.select(questions.c.person_id))).scalars().all()
    assert left == [ba]
