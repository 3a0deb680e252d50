"""What is counted of events is what happened, on whichever days and in whichever communes; made again it is the same.
Communes, with those who told of none, add up to the province; days to the month."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.clock import VIETNAM
from bot.core.events import (
    Event,
    GuideFinished,
    GuideOpened,
    GuideRated,
    InquiryAnswered,
    PersonAsked,
    QuestionNotUnderstood,
    StepDone,
    StuckReported,
    TalkStarted,
    TroubleNamed,
)
from bot.core.facts import Scope
from bot.storage import rollup
from bot.storage.database import Database
from bot.storage.event_facts import add, happened
from bot.storage.event_tables import event_facts
from bot.storage.periods import EVENT_DAYS
from bot.storage.retention import retain
from bot.storage.tables import events
from tests.databases import USUAL, on
from tests.fakes import BEGIN, CHANNEL

COMMUNES = ("23941", "23638", "")
AT = [BEGIN + timedelta(hours=hours) for hours in (-24 * 30, -24, 0, 8, 9, 24 * 8)]  # 8 is late, 9 the next day

guides, steps = st.sampled_from(["vneid", "bhyt"]), st.sampled_from(["install", "otp"])
happenings = st.one_of(
    st.builds(GuideOpened, guides), st.builds(GuideFinished, guides), st.builds(GuideRated, guides, st.booleans()),
    st.builds(StepDone, guides, steps), st.builds(StuckReported, guides, steps),
    st.builds(TroubleNamed, guides, steps, st.sampled_from(["no-code", "no-room"])),
    st.builds(PersonAsked, guides, steps), st.builds(QuestionNotUnderstood, guides),
    st.builds(InquiryAnswered, guides, st.just("fee")), st.just(TalkStarted()),
)  # fmt: skip
batches = st.lists(
    st.lists(st.tuples(happenings, st.sampled_from(COMMUNES)), max_size=6).flatmap(
        lambda batch: st.tuples(st.just(batch), st.sampled_from(AT))
    ),
    max_size=6,
)
Batch = list[tuple[list[tuple[Event, str]], Any]]


def rows(batch: list[tuple[Event, str]], at: Any) -> list[dict[str, Any]]:
    return [
        {"at": at, "type": one.type, "person_id": None, "channel": CHANNEL, "place": place, "data": one.data()}
        for one, place in batch
    ]


async def put(database: Database, doing: Batch) -> None:
    async with database.write() as connection:
        for table in (events, event_facts):
            await connection.execute(table.delete())
        for batch, at in doing:
            if batch:
                await connection.execute(events.insert(), rows(batch, at))
                await add(connection, rows(batch, at))


async def stored(database: Database) -> list[Any]:
    async with database.read() as connection:
        wanted = sa.select(event_facts).order_by(*event_facts.primary_key)
        return [tuple(row) for row in await connection.execute(wanted)]


async def told(database: Database, scope: Scope) -> Counter[tuple[str, ...]]:
    async with database.read() as connection:
        found = await happened(connection, scope)
    assert found is not None
    return Counter({(one.type, one.guide, one.step, one.detail): one.count for one in found})


def plainly(doing: Batch, first: date, last: date, commune: str | None) -> Counter[tuple[str, ...]]:
    """Counted by a way of its own."""
    return Counter(
        (one.type, one.guide, getattr(one, "step", ""), detail(one))  # type: ignore[attr-defined]
        for batch, at in doing
        for one, place in batch
        if first <= at.astimezone(VIETNAM).date() <= last
        and commune in (None, place)
        and not isinstance(one, TalkStarted)
    )


def detail(one: Event) -> str:
    match one:
        case GuideRated():
            return "yes" if one.helped else "no"
        case TroubleNamed():
            return one.trouble
        case InquiryAnswered():
            return one.inquiry
    return ""


MONTH, WEEK = (date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 11, 23), date(2026, 11, 29))


@on(USUAL)
@given(batches)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_is_counted_is_what_happened(database: Database, doing: Batch) -> None:
    await put(database, doing)
    for first, last in (MONTH, WEEK, (date(2026, 1, 1), date(2026, 12, 31)), (date(2026, 11, 24),) * 2):
        whole = await told(database, Scope(first, last))
        assert whole == plainly(doing, first, last, None)
        parts = [await told(database, Scope(first, last, commune)) for commune in COMMUNES if commune]
        assert sum(parts, plainly(doing, first, last, "")) == whole
    assert await rollup.wrong_days(database) == []
    before = await stored(database)
    await rollup.rebuild(database)
    assert await stored(database) == before


@on(USUAL)
@given(batches)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_is_past_its_time_is_counted_no_more(database: Database, doing: Batch) -> None:
    await put(database, doing)
    await retain(database, BEGIN + timedelta(days=EVENT_DAYS, hours=1))
    assert await rollup.wrong_days(database) == []
    async with database.read() as connection:
        assert (await connection.execute(sa.select(sa.func.min(event_facts.c.count)))).scalar() in (None, *range(1, 99))


async def test_of_a_single_team_nothing_is_known(database: Database) -> None:
    async with database.read() as connection:
        assert await happened(connection, Scope(*MONTH, "23941", 1)) is None


async def test_what_was_spoilt_is_found(database: Database) -> None:
    await put(database, [([(GuideOpened("vneid"), "23941")], BEGIN)])
    async with database.write() as connection:
        await connection.execute(event_facts.update().values(count=7))
    assert await rollup.wrong_days(database) == [date(2026, 11, 1), date(2026, 11, 23)]
