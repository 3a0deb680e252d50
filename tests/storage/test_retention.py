"""What is past its time goes, what is not stays, and people are answered meanwhile."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from bot.core.talk import Talk
from bot.storage import jobs
from bot.storage.campaign_tables import campaigns, recipients
from bot.storage.database import Database
from bot.storage.picture_tables import sent_pictures
from bot.storage.request_tables import requests
from bot.storage.retention import CHUNK, NAME, RULES, retain
from bot.storage.session_tables import (
    session_codes,
    session_confirmations,
    session_drafts,
    session_pictures,
    session_works,
    sessions,
)
from bot.storage.tables import (
    addresses,
    events,
    inbox,
    metadata,
    outbox,
    people,
    questions,
    receipts,
    talks,
    unreadable,
)
from bot.storage.team_tables import audit, invites, posts, teams
from tests.fakes import BEGIN, CHANNEL

NOW = BEGIN
AN, BA = 1, 2
TEAM = 1
LITTLE = timedelta(seconds=1)

Row = dict[str, Any]


def ago(days: float, *, more: timedelta = timedelta()) -> datetime:
    return NOW - timedelta(days=days) - more


async def put(database: Database, table: sa.Table, *rows: Row) -> None:
    async with database.write() as connection:
        await connection.execute(table.insert(), rows)


async def rows(database: Database, table: sa.Table) -> list[Row]:
    async with database.read() as connection:
        in_order = sa.select(table).order_by(*table.primary_key)
        return [dict(row) for row in (await connection.execute(in_order)).mappings()]


async def everything(database: Database) -> dict[str, list[Row]]:
    return {table.name: await rows(database, table) for table in metadata.sorted_tables}


@pytest.fixture
async def database(database: Database) -> Database:
    """With two people who are here now."""
    await put(database, people, *[person(id_, NOW) for id_ in (AN, BA)])
    await put(database, addresses, *[address(id_) for id_ in (AN, BA)])
    await put(database, teams, {"id": TEAM, "commune": "23941", "name": "Tổ thôn 2", "villages": [], "made_at": NOW})
    return database


def person(id_: int, seen: datetime) -> Row:
    return {"id": id_, "lang": "vi", "place": "", "called": "", "created_at": seen, "seen_at": seen}


def address(person_id: int) -> Row:
    return {"channel": CHANNEL, "address": f"address {person_id}", "person_id": person_id, "reachable": True,
            "seen_at": NOW}  # fmt: skip


def received(at: datetime, **more: Any) -> Row:
    return {"channel": CHANNEL, "event_id": f"{at}", "address": "address 1", "received_at": at, "done_at": at, **more}


def aside(at: datetime) -> Row:
    return {"channel": CHANNEL, "event_id": f"{at}", "raw": "{", "reason": "torn", "received_at": at}


def outgoing(state: str) -> Callable[[datetime], Row]:
    def row(at: datetime) -> Row:
        return {"channel": CHANNEL, "address": "address 1", "lane": 0, "state": state, "body": {}, "lang": "vi",
                "called": "", "attempts": 0, "due_at": at, "created_at": at, "reason": ""}  # fmt: skip

    return row


def question(at: datetime, *, settled: datetime | None = None) -> Row:
    return {"person_id": AN, "text": "ở đâu", "lang": "vi", "guide": "", "state": "attached" if settled else "new",
            "asked_at": at, "settled_at": settled}  # fmt: skip


def settled(at: datetime) -> Row:
    return question(at - LITTLE, settled=at)


def event(at: datetime, person_id: int | None = None) -> Row:
    return {"at": at, "type": "GuideOpened", "person_id": person_id, "channel": CHANNEL, "place": "", "data": {}}


def receipt(at: datetime) -> Row:
    return {"code": f"{at.timestamp():.0f}", "at": at}


def ended_post(at: datetime) -> Row:
    return {"person_id": AN, "role": "commune_admin", "commune": "23941", "name": "Cô Lan", "since": at, "until": at}


def invite(at: datetime) -> Row:
    return {"fingerprint": f"{at.timestamp()}", "role": "member", "commune": "23941", "uses_left": 1,
            "expires_at": at, "made_at": at}  # fmt: skip


def act(at: datetime) -> Row:
    return {"at": at, "person_id": AN, "act": "member.left", "commune": "23941", "team_id": 0, "data": {}}


def session(at: datetime) -> Row:
    return {"key": f"{at.timestamp()}", "person_id": AN, "team_id": TEAM, "commune": "23941", "village": "",
            "held_on": at.date(), "people": 3, "phoneless": 0, "difficulty": "", "request": 0, "entered_at": at,
            "confirmed": 0, "thanks": 0, "version": 1}  # fmt: skip


def draft(at: datetime) -> Row:
    return {"person_id": AN, "body": {}, "corrects": 0, "version": 0, "changed_at": at}


def sent_picture(at: datetime) -> Row:
    return {"ref": f"{at}", "channel": CHANNEL, "address": "address 1", "sent_at": at, "content": b"small"}


def announcement(at: datetime, *, state: str = "done") -> Row:
    return {"commune": "23941", "draft": {}, "urgency": "ordinary", "state": state, "version": 1, "approved": 0,
            "made_at": at, "ended_at": at if state == "done" else None, "series": 0, "paused_why": "",
            "correction": {}}  # fmt: skip


def forgotten_draft(at: datetime) -> Row:
    return announcement(at, state="draft")


def got(campaign: int) -> Row:
    return {"campaign_id": campaign, "person_id": AN, "channel": CHANNEL, "address": "address 1", "state": "delivered",
            "reason": "", "attempts": 1, "doubtful": False, "due_at": NOW, "ref": "77", "recall": ""}  # fmt: skip


# ---- each period, on both sides of its edge ----


@pytest.mark.parametrize(
    ("table", "row", "days"),
    [
        (inbox, received, 30),
        (unreadable, aside, 30),
        (outbox, outgoing("failed"), 30),
        (outbox, outgoing("parked"), 30),
        (questions, settled, 7),
        (questions, question, 90),
        (events, event, 730),
        (receipts, receipt, 730),
        (posts, ended_post, 730),
        (invites, invite, 30),
        (audit, act, 730),
        (sessions, session, 730),
        (session_drafts, draft, 30),
        (sent_pictures, sent_picture, 1),
        (campaigns, announcement, 730),
        (campaigns, forgotten_draft, 730),
    ],
    ids=[
        "inbox",
        "unreadable",
        "failed",
        "parked",
        "settled question",
        "open question",
        "event",
        "receipt",
        "post",
        "invite",
        "audit",
        "session",
        "draft",
        "sent picture",
        "announcement",
        "draft of an announcement",
    ],
)
async def test_what_is_past_its_time_goes_and_what_is_not_yet_stays(
    database: Database, table: sa.Table, row: Callable[[datetime], Row], days: int
) -> None:
    await put(database, table, row(ago(days, more=LITTLE)), row(ago(days)), row(NOW))
    result = await retain(database, NOW)
    assert len(await rows(database, table)) == 2
    assert result is not None
    assert {name: count for name, count in result.items() if count} == {table.name: 1}


async def test_a_picture_goes_before_its_session(database: Database) -> None:
    def picture(id_: int, at: datetime) -> Row:
        return {"session_id": id_, "person_id": AN, "channel": CHANNEL, "ref": "", "state": "kept", "attempts": 0,
                "due_at": at, "sent_at": at, "jpeg": b"small"}  # fmt: skip

    await put(database, sessions, *({"id": id_} | session(ago(id_)) for id_ in (1, 2)))
    await put(database, session_pictures, picture(1, ago(62, more=LITTLE)), picture(2, ago(62)))
    await retain(database, NOW)
    assert [row["session_id"] for row in await rows(database, session_pictures)] == [2]
    assert len(await rows(database, sessions)) == 2


async def test_what_still_waits_stays_however_old_it_is(database: Database) -> None:
    await put(database, inbox, received(ago(400), done_at=None, body=["say"]))
    await put(database, outbox, outgoing("waiting")(ago(400)))
    await retain(database, NOW)
    assert len(await rows(database, inbox)) == len(await rows(database, outbox)) == 1


async def test_an_event_leads_to_nobody_after_a_year_and_is_counted_for_another(database: Database) -> None:
    await put(database, events, event(ago(365, more=LITTLE), AN), event(ago(365), AN), event(ago(730), AN))
    result = await retain(database, NOW)
    assert [row["person_id"] for row in await rows(database, events)] == [None, AN, None]
    assert result is not None
    assert (result["events"], result["event_links"]) == (0, 2)


async def test_of_a_session_the_code_goes_first_then_who_confirmed_and_at_last_all_of_it(database: Database) -> None:
    await put(database, sessions, session(NOW), session(ago(731)))
    await put(database, session_works, *[work(id_) for id_ in (1, 2)])
    await put(database, session_codes, code(ago(1, more=LITTLE)), code(ago(1)))
    await put(database, session_confirmations, confirmation(AN, ago(62, more=LITTLE)), confirmation(BA, ago(62)))
    await retain(database, NOW)
    assert [row["expires_at"] for row in await rows(database, session_codes)] == [ago(1)]
    assert [row["person_id"] for row in await rows(database, session_confirmations)] == [BA]
    assert [row["session_id"] for row in await rows(database, session_works)] == [1]


async def test_of_a_request_the_words_and_who_asked_go_first_and_the_rest_is_counted(database: Database) -> None:
    closed = [request(n, closed_at=at) for n, at in enumerate((ago(7), ago(7, more=LITTLE), ago(730, more=LITTLE)))]
    await put(database, requests, *closed)
    await retain(database, NOW)
    assert [(row["wish"], row["suits"], row["person_id"]) for row in await rows(database, requests)] == [
        ("mã không tới", "sáng", AN),
        ("", "", None),
    ]


async def test_whom_nobody_helped_in_a_season_does_not_wait_any_more(database: Database) -> None:
    await put(database, requests, request(1, ago(90)), request(2, ago(90, more=LITTLE)))
    await retain(database, NOW)
    assert [row["state"] for row in await rows(database, requests)] == ["open", "cancelled"]
    assert [row["wish"] for row in await rows(database, requests)] == ["mã không tới", ""]


def request(number: int, at: datetime = NOW, closed_at: datetime | None = None) -> Row:
    return {"code": f"CDE23{number}", "person_id": AN, "commune": "23941", "village": "", "guide": "", "step": "",
            "wish": "mã không tới", "suits": "sáng", "phone": "", "lang": "", "urgent": False,
            "state": "closed" if closed_at else "open", "asked_at": at, "waits_since": at, "closed_at": closed_at,
            "alarm": "", "satisfied": None}  # fmt: skip


def work(session_id: int) -> Row:
    return {"session_id": session_id, "position": 0, "service": "vneid", "outcome": "", "people": 3, "evidence": "E0",
            "had_before": "unknown"}  # fmt: skip


def code(at: datetime) -> Row:
    return {"session_id": 1, "fingerprint": "f", "made_at": at, "expires_at": at}


def confirmation(person_id: int, at: datetime) -> Row:
    said = {"confirmed": True, "disputed": False, "thanked": False}
    return {"session_id": 1, "person_id": person_id, "at": at, **said}


# ---- talks ----


def talk(person_id: int, at: datetime, **parts: Any) -> Row:
    return {"person_id": person_id, "body": Talk(greeted=True, **parts).dump(), "updated_at": at}


IN_GUIDE = {"guide": "vneid-kich-hoat", "trail": ["cai-dat", "otp"]}


async def talk_after(database: Database, row: Row) -> Talk:
    await put(database, talks, row)
    await retain(database, NOW)
    ((after),) = await rows(database, talks)
    return Talk.load(after["body"])


async def test_after_a_day_only_the_step_of_a_talk_is_left(database: Database) -> None:
    noted = talk(AN, ago(1, more=LITTLE), awaiting="question.keep", notes={"text": "con tôi tên An"}, **IN_GUIDE)
    assert await talk_after(database, noted) == Talk(greeted=True, **IN_GUIDE)  # type: ignore[arg-type]


async def test_a_talk_of_today_keeps_what_was_noted(database: Database) -> None:
    noted = talk(AN, ago(1), awaiting="question.keep", notes={"text": "con tôi tên An"}, **IN_GUIDE)
    assert (await talk_after(database, noted)).notes == {"text": "con tôi tên An"}


async def test_a_question_outside_a_guide_is_no_longer_waited_for_after_a_day(database: Database) -> None:
    assert (await talk_after(database, talk(AN, ago(2), awaiting="place"))).awaiting == ""


async def test_a_step_of_a_guide_goes_on_understanding_words(database: Database) -> None:
    """Whoever comes back after days describes what is on the screen, and is helped in place."""
    assert (await talk_after(database, talk(AN, ago(99), awaiting="guide.words", **IN_GUIDE))).awaiting == "guide.words"


# ---- people ----


async def gone_for(database: Database, person_id: int, days: float, more: timedelta = timedelta()) -> None:
    async with database.write() as connection:
        seen = people.update().where(people.c.id == person_id).values(seen_at=ago(days, more=more))
        await connection.execute(seen)


async def test_who_was_not_here_for_two_years_is_forgotten_with_everything(database: Database) -> None:
    await put(database, talks, talk(AN, ago(800)), talk(BA, NOW))
    await put(database, questions, question(NOW))
    await put(database, events, event(ago(300), AN))
    await put(database, outbox, outgoing("waiting")(ago(300)))
    await gone_for(database, AN, 730, LITTLE)
    await gone_for(database, BA, 730)
    result = await retain(database, NOW)
    tables = await everything(database)
    assert result is not None
    assert result["people"] == 1
    assert [row["person_id"] for row in [*tables["addresses"], *tables["talks"]]] == [BA, BA]
    assert tables["questions"] == tables["outbox"] == []
    assert [row["person_id"] for row in tables["events"]] == [None]


async def test_nobody_gets_a_receipt_who_did_not_ask(database: Database) -> None:
    await gone_for(database, AN, 731)
    await retain(database, NOW)
    assert await rows(database, receipts) == []


async def test_who_has_just_written_again_is_not_forgotten_before_the_answer(database: Database) -> None:
    await put(database, inbox, received(NOW, done_at=None, body=["say"]))
    await gone_for(database, AN, 900)
    await retain(database, NOW)
    assert {row["id"] for row in await rows(database, people)} == {AN, BA}


# ---- running ----


async def test_a_second_run_changes_nothing(database: Database) -> None:
    await put(database, inbox, received(ago(40)))
    await put(database, events, event(ago(500), AN))
    await put(database, talks, talk(AN, ago(9), awaiting="place"))
    first = await retain(database, NOW)
    after = await everything(database)
    second = await retain(database, NOW)
    assert first is not None
    assert second == dict.fromkeys(first, 0)
    assert {**await everything(database), "jobs": []} == {**after, "jobs": []}


async def test_what_it_did_is_kept_to_be_seen(database: Database) -> None:
    await put(database, inbox, received(ago(40)), received(ago(50)))
    result = await retain(database, NOW)
    async with database.read() as connection:
        ran = await jobs.last(connection, NAME)
    assert ran is not None
    assert (ran.at, ran.result) == (NOW, result)
    assert ran.result["inbox"] == 2


class Shared(Database):
    """The same file, where ``meanwhile`` others act each time something was looked up."""

    def __init__(self, url: str, meanwhile: Callable[[], Awaitable[None]]) -> None:
        super().__init__(url)
        self._meanwhile = meanwhile

    @override
    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        async with super().read() as connection:
            yield connection
        await self._meanwhile()


async def retain_while(database: Database, meanwhile: Callable[[], Awaitable[None]]) -> dict[str, int]:
    shared = Shared(database.url, meanwhile)
    try:
        result = await retain(shared, NOW)
    finally:
        await shared.close()
    assert result is not None
    return result


async def test_a_large_table_is_cleared_a_little_at_a_time(database: Database) -> None:
    """Between two chunks others write: nobody waits for more than one."""
    most = 2 * CHUNK + 1
    await put(database, inbox, *[received(ago(40), event_id=f"{n}") for n in range(most)])
    left: list[int] = []

    async def write_and_count() -> None:
        await put(database, events, event(NOW))
        left.append(len(await rows(database, inbox)))

    await retain_while(database, write_and_count)
    assert sorted(set(left), reverse=True) == [most, CHUNK + 1, 1, 0]


async def test_a_row_that_changed_since_it_was_found_is_left_alone(database: Database) -> None:
    """The page came back in between: its message goes to it, and is not thrown away."""
    await put(database, outbox, outgoing("parked")(ago(40)))

    async def unpark() -> None:
        async with database.write() as connection:
            await connection.execute(outbox.update().values(state="waiting"))

    assert (await retain_while(database, unpark))["outbox"] == 0
    assert len(await rows(database, outbox)) == 1


async def test_told_to_stop_it_ends_after_the_rows_at_hand_and_notes_nothing(database: Database) -> None:
    await put(database, inbox, *[received(ago(40), event_id=f"{n}") for n in range(CHUNK + 1)])
    looks = iter(range(100))
    before_the_inbox = sum(rule.table is not inbox for rule in RULES[: [r.table for r in RULES].index(inbox)])
    assert await retain(database, NOW, lambda: next(looks) > before_the_inbox) is None
    assert len(await rows(database, inbox)) == 1
    assert await rows(database, metadata.tables["jobs"]) == []


async def test_who_got_an_announcement_is_not_known_for_ever_but_that_it_was_got_is(database: Database) -> None:
    old, new = announcement(ago(90, more=LITTLE)), announcement(ago(90))
    await put(database, campaigns, old | {"id": 1}, new | {"id": 2}, announcement(NOW, state="sending") | {"id": 3})
    await put(database, recipients, got(1), got(2), got(3))
    result = await retain(database, NOW)
    assert result
    assert result["recipient_links"] == 1
    names = ("person_id", "address", "ref", "state")
    kept = [tuple(row[name] for name in names) for row in await rows(database, recipients)]
    assert kept == [
        (None, "", "", "delivered"), (AN, "address 1", "77", "delivered"), (AN, "address 1", "77", "delivered"),
    ]  # fmt: skip


async def test_with_an_announcement_its_recipients_go(database: Database) -> None:
    await put(database, campaigns, announcement(ago(731)) | {"id": 1})
    await put(database, recipients, got(1))
    await retain(database, NOW)
    assert await rows(database, campaigns) == await rows(database, recipients) == []
