"""Requests through the whole bot, after they are taken: closed, logged, seen at any time, cancelled, erased."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.errors import DeliveryError
from bot.core.requests import State
from bot.storage.session_tables import session_drafts
from tests.fakes import Clock, actions, press, recording, say
from tests.help_stage import (
    FAR,
    HERE,
    LAN,
    NAM,
    RESIDENT,
    ask,
    everything,
    heard,
    kept,
    last,
    open_stage,
    person,
    said,
    since,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    async with open_stage(tmp_path, clock) as stage:
        yield stage


# ---- closing ----


async def test_closing_begins_the_log_with_what_is_known(app: App) -> None:
    request = await ask(app, wish="kích hoạt vneid")
    await press(app, LAN, f"request.take:{request.id}")
    await press(app, LAN, f"request.done:{request.id}")
    async with app.database.read() as connection:
        (draft,) = (await connection.execute(sa.select(session_drafts.c.body))).scalars()
    assert (draft["people"], draft["request"], draft["village"]) == (1, request.id, "thôn 2")


async def test_the_session_it_ends_in_names_the_request(app: App) -> None:
    request = await ask(app, wish="kích hoạt vneid")
    await press(app, LAN, f"request.take:{request.id}")
    ended = await press(app, LAN, f"request.done:{request.id}")
    carded = await press(app, LAN, next(action for action in actions(ended) if action.startswith("log.end")))
    await press(app, LAN, next(action for action in actions(carded) if action.startswith("log.save")))
    async with app.database.read() as connection:
        rows = await connection.execute(sa.text("SELECT request, people, team_id FROM sessions"))
        assert [tuple(row) for row in rows] == [(request.id, 1, 1)]


async def test_the_resident_is_asked_once_and_yes_is_kept(app: App) -> None:
    request = await ask(app)
    await press(app, LAN, f"request.take:{request.id}")
    await press(app, LAN, f"request.done:{request.id}")
    await press(app, LAN, f"request.done:{request.id}")
    assert actions(recording(app).to(RESIDENT)).count(f"request.rate:{request.code}.yes") == 1
    await press(app, RESIDENT, f"request.rate:{request.code}.yes")
    assert (await last(app)).satisfied is True


async def test_not_content_opens_it_again_and_the_team_hears_of_it(app: App) -> None:
    request = await ask(app)
    await press(app, LAN, f"request.take:{request.id}")
    await press(app, LAN, f"request.done:{request.id}")
    before = everything(app)
    await press(app, RESIDENT, f"request.rate:{request.code}.no")
    assert set(since(app, before)) == {RESIDENT, LAN, NAM}
    assert (await last(app)).state is State.OPEN
    await press(app, RESIDENT, f"request.rate:{request.code}.no")
    assert len(await kept(app)) == 1


# ---- how it stands ----


async def test_the_resident_sees_how_it_stands_by_the_code_and_by_asking_again(app: App) -> None:
    request = await ask(app)
    ways = (await say(app, RESIDENT, request.code), await press(app, RESIDENT, "help.start"),
            await say(app, RESIDENT, "xem yeu cau"))  # fmt: skip
    for asked in ways:
        assert "mã không tới" in said(asked)
        assert f"request.cancel:{request.code}" in actions(asked)
    await press(app, LAN, f"request.take:{request.id}")
    assert LAN in said(await press(app, RESIDENT, f"request.show:{request.code}"))


async def test_whoever_else_has_the_code_learns_how_it_stands_and_not_what_it_is(app: App) -> None:
    request = await ask(app)
    answer = await say(app, FAR, request.code)
    assert request.code in said(answer)
    assert "mã không tới" not in said(answer)
    assert actions(answer) == ["menu"]


@pytest.mark.parametrize("act", ["request.cancel", "request.cancel_yes", "request.rate", "help.call_ask"])
async def test_what_is_the_residents_nobody_else_does(app: App, act: str) -> None:
    request = await ask(app)
    await press(app, FAR, f"{act}:{request.code}.no")
    assert await last(app) == request


async def test_a_cancelled_one_is_told_to_who_had_it_and_taken_by_nobody(app: App) -> None:
    request = await ask(app)
    await press(app, LAN, f"request.take:{request.id}")
    await press(app, RESIDENT, f"request.cancel:{request.code}")
    await press(app, RESIDENT, f"request.cancel_yes:{request.code}")
    assert (await last(app)).state is State.CANCELLED
    assert request.code in heard(app, LAN)
    await press(app, NAM, f"request.take:{request.id}")
    assert (await last(app)).state is State.CANCELLED


async def test_who_erases_their_data_leaves_no_words_and_nobody_goes_on_looking(app: App) -> None:
    await ask(app)
    await press(app, RESIDENT, "erase.yes")
    (row,) = await kept(app)
    assert (row["person_id"], row["wish"], row["village"], row["phone"], row["state"]) == (
        None,
        "",
        "",
        "",
        "cancelled",
    )
    assert "request.take" not in str(actions(await press(app, LAN, f"request.open:{row['id']}")))


async def test_nothing_about_it_is_on_its_way_to_anybody_after_that(app: App) -> None:
    recording(app).fail(LAN, DeliveryError("not now", retry_after=60.0))
    request = await ask(app)
    await press(app, NAM, f"request.take:{request.id}")
    assert len(await on_their_way(app)) == 1
    await press(app, RESIDENT, "erase.yes")
    assert await on_their_way(app) == []
    assert request.code in heard(app, NAM)


async def on_their_way(app: App) -> list[str]:
    async with app.database.read() as connection:
        return [str(body) for body in (await connection.execute(sa.text("SELECT body FROM outbox"))).scalars()]


async def test_a_member_of_one_commune_who_lives_there_may_ask_too_and_is_not_asked_themselves(app: App) -> None:
    before = everything(app)
    await press(app, LAN, f"place.pick:{HERE}")
    await press(app, LAN, "help.start")
    await press(app, LAN, "help.skip:wish")
    await say(app, LAN, "thôn 2")
    await press(app, LAN, "help.when:any")
    assert NAM in since(app, before)
    assert (await last(app)).person == await person(app, LAN)
