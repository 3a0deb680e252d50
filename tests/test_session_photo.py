"""A picture of a session: sent, fetched after the turn, seen by whoever sees the session, and gone with it."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.errors import DeliveryError
from bot.core.messages import Kind, Spoken
from bot.core.phrases import text as _
from bot.core.pictures import State
from bot.fetching import Fetching
from bot.storage.pictures import ATTEMPTS, LATER
from bot.storage.session_tables import session_pictures
from tests.fakes import CHANNEL, Clock, actions, happen, inbound, press, say
from tests.log_stage import (
    ADMIN,
    FAR,
    LEADER,
    MEMBER,
    NOT_ALLOWED,
    OTHER,
    RESIDENT,
    STRANGER,
    find,
    said,
    two_teams,
    usual,
    words,
)  # fmt: skip

ONLY_NOW = _("Whoever logged it can change it until the end of the month. After that the team leader can; ask them.")
SMALL = b"made small"


class Files:
    """What people sent, by its name at the platform; some of it in trouble."""

    def __init__(self) -> None:
        self.there = {"photo-1": b"raw", "photo-2": b"no picture"}
        self.trouble: list[DeliveryError] = []

    async def fetch(self, ref: str) -> bytes:
        if self.trouble:
            raise self.trouble.pop(0)
        return self.there[ref]


def small(raw: bytes) -> bytes:
    if raw != b"raw":
        raise ValueError("no picture")
    return SMALL


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock, files: Files) -> AsyncIterator[App]:
    """Lan has logged a session."""
    async with two_teams(tmp_path, clock) as made:
        made.fetching = Fetching(made.database, clock, {CHANNEL: files.fetch}, small)
        await press(made, MEMBER, find(await usual(made), "log.save").action)
        yield made


async def send(app: App, ref: str = "photo-1", who: str = MEMBER) -> list[Spoken]:
    await press(app, who, "photo.ask:1")
    return await happen(app, inbound(who, Kind.PHOTO, file=ref))


async def kept(app: App) -> list[tuple[str, bytes | None, str]]:
    async with app.database.read() as connection:
        rows = await connection.execute(sa.select(session_pictures))
        return [(row.state, row.jpeg, row.ref) for row in rows]


async def test_a_picture_is_fetched_and_only_the_small_one_is_kept(app: App) -> None:
    await send(app)
    assert await kept(app) == [(State.WAITING, None, "photo-1")]
    assert await app.fetching.look() == 1
    assert await kept(app) == [(State.KEPT, SMALL, "")]


async def test_it_is_said_before_what_must_not_be_on_it(app: App) -> None:
    never = _("⚠️ No faces, no papers, no screen with anybody's data on it. It is removed by itself after 62 days.")
    assert words(app, never) in said(await press(app, MEMBER, "photo.ask:1"))


async def test_who_sees_the_session_sees_its_picture(app: App) -> None:
    await send(app)
    await app.fetching.look()
    for who in (MEMBER, LEADER, ADMIN):
        assert "photo.show:1" in actions(await press(app, who, "session.show:1"))
        (shown,) = await press(app, who, "photo.show:1")
        assert shown.document is not None
        assert base64.b64decode(shown.document.body) == SMALL
    for who in (RESIDENT, OTHER, STRANGER, FAR):
        assert said(await press(app, who, "photo.show:1")) == words(app, NOT_ALLOWED)


async def test_until_it_is_there_that_is_said(app: App) -> None:
    await send(app)
    (told,) = await press(app, MEMBER, "photo.show:1")
    assert told.document is None


async def test_nobody_else_adds_or_removes_one(app: App) -> None:
    await send(app)
    for action in ("photo.ask:1", "photo.drop:1"):
        for who in (RESIDENT, OTHER, STRANGER, ADMIN, FAR):
            assert said(await press(app, who, action)) == words(app, ONLY_NOW)
    assert len(await kept(app)) == 1


async def test_another_picture_takes_its_place(app: App, files: Files) -> None:
    await send(app)
    await app.fetching.look()
    files.there["photo-3"] = b"raw"
    await send(app, "photo-3")
    assert await kept(app) == [(State.WAITING, None, "photo-3")]


async def test_removed_and_withdrawn_it_is_gone(app: App) -> None:
    for gone_by in ("photo.drop:1", "session.withdraw_yes:1"):
        await send(app)
        await app.fetching.look()
        await press(app, MEMBER, gone_by)
        assert await kept(app) == []


async def test_what_is_no_picture_is_not_kept_and_said_to_have_failed(app: App) -> None:
    await send(app, "photo-2")
    assert await app.fetching.look() == 0
    assert await kept(app) == [(State.FAILED, None, "")]
    again = words(app, _("The picture could not be fetched. Please send it once more."))
    assert said(await press(app, MEMBER, "photo.show:1")) == again


async def test_trouble_is_tried_again_but_not_for_ever(app: App, files: Files, clock: Clock) -> None:
    files.trouble = [DeliveryError("away")]
    await send(app)
    assert await app.fetching.look() == await app.fetching.look() == 0
    clock.forward(seconds=LATER.total_seconds())
    assert await app.fetching.look() == 1
    files.trouble = [DeliveryError("away")] * ATTEMPTS
    await send(app)
    for _attempt in range(ATTEMPTS):
        await app.fetching.look()
        clock.forward(seconds=LATER.total_seconds())
    assert await kept(app) == [(State.FAILED, None, "")]


@pytest.mark.parametrize("kind", [Kind.OTHER, Kind.CONTACT, Kind.PHOTO])
async def test_a_voice_note_or_a_picture_that_cannot_be_fetched_is_not_taken(app: App, kind: Kind) -> None:
    await press(app, MEMBER, "photo.ask:1")
    told = await happen(app, inbound(MEMBER, kind))
    not_kept = _("This is no picture that {me} can take from here. A voice note is not kept either.")
    assert said(told) == words(app, not_kept)
    assert await kept(app) == []


async def test_typed_words_mean_what_they_mean(app: App) -> None:
    await press(app, MEMBER, "photo.ask:1")
    assert "guide.pick:kich-hoat.may.android" in actions(await say(app, MEMBER, "kích hoạt vneid"))


async def test_a_picture_that_nobody_asked_for_is_kept_nowhere(app: App) -> None:
    await happen(app, inbound(MEMBER, Kind.PHOTO, file="photo-1"), inbound(RESIDENT, Kind.PHOTO, file="photo-2"))
    assert await kept(app) == []
    async with app.database.read() as connection:
        bodies = (await connection.execute(sa.text("SELECT body FROM inbox WHERE body IS NOT NULL"))).all()
    assert bodies == []
