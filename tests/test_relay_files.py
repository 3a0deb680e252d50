"""Voice notes, files and positions go from a resident to a member and back, from any channel to any other that can
have them, with a word of warning, and are kept nowhere."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.channels.telegram.parse import CHANNEL as TELEGRAM
from bot.channels.webchat.parse import CHANNEL as WEB
from bot.core.errors import DeliveryError, NotHere
from bot.core.files import BINARY, OGG, WEBM
from bot.core.messages import Inbound, Kind, Spoken
from bot.core.requests import Request
from bot.delivery.speak import FILE_NOT_THERE, STOPPED
from bot.shrink import shrink
from bot.storage.periods import SENT_PICTURE_DAYS
from bot.storage.picture_tables import sent_pictures
from bot.storage.records import about
from bot.storage.retention import retain
from bot.storage.sent_pictures import SentPictures
from bot.storage.tables import metadata
from handlers.resident.lost import CANNOT_LISTEN
from handlers.team.relay_files import NOT_HEARD, NOT_SEEN, was_stopped
from handlers.team.relay_line import resident_of
from tests.fakes import BEGIN, CHANNEL, Clock, RecordingChannel, inbound
from tests.relay_stage import MEMBER, RESIDENT, act, also_on, number, open_pair, sent, taken, words
from tests.sounds import APP, PDF, VOICE_OGG, VOICE_WEBM, WORD

AT = {TELEGRAM: "t-", WEB: "w-"}
SOUND = {TELEGRAM: VOICE_OGG, WEB: VOICE_WEBM}
WAYS = [(WEB, TELEGRAM), (TELEGRAM, WEB), (WEB, WEB)]


class Telegram:
    """What somebody sent there, whatever its name; once in trouble."""

    def __init__(self) -> None:
        self.holds = VOICE_OGG
        self.trouble: list[DeliveryError] = []

    async def fetch(self, ref: str) -> bytes:
        if self.trouble:
            raise self.trouble.pop()
        return self.holds


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


def there(app: App, channel: str) -> RecordingChannel:
    found = app.channels[channel]
    assert isinstance(found, RecordingChannel)
    return found


async def talking(app: App, here: str, elsewhere: str) -> Request:
    """The resident writes from here, the member is elsewhere."""
    await also_on(app, RESIDENT, here)
    await also_on(app, MEMBER, elsewhere)
    request = await taken(app)
    for channel in app.channels:
        there(app, channel).sent.clear()
    return request


async def speak(app: App, who: str, channel: str, caption: str = "") -> None:
    at, id_ = AT[channel] + who, inbound(who).event_id
    if channel == WEB:
        await webs(app).keep_voice(at, id_, SOUND[WEB])
    ref = id_ if channel == WEB else "AwAC-x"
    await app.take([Inbound(channel, id_, at, Kind.VOICE, BEGIN, text=caption, said_ref="77", file=ref)])
    await app.settle()


async def hand(app: App, who: str, name: str = "don xin.pdf", caption: str = "", **more: object) -> None:
    """A file can be sent on Telegram alone."""
    at, id_ = AT[TELEGRAM] + who, inbound(who).event_id
    file = Inbound(TELEGRAM, id_, at, Kind.FILE, BEGIN, text=caption, said_ref="77", file="BQAC-x", file_name=name)
    await app.take([Inbound(**{slot: getattr(file, slot) for slot in Inbound.__slots__} | more)])
    await app.settle()


def came(app: App, who: str, channel: str) -> list[Spoken]:
    return sent(app, AT[channel] + who, channel)


async def rows(app: App, table: str) -> list[object]:
    async with app.database.read() as connection:
        return list((await connection.execute(sa.select(metadata.tables[table]))).all())


async def kept(app: App) -> int:
    return len(await rows(app, sent_pictures.name))


# ---- voice notes ----


@pytest.mark.parametrize(("here", "elsewhere"), WAYS)
@pytest.mark.parametrize("by_member", [False, True])
async def test_a_voice_note_comes_as_it_was_said_and_nothing_stays(
    app: App, here: str, elsewhere: str, by_member: bool
) -> None:
    await talking(app, here, elsewhere)
    who, whom = (MEMBER, RESIDENT) if by_member else (RESIDENT, MEMBER)
    here, elsewhere = (elsewhere, here) if by_member else (here, elsewhere)
    await speak(app, who, here)
    (heard,) = came(app, whom, elsewhere)
    assert heard.document
    assert heard.document.content == SOUND[here]
    assert heard.document.mime == (WEBM if here == WEB else OGG)
    assert words(app, NOT_HEARD) in heard.text
    assert len(came(app, who, here)) == 1
    assert (await kept(app), await rows(app, "outbox")) == (0, [])
    assert "OpusHead" not in str(await rows(app, "inbox"))


async def test_from_telegram_to_telegram_it_is_the_platforms_copy_with_the_same_warning(app: App) -> None:
    await talking(app, TELEGRAM, TELEGRAM)
    await speak(app, RESIDENT, TELEGRAM)
    (copied,) = came(app, MEMBER, TELEGRAM)
    assert copied.copy_of
    assert words(app, NOT_HEARD) in copied.text


async def test_what_is_written_under_it_goes_along_without_its_secrets(app: App) -> None:
    await talking(app, TELEGRAM, WEB)
    await speak(app, RESIDENT, TELEGRAM, "mã otp 482913 đây cháu")
    (heard,) = came(app, MEMBER, WEB)
    assert "đây cháu" in heard.text
    assert "482913" not in heard.text


async def test_while_the_other_is_away_it_waits_and_after_a_day_it_is_gone_and_that_is_said(app: App) -> None:
    await talking(app, WEB, WEB)
    there(app, WEB).fail("w-member", NotHere())
    await speak(app, RESIDENT, WEB)
    assert await kept(app) == 1
    assert isinstance(app.clock, Clock)
    app.clock.forward(seconds=SENT_PICTURE_DAYS * 86400 + 1)
    await retain(app.database, app.clock())
    assert await kept(app) == 0
    await app.arrived(WEB, "w-member")
    await app.settle()
    (told,) = came(app, MEMBER, WEB)
    assert not told.document
    assert words(app, FILE_NOT_THERE) in told.text


async def test_once_the_other_is_back_it_goes_and_nothing_stays(app: App) -> None:
    await talking(app, WEB, WEB)
    there(app, WEB).fail("w-member", NotHere())
    await speak(app, RESIDENT, WEB)
    await app.arrived(WEB, "w-member")
    await app.settle()
    assert [bool(message.document) for message in came(app, MEMBER, WEB)] == [True]
    assert await kept(app) == 0


async def test_one_that_waits_is_in_the_data_of_whom_it_is_from_and_goes_with_them(app: App) -> None:
    await talking(app, WEB, WEB)
    there(app, WEB).fail("w-member", NotHere())
    await speak(app, RESIDENT, WEB)
    async with app.database.read() as connection:
        own = await about(connection, await number(app, RESIDENT))
        others = await about(connection, await number(app, MEMBER))
    assert len(own["pictures_on_their_way"]) == 1
    assert "w-resident" not in str(others)
    await act(app, "w-resident", text="xóa dữ liệu của tôi", channel=WEB)
    await act(app, "w-resident", Kind.PRESS, channel=WEB, action="erase.yes")
    assert await kept(app) == 0
    assert "w-resident" not in str(await rows(app, "outbox"))


async def test_when_nobody_listens_that_is_said_kindly_and_nothing_is_kept(app: App) -> None:
    await also_on(app, RESIDENT, WEB)
    came(app, RESIDENT, WEB)
    await speak(app, RESIDENT, WEB)
    answer, way_on = came(app, RESIDENT, WEB)
    assert answer.text == words(app, CANNOT_LISTEN)
    assert way_on.choices
    assert await kept(app) == 0


async def test_what_comes_twice_is_heard_once(app: App) -> None:
    await talking(app, WEB, WEB)
    for _again in range(2):
        await webs(app).keep_voice("w-resident", "the same", VOICE_OGG)
        await app.take([Inbound(WEB, "the same", "w-resident", Kind.VOICE, BEGIN, file="the same")])
        await app.settle()
    assert len(came(app, MEMBER, WEB)) == 1
    assert await kept(app) == 0


async def test_what_is_no_recording_is_not_even_kept(app: App) -> None:
    with pytest.raises(ValueError, match="no voice note"):
        await webs(app).keep_voice("w-resident", "x", PDF)
    assert await kept(app) == 0


# ---- files ----


@pytest.mark.parametrize("content", [PDF, WORD])
async def test_a_file_comes_under_its_name_with_a_warning_and_never_as_what_it_says_it_is(
    app: App, telegram: Telegram, content: bytes
) -> None:
    telegram.holds = content
    await talking(app, TELEGRAM, WEB)
    name = "don xin.pdf" if content is PDF else "don xin.docx"
    await hand(app, RESIDENT, name, "đơn đây cháu")
    (paper,) = came(app, MEMBER, WEB)
    assert paper.document
    assert (paper.document.name, paper.document.mime, paper.document.content) == (name, BINARY, content)
    assert words(app, NOT_SEEN) in paper.text
    assert name in paper.text
    assert "đơn đây cháu" in paper.text
    assert await rows(app, "outbox") == []


async def test_from_telegram_to_telegram_a_file_is_copied_with_the_same_warning(app: App) -> None:
    await talking(app, TELEGRAM, TELEGRAM)
    await hand(app, RESIDENT)
    (copied,) = came(app, MEMBER, TELEGRAM)
    assert copied.copy_of
    assert words(app, NOT_SEEN) in copied.text


@pytest.mark.parametrize("elsewhere", [TELEGRAM, WEB])
async def test_what_could_install_something_is_stopped_and_both_are_told(app: App, elsewhere: str) -> None:
    request = await talking(app, TELEGRAM, elsewhere)
    await hand(app, RESIDENT, "vneid.apk", harmful=True)
    (warned,) = came(app, MEMBER, elsewhere)
    (told,) = came(app, RESIDENT, TELEGRAM)
    assert (warned.document, warned.copy_of) == (None, None)
    assert warned.text == words(app, was_stopped(resident_of(request)))
    assert told.text != warned.text


async def test_an_app_behind_a_harmless_name_is_stopped_when_it_is_seen(app: App, telegram: Telegram) -> None:
    telegram.holds = APP
    await talking(app, TELEGRAM, WEB)
    await hand(app, RESIDENT, "hoa don.pdf")
    (warned,) = came(app, MEMBER, WEB)
    assert not warned.document
    assert words(app, STOPPED) in warned.text


async def test_what_is_too_large_to_be_fetched_is_told_to_both(app: App) -> None:
    await talking(app, TELEGRAM, WEB)
    await hand(app, RESIDENT, file="")
    assert len(came(app, MEMBER, WEB)) == len(came(app, RESIDENT, TELEGRAM)) == 1


async def test_one_that_is_gone_at_telegram_is_told_of(app: App, telegram: Telegram) -> None:
    telegram.trouble = [DeliveryError("gone", permanent=True)]
    await talking(app, TELEGRAM, WEB)
    await hand(app, RESIDENT)
    assert words(app, FILE_NOT_THERE) in came(app, MEMBER, WEB)[0].text


# ---- where somebody is ----


@pytest.mark.parametrize(("here", "elsewhere"), [*WAYS, (TELEGRAM, TELEGRAM)])
async def test_a_position_is_told_in_words_with_a_map_on_every_channel(app: App, here: str, elsewhere: str) -> None:
    await talking(app, here, elsewhere)
    await act(app, AT[here] + RESIDENT, Kind.LOCATION, channel=here, location=(13.98331234, 108.0), said_ref="77")
    (told,) = came(app, MEMBER, elsewhere)
    assert not told.copy_of
    assert "13.98331, 108.00000" in told.text
    (on_map,) = [choice for choice in told.choices if choice.url]
    assert on_map.url == "https://www.openstreetmap.org/?mlat=13.98331&mlon=108.00000#map=17/13.98331/108.00000"
    assert len(came(app, RESIDENT, here)) == 1
    assert [len(sent(app, MEMBER)), len(await rows(app, "outbox"))] == [1, 0]


async def test_a_position_for_the_bot_stays_with_the_bot(app: App) -> None:
    await also_on(app, RESIDENT, WEB)
    await taken(app)
    await act(app, RESIDENT, Kind.PRESS, action="place.ask")
    sent(app, MEMBER)
    await act(app, RESIDENT, Kind.LOCATION, location=(13.9833, 108.0))
    assert sent(app, MEMBER) == []


async def test_who_can_only_be_written_to_in_words_is_told_of_a_voice_note(app: App) -> None:
    await also_on(app, RESIDENT, TELEGRAM)
    await taken(app)
    sent(app, MEMBER)
    await speak(app, RESIDENT, TELEGRAM)
    (told,) = sent(app, MEMBER, CHANNEL)
    assert not told.document
