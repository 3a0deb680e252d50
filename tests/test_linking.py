"""Two channels of one person become one: nothing is lost, nothing is doubled, and erasing it erases both."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.messages import Kind
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.storage import teams
from bot.storage.invites import LINK_FOR
from bot.storage.tables import metadata
from tests.fakes import BEGIN, Clock, happen, inbound, make_app, press, recording, say, start

PHONE, PAGE, OTHER = "84905111222", "the page of the same person", "84905333444"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    async with make_app(tmp_path, clock=clock) as made:
        yield made


async def rows(app: App, query: str) -> list[tuple[Any, ...]]:
    async with app.database.read() as connection:
        return [tuple(row) for row in await connection.execute(sa.text(query))]


async def person_at(app: App, address: str) -> int:
    ((id_,),) = await rows(app, f"SELECT person_id FROM addresses WHERE address = '{address}'")
    return int(id_)


async def link_code(app: App, address: str) -> str:
    (told,) = await press(app, address, "link.new")
    return told.text.split("*")[1]


async def both(app: App) -> None:
    """Somebody who was on the telephone first, and did something on each."""
    await start(app, PHONE)
    await press(app, PHONE, "place.pick:23941")
    await start(app, PAGE)
    await press(app, PAGE, "guide.open:kich-hoat")
    await press(app, PAGE, "address.pick:bac")


@pytest.mark.parametrize(("made", "typed"), [(PHONE, PAGE), (PAGE, PHONE)])
async def test_the_older_person_stays_whoever_typed_the_code(app: App, made: str, typed: str) -> None:
    await both(app)
    older, gone = await person_at(app, PHONE), await person_at(app, PAGE)
    await press(app, typed, f"link.yes:{await link_code(app, made)}")
    assert await person_at(app, PHONE) == await person_at(app, PAGE) == older
    assert await rows(app, f"SELECT id FROM people WHERE id = {gone}") == []
    assert await rows(app, "SELECT place, called FROM people") == [("23941", "bac")]
    assert await rows(app, f"SELECT COUNT(*) FROM events WHERE person_id = {gone}") == [(0,)]


async def test_the_talk_of_the_channel_that_gave_the_code_goes_on(app: App) -> None:
    await both(app)
    replies = await press(app, PHONE, f"link.yes:{await link_code(app, PAGE)}")
    assert any(choice.action.startswith("guide.here:kich-hoat") for m in replies for choice in m.choices)


async def test_the_talk_of_the_channel_where_it_was_typed_ends(app: App) -> None:
    await both(app)
    replies = await press(app, PAGE, f"link.yes:{await link_code(app, PHONE)}")
    assert not any(choice.action.startswith("guide.here:") for m in replies for choice in m.choices)


async def test_the_other_channel_is_told(app: App) -> None:
    await both(app)
    code = await link_code(app, PHONE)
    before = len(recording(app).texts(PHONE))
    await press(app, PAGE, f"link.yes:{code}")
    assert len(recording(app).texts(PHONE)) == before + 1


async def test_what_was_agreed_to_counts_on_both_and_the_later_word_holds(app: App) -> None:
    await both(app)
    stamp = app.world.content.consents.purposes["questions"].stamp
    await press(app, PHONE, f"consent.yes:questions.{stamp}")
    await press(app, PAGE, "consent.no:questions")
    await press(app, PAGE, f"link.yes:{await link_code(app, PHONE)}")
    assert await rows(app, "SELECT given FROM consents ORDER BY id") == [(True,), (False,)]
    assert len(await rows(app, "SELECT DISTINCT person_id FROM consents")) == 1


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ([("23941", ""), ("23941", "làng Krái")], ("23941", "làng Krái")),
        ([("", ""), ("23941", "làng Krái")], ("23941", "làng Krái")),
        ([("23941", "thôn 2"), ("23941", "làng Krái")], ("23941", "thôn 2")),
        ([("23575", ""), ("23941", "làng Krái")], ("23575", "")),
    ],
)
async def test_the_village_told_on_either_counts_if_it_is_of_the_commune(
    app: App, told: list[tuple[str, str]], kept: tuple[str, str]
) -> None:
    await both(app)
    async with app.database.write() as connection:
        for address, (place, village) in zip((PHONE, PAGE), told, strict=True):
            values = {"id": await person_at(app, address), "place": place, "village": village}
            await connection.execute(
                sa.text("UPDATE people SET place = :place, village = :village WHERE id = :id"), values
            )
    await press(app, PAGE, f"link.yes:{await link_code(app, PHONE)}")
    assert await rows(app, "SELECT place, village FROM people") == [kept]


async def test_posts_come_along_and_of_two_in_one_team_the_higher_stays(app: App) -> None:
    await both(app)
    phone, page = await person_at(app, PHONE), await person_at(app, PAGE)
    async with app.database.write() as connection:
        team = await teams.make(connection, "23941", "Tổ thôn 2", BEGIN, by=None)
        await teams.give(connection, phone, Post(Role.MEMBER, "23941", team.id), "Nam", BEGIN)
        await teams.give(connection, page, Post(Role.LEADER, "23941", team.id), "Bác Nam", BEGIN)
        await teams.give(connection, page, Post(Role.COMMUNE_ADMIN, "23941"), "Bác Nam", BEGIN)
    await press(app, PAGE, f"link.yes:{await link_code(app, PHONE)}")
    held = await rows(app, "SELECT person_id, role FROM posts WHERE until IS NULL ORDER BY id")
    assert held == [(phone, "leader"), (phone, "commune_admin")]
    assert await rows(app, "SELECT role FROM people") == [("commune_admin",)]


async def test_erasing_on_one_channel_erases_both_with_one_receipt(app: App) -> None:
    await both(app)
    await press(app, PAGE, f"link.yes:{await link_code(app, PHONE)}")
    await press(app, PHONE, "erase.yes")
    for table in metadata.sorted_tables:
        if {"person_id", "address"} & set(table.c.keys()):
            assert PAGE not in str(await rows(app, f"SELECT * FROM {table.name}")), table.name
    assert await rows(app, "SELECT COUNT(*) FROM people") == [(0,)]
    assert await rows(app, "SELECT COUNT(*) FROM receipts") == [(1,)]


async def test_what_both_send_in_the_very_moment_is_all_answered(app: App) -> None:
    """All in one batch: whoever is gone by then is not written to, and whoever stays loses nothing."""
    await both(app)
    code = await link_code(app, PHONE)
    answered = await happen(
        app,
        inbound(OTHER, Kind.START),
        inbound(PHONE, text="menu"),
        inbound(PAGE, Kind.PRESS, action=f"link.yes:{code}"),
        inbound(PHONE, text="cài đặt"),
        inbound(PAGE, text="menu"),
    )
    assert len(answered) >= 6
    assert await rows(app, "SELECT COUNT(*) FROM inbox WHERE done_at IS NULL") == [(0,)]
    assert await person_at(app, PHONE) == await person_at(app, PAGE)


async def test_joined_by_the_younger_first_in_the_batch_the_older_ones_message_waits_for_the_next(app: App) -> None:
    await both(app)
    code = await link_code(app, PAGE)
    await happen(app, inbound(PHONE, Kind.PRESS, action=f"link.yes:{code}"), inbound(PAGE, text="menu"))
    assert await rows(app, "SELECT COUNT(*) FROM inbox WHERE done_at IS NULL") == [(0,)]
    assert await rows(app, "SELECT COUNT(*) FROM people") == [(1,)]
    assert await rows(app, "SELECT COUNT(*) FROM events WHERE type = 'TurnFailed'") == [(0,)]


@pytest.mark.parametrize("doing", [("guide.open:kich-hoat", "erase.yes"), ("erase.yes", "guide.open:kich-hoat")])
async def test_what_they_do_elsewhere_while_they_are_erased_leads_to_nobody(app: App, doing: tuple[str, str]) -> None:
    """All in one batch."""
    await both(app)
    await press(app, PAGE, f"link.yes:{await link_code(app, PHONE)}")
    theirs = [inbound(who, Kind.PRESS, action=act) for who, act in zip((PHONE, PAGE), doing, strict=True)]
    await happen(app, *theirs, inbound(OTHER, Kind.START))
    assert await rows(app, "SELECT COUNT(*) FROM inbox WHERE done_at IS NULL") == [(0,)]
    assert await rows(app, f"SELECT COUNT(*) FROM addresses WHERE address != '{OTHER}'") == [(0,)]
    assert await rows(app, "SELECT COUNT(*) FROM people") == [(1,)]


async def test_a_code_joins_once_and_only_for_ten_minutes(app: App, clock: Clock) -> None:
    await both(app)
    await start(app, OTHER)
    code = await link_code(app, PHONE)
    clock.forward(seconds=LINK_FOR.total_seconds())
    await press(app, PAGE, f"link.yes:{code}")
    assert await person_at(app, PHONE) != await person_at(app, PAGE)
    code = await link_code(app, PHONE)
    await press(app, PAGE, f"link.yes:{code}")
    await press(app, OTHER, f"link.yes:{code}")
    assert await person_at(app, OTHER) != await person_at(app, PHONE)


async def test_a_newer_code_makes_the_one_before_void(app: App) -> None:
    await both(app)
    first = await link_code(app, PHONE)
    await link_code(app, PHONE)
    (wrong,) = await say(app, PAGE, first)
    words = _("This code is wrong or no longer valid. Please ask whoever gave it for a new one.")
    assert wrong.text == app.translator.speak(words, "vi", "bac")


async def test_nobody_is_joined_with_themselves(app: App) -> None:
    await both(app)
    code = await link_code(app, PHONE)
    await press(app, PHONE, f"link.yes:{code}")
    assert await rows(app, "SELECT COUNT(*) FROM people") == [(2,)]
