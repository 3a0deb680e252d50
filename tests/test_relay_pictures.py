"""A picture goes from a resident to a member and back, from any channel to any other, and is kept nowhere."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from bot.app import App
from bot.channels.telegram.parse import CHANNEL as TELEGRAM
from bot.channels.webchat.parse import CHANNEL as WEB
from bot.core.errors import DeliveryError, NotHere
from bot.core.messages import Inbound, Kind, Spoken
from bot.core.phrases import text as _
from bot.core.sessions import Session, Work
from bot.delivery.speak import MOST_ATTEMPTS, NOT_THERE
from bot.shrink import shrink
from bot.storage import pictures, sessions
from bot.storage.periods import SENT_PICTURE_DAYS
from bot.storage.picture_tables import sent_pictures
from bot.storage.records import about
from bot.storage.retention import retain
from bot.storage.sent_pictures import SentPictures, keep
from bot.storage.tables import metadata
from tests.fakes import BEGIN, Clock, RecordingChannel, inbound
from tests.relay_stage import MEMBER, RESIDENT, act, also_on, number, open_pair, sent, taken, words
from tests.test_shrink import photo, read

PLACE, MAKE = 0x8825, 0x010F
AT = {TELEGRAM: "t-", WEB: "w-"}
WAYS = [(WEB, TELEGRAM), (TELEGRAM, WEB), (WEB, WEB)]


class Telegram:
    """What people sent there, by its name; some of it in trouble."""

    def __init__(self) -> None:
        self.trouble: list[DeliveryError] = []

    async def fetch(self, ref: str) -> bytes:
        if self.trouble:
            raise self.trouble.pop(0)
        return taken_at_home()


def taken_at_home() -> bytes:
    exif = Image.Exif()
    exif[MAKE] = "Telephone of Lan"
    exif.get_ifd(PLACE)[2] = (13.9, 108.1, 0.0)
    return photo(1600, 1200, exif=exif)


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def app(tmp_path: Path, telegram: Telegram) -> AsyncIterator[App]:
    async with open_pair(tmp_path) as made:
        made.sources |= {TELEGRAM: telegram.fetch, WEB: webs(made).fetch}
        yield made


def webs(app: App) -> SentPictures:
    return SentPictures(app.database, WEB, shrink, app.clock)


async def talking(app: App, here: str, there: str) -> None:
    """The resident writes from here, the member is there."""
    await also_on(app, RESIDENT, here)
    await also_on(app, MEMBER, there)
    await taken(app)
    for channel in app.channels.values():
        assert isinstance(channel, RecordingChannel)
        channel.sent.clear()


async def send(app: App, who: str, channel: str, caption: str = "") -> None:
    """From the web chat it is here beforehand, as its page brings it."""
    at, id_ = AT[channel] + who, inbound(who).event_id
    if channel == WEB:
        await webs(app).keep(at, id_, taken_at_home())
    ref = id_ if channel == WEB else "AgAC-x"
    await app.take([Inbound(channel, id_, at, Kind.PHOTO, BEGIN, text=caption, said_ref="77", file=ref)])
    await app.settle()


def came(app: App, who: str, channel: str) -> list[Spoken]:
    return sent(app, AT[channel] + who, channel)


async def stored(app: App) -> int:
    async with app.database.read() as connection:
        return (await connection.execute(sa.select(sa.func.count()).select_from(sent_pictures))).scalar_one()


async def waiting(app: App) -> int:
    async with app.database.read() as connection:
        return (
            await connection.execute(sa.select(sa.func.count()).select_from(metadata.tables["outbox"]))
        ).scalar_one()


@pytest.mark.parametrize(("here", "there"), WAYS)
@pytest.mark.parametrize("by_member", [False, True])
async def test_it_comes_without_what_the_camera_wrote_and_nothing_stays(
    app: App, here: str, there: str, by_member: bool
) -> None:
    await talking(app, here, there)
    who, whom = (MEMBER, RESIDENT) if by_member else (RESIDENT, MEMBER)
    here, there = (there, here) if by_member else (here, there)
    await send(app, who, here)
    (shown,) = came(app, whom, there)
    assert shown.document
    jpeg = base64.b64decode(shown.document.body)
    assert read(jpeg).size == (1280, 960)
    assert not read(jpeg).getexif()
    assert b"Telephone" not in jpeg
    assert len(came(app, who, here)) == 1
    assert (await stored(app), await waiting(app)) == (0, 0)


@pytest.mark.parametrize(("here", "there"), WAYS)
async def test_what_is_written_under_it_goes_along_without_its_secrets(app: App, here: str, there: str) -> None:
    await talking(app, here, there)
    await send(app, RESIDENT, here, "mã otp 482913 đây cháu")
    (shown,) = came(app, MEMBER, there)
    assert shown.document
    assert "đây cháu" in shown.text
    assert "482913" not in shown.text


async def test_under_a_copy_too_and_one_with_a_secret_is_no_copy(app: App) -> None:
    await talking(app, TELEGRAM, TELEGRAM)
    await send(app, RESIDENT, TELEGRAM, "cái này nè")
    (copied,) = came(app, MEMBER, TELEGRAM)
    assert copied.copy_of
    assert "cái này nè" in copied.text
    await send(app, RESIDENT, TELEGRAM, "otp 482913")
    (shown,) = came(app, MEMBER, TELEGRAM)
    assert shown.document
    assert not shown.copy_of, "its message was taken back"


async def test_while_the_other_is_away_it_waits_and_goes_once_they_have_it(app: App) -> None:
    await talking(app, WEB, WEB)
    there = app.channels[WEB]
    assert isinstance(there, RecordingChannel)
    there.fail("w-member", NotHere())
    await send(app, RESIDENT, WEB)
    assert await stored(app) == 1
    await app.arrived(WEB, "w-member")
    await app.settle()
    assert [bool(message.document) for message in came(app, MEMBER, WEB)] == [True]
    assert await stored(app) == 0


async def test_on_two_channels_it_stays_until_both_have_it(app: App) -> None:
    await talking(app, WEB, WEB)
    await also_on(app, MEMBER, TELEGRAM)
    there = app.channels[WEB]
    assert isinstance(there, RecordingChannel)
    there.sent.clear()
    there.fail("w-member", NotHere())
    await send(app, RESIDENT, WEB)
    assert came(app, MEMBER, TELEGRAM)[-1].document
    assert await stored(app) == 1
    await app.arrived(WEB, "w-member")
    await app.settle()
    assert came(app, MEMBER, WEB)[-1].document
    assert await stored(app) == 0


async def test_after_a_day_it_is_gone_and_that_is_said(app: App) -> None:
    await talking(app, WEB, WEB)
    there = app.channels[WEB]
    assert isinstance(there, RecordingChannel)
    there.fail("w-member", NotHere())
    await send(app, RESIDENT, WEB)
    assert isinstance(app.clock, Clock)
    app.clock.forward(seconds=SENT_PICTURE_DAYS * 86400 + 1)
    await retain(app.database, app.clock())
    assert await stored(app) == 0
    await app.arrived(WEB, "w-member")
    await app.settle()
    (told,) = came(app, MEMBER, WEB)
    assert not told.document
    assert words(app, NOT_THERE) in told.text


async def test_trouble_at_the_platform_is_tried_again_but_holds_nobody_up_for_long(
    app: App, telegram: Telegram
) -> None:
    await talking(app, TELEGRAM, WEB)
    telegram.trouble = [DeliveryError("away")] * MOST_ATTEMPTS
    await send(app, RESIDENT, TELEGRAM)
    assert came(app, MEMBER, WEB) == []
    assert isinstance(app.clock, Clock)
    for _attempt in range(MOST_ATTEMPTS):
        app.clock.forward(seconds=60)
        await app.settle()
    (told,) = came(app, MEMBER, WEB)
    assert words(app, NOT_THERE) in told.text


async def test_a_sender_who_is_unknown_to_the_platform_does_not_cut_off_who_it_is_for(
    app: App, telegram: Telegram
) -> None:
    await talking(app, TELEGRAM, WEB)
    telegram.trouble = [DeliveryError("gone", unreachable=True)]
    await send(app, RESIDENT, TELEGRAM)
    assert words(app, NOT_THERE) in came(app, MEMBER, WEB)[0].text
    await send(app, RESIDENT, TELEGRAM)
    assert came(app, MEMBER, WEB)[0].document


async def test_one_that_waits_goes_with_who_sent_it(app: App) -> None:
    await talking(app, WEB, WEB)
    there = app.channels[WEB]
    assert isinstance(there, RecordingChannel)
    there.fail("w-member", NotHere())
    await send(app, RESIDENT, WEB)
    await act(app, "w-resident", text="xóa dữ liệu của tôi", channel=WEB)
    await act(app, "w-resident", Kind.PRESS, channel=WEB, action="erase.yes")
    assert await stored(app) == 0
    async with app.database.read() as connection:
        bodies = (await connection.execute(sa.select(metadata.tables["outbox"].c.body))).scalars()
        assert not [body for body in bodies if "w-resident" in str(body)]


async def test_whose_it_is_stands_in_nobody_elses_data(app: App) -> None:
    await talking(app, TELEGRAM, WEB)
    there = app.channels[WEB]
    assert isinstance(there, RecordingChannel)
    there.fail("w-member", NotHere())
    await send(app, RESIDENT, TELEGRAM)
    async with app.database.read() as connection:
        shown = await about(connection, await number(app, MEMBER))
    assert shown["on_their_way"]
    assert "t-resident" not in str(shown)


async def test_a_picture_for_nobody_is_not_kept(app: App) -> None:
    await also_on(app, RESIDENT, WEB)
    came(app, RESIDENT, WEB)
    await send(app, RESIDENT, WEB)
    nothing_kept = _("{Me} cannot see photos, and nothing was kept. Please do not send photos of papers here.")
    assert came(app, RESIDENT, WEB)[0].text == words(app, nothing_kept)
    assert await stored(app) == 0


async def test_what_comes_twice_is_shown_once_and_not_kept_the_second_time(app: App) -> None:
    await talking(app, WEB, WEB)
    for _again in range(2):
        await webs(app).keep("w-resident", "the same", taken_at_home())
        await app.take([Inbound(WEB, "the same", "w-resident", Kind.PHOTO, BEGIN, file="the same")])
        await app.settle()
    assert len(came(app, MEMBER, WEB)) == 1
    assert await stored(app) == 0


async def test_one_for_a_session_stays_until_the_session_has_it_or_another(app: App) -> None:
    member = await number(app, MEMBER)
    session = Session("page.1", 1, "23941", BEGIN.date(), (Work("vneid", "activated", 1),), 1)
    async with app.database.write() as connection:
        id_ = (await sessions.save(connection, member, session, BEGIN)).kept.id
        for ref in ("first", "second"):
            await keep(connection, WEB, "w-member", ref, taken_at_home(), BEGIN)
            await pictures.want(connection, member, id_, WEB, ref, BEGIN)
    assert await stored(app) == 1
    assert await app.fetching.look() == 1
    assert await stored(app) == 0
