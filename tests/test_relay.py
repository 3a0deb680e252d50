"""A resident and a member of the team write to each other through the bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.channels.telegram.parse import CHANNEL as TELEGRAM
from bot.core.errors import DeliveryError
from bot.core.messages import Kind
from bot.core.phrases import text as _
from bot.core.requests import Request
from bot.storage.tables import metadata
from bot.storage.turns import TurnPorts
from handlers.team.relay_line import HIDDEN
from tests.fakes import BEGIN, CHANNEL, RecordingChannel, actions
from tests.relay_stage import (
    MEMBER,
    OTHER,
    RESIDENT,
    act,
    arrive,
    number,
    on_telegram,
    open_pair,
    sent,
    taken,
    texts,
    words,
)  # fmt: skip


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with open_pair(tmp_path) as made:
        yield made


async def test_what_either_types_goes_to_the_other_under_their_name(app: App) -> None:
    request = await taken(app)
    await act(app, RESIDENT, text="tui bấm mà nó báo lỗi")
    resident = words(app, _("Resident {code}", code=request.code))
    assert texts(sent(app, MEMBER)) == [f"*{resident}:* tui bấm mà nó báo lỗi"]
    await act(app, MEMBER, text="Bác thấy chữ gì ạ?")
    assert "*Chị Lan:* Bác thấy chữ gì ạ?" in texts(sent(app, RESIDENT))


async def test_the_bot_says_once_that_it_passes_on_and_then_keeps_quiet(app: App) -> None:
    await taken(app)
    await act(app, RESIDENT, text="tui bấm mà nó báo lỗi")
    assert len(sent(app, RESIDENT)) == len(sent(app, MEMBER)) == 1
    for text in ("bấm hoài không được", "xong", "kích hoạt vneid", "cảm ơn cháu"):
        await act(app, RESIDENT, text=text)
        assert sent(app, RESIDENT) == []
        assert len(sent(app, MEMBER)) == 1


@pytest.mark.parametrize("text", ["menu", "quay lại", "gặp người", "dừng", "English", "dữ liệu của tôi"])
async def test_the_words_that_always_work_are_for_the_bot(app: App, text: str) -> None:
    await taken(app)
    await act(app, RESIDENT, text=text)
    assert sent(app, RESIDENT)
    assert sent(app, MEMBER) == []


async def test_an_emergency_is_answered_at_once_and_passed_on(app: App) -> None:
    await taken(app)
    await act(app, RESIDENT, text="cháy nhà rồi")
    assert "114" in "\n".join(texts(sent(app, RESIDENT)))
    assert "cháy nhà rồi" in "\n".join(texts(sent(app, MEMBER)))
    await act(app, MEMBER, text="cháy nhà rồi")
    assert sent(app, RESIDENT)[0].text == "*Chị Lan:* cháy nhà rồi"


@pytest.mark.parametrize(("secret", "kept"), [("mã otp 482913 đây cháu", "mã otp"), ("482913", "")])
@pytest.mark.parametrize(("by", "to"), [(RESIDENT, MEMBER), (MEMBER, RESIDENT)])
async def test_a_secret_is_hidden_and_both_are_told_why(app: App, secret: str, kept: str, by: str, to: str) -> None:
    await taken(app)
    await act(app, by, text=secret)
    heard, told = texts(sent(app, to)), texts(sent(app, by))
    assert len(heard) == 1
    assert "482913" not in heard[0] + "".join(told)
    assert kept in heard[0]
    assert words(app, HIDDEN) in heard[0]
    assert "OTP" in told[0]


async def test_either_may_have_the_bot_back_and_return_and_misses_nothing(app: App) -> None:
    request = await taken(app)
    await act(app, RESIDENT, Kind.PRESS, action=f"relay.pause:{request.id}")
    assert len(sent(app, MEMBER)) == 1
    sent(app, RESIDENT)
    await act(app, RESIDENT, text="kích hoạt vneid")
    assert sent(app, MEMBER) == []
    assert sent(app, RESIDENT)
    await act(app, MEMBER, text="Bác ơi?")
    came = sent(app, RESIDENT)
    assert texts(came) == ["*Chị Lan:* Bác ơi?"]
    assert actions(came) == [f"relay.resume:{request.id}"]
    await act(app, RESIDENT, Kind.PRESS, action=f"relay.resume:{request.id}")
    sent(app, MEMBER)
    await act(app, RESIDENT, text="đây")
    assert len(sent(app, MEMBER)) == 1


async def test_with_two_requests_the_member_chooses_whom_they_write_to(app: App) -> None:
    first = await taken(app)
    await arrive(app, "neighbour")
    second = await taken(app, "neighbour")
    await act(app, MEMBER, text="Bác ơi")
    assert sent(app, RESIDENT)
    assert sent(app, "neighbour") == []
    sent(app, MEMBER)
    await act(app, "neighbour", text="cháu ơi giúp với")
    assert actions(sent(app, MEMBER)) == [f"relay.resume:{second.id}"]
    await act(app, MEMBER, Kind.PRESS, action=f"relay.resume:{second.id}")
    await act(app, MEMBER, text="Dạ, cô nói đi ạ")
    assert sent(app, RESIDENT) == []
    assert texts(sent(app, "neighbour"))[-1] == "*Chị Lan:* Dạ, cô nói đi ạ"
    await act(app, MEMBER, Kind.PRESS, action=f"relay.pause:{second.id}")
    assert f"relay.resume:{first.id}" in actions(sent(app, MEMBER))


async def test_when_it_is_over_the_resident_is_where_they_were_in_the_guide(app: App) -> None:
    await act(app, RESIDENT, Kind.PRESS, action="guide.open:phan-anh")
    request = await taken(app)
    await act(app, RESIDENT, text="cháu ơi giúp với")
    await finish(app, request)
    sent(app, RESIDENT), sent(app, MEMBER)
    await act(app, RESIDENT, text="quay lại")
    assert "chụp chỗ hỏng" in "\n".join(texts(sent(app, RESIDENT)))
    assert sent(app, MEMBER) == []


async def test_when_it_is_over_the_words_of_the_step_are_understood_again(app: App) -> None:
    await act(app, RESIDENT, Kind.PRESS, action="guide.here:kich-hoat.nhap-ma")
    request = await taken(app)
    await act(app, RESIDENT, text="cháu ơi giúp với")
    await finish(app, request)
    sent(app, RESIDENT), sent(app, MEMBER)
    await act(app, RESIDENT, text="mã hết hạn")
    assert "guide.fixed:kich-hoat.nhap-ma.het-han" in actions(sent(app, RESIDENT))
    assert sent(app, MEMBER) == []


async def finish(app: App, request: Request) -> None:
    async with app.database.write() as connection:
        ports = TurnPorts(connection, BEGIN, app.turns.site)
        assert await ports.requests.close(await number(app, MEMBER), request)
        await ports.keep()


async def test_after_a_restart_the_talk_goes_on(app: App) -> None:
    await taken(app)
    await act(app, RESIDENT, text="cháu ơi")
    again = App(app.settings, clock=app.clock)
    again.channels[CHANNEL] = RecordingChannel()
    await again.open()
    try:
        await act(again, RESIDENT, text="cháu còn đó không")
        assert sent(again, RESIDENT) == []
        assert len(sent(again, MEMBER)) == 1
    finally:
        await again.close()


async def test_handed_over_the_resident_writes_to_whoever_has_it_now(app: App) -> None:
    request = await taken(app)
    async with app.database.write() as connection:
        ports = TurnPorts(connection, BEGIN, app.turns.site)
        other = next(one for one in await ports.teams.members(1) if one.name == "Anh Tú")
        assert await ports.requests.hand_over(await number(app, MEMBER), request, other)
        await ports.keep()
    await act(app, RESIDENT, text="cháu ơi")
    came = sent(app, OTHER)
    assert len(came) == 1
    assert actions(came) == [f"relay.resume:{request.id}"]
    assert sent(app, MEMBER) == []
    await act(app, MEMBER, text="bác ơi")
    assert all("bác ơi" not in text for text in texts(sent(app, RESIDENT)))


async def test_who_has_nothing_to_do_with_it_gets_nothing_and_says_nothing(app: App) -> None:
    request = await taken(app)
    for action in (f"relay.resume:{request.id}", f"relay.pause:{request.id}"):
        await act(app, OTHER, Kind.PRESS, action=action)
    assert texts(sent(app, OTHER)) == [words(app, _("This talk is over."))] * 2
    await act(app, OTHER, text="có ai không")
    assert sent(app, RESIDENT) + sent(app, MEMBER) == []


async def test_what_the_bot_has_asked_outright_is_answered_to_the_bot(app: App) -> None:
    await taken(app)
    await act(app, MEMBER, Kind.PRESS, action="join.name:ACD234")
    await act(app, MEMBER, Kind.PRESS, action="villages:1")
    sent(app, MEMBER)
    await act(app, RESIDENT, text="đổi xã")
    sent(app, RESIDENT)
    await act(app, RESIDENT, text="xã Chư Sê")
    assert sent(app, MEMBER) == []
    assert "Chư Sê" in "\n".join(texts(sent(app, RESIDENT)))


async def test_who_cannot_be_reached_any_more_is_not_talked_into_the_void(app: App) -> None:
    await taken(app)
    await act(app, MEMBER, Kind.LEFT)
    await act(app, RESIDENT, text="cháu ơi")
    assert texts(sent(app, RESIDENT)) == [
        words(app, _("{who} cannot be reached here any more, so nothing was passed on.", who="Chị Lan"))
    ]
    assert sent(app, MEMBER) == []


async def test_nothing_of_what_was_said_is_kept(app: App) -> None:
    await taken(app)
    await act(app, RESIDENT, text="nhà tôi ở làng Ốp")
    await act(app, MEMBER, text="làng Ốp chỗ nào ạ")
    async with app.database.read() as connection:
        everything = [str((await connection.execute(sa.select(table))).all()) for table in metadata.sorted_tables]
    assert "Ốp" not in "".join(everything)


# ---- pictures ----


async def test_a_picture_is_copied_by_the_platform_where_both_are_on_it(app: App) -> None:
    await on_telegram(app)
    await taken(app)
    await act(app, "t-resident", Kind.PHOTO, channel=TELEGRAM, said_ref="77")
    came = [message for message in sent(app, "t-member", TELEGRAM) if message.copy_of]
    assert [(one.copy_of.address, one.copy_of.ref) for one in came if one.copy_of] == [("t-resident", "77")]
    assert sent(app, MEMBER) == [], "what cannot be shown on the web is not sent there"
    assert len(sent(app, "t-resident", TELEGRAM)) == 1


@pytest.mark.parametrize("kind", [Kind.PHOTO, Kind.OTHER, Kind.LOCATION, Kind.CONTACT])
async def test_a_picture_that_cannot_go_through_is_told_to_both(app: App, kind: Kind) -> None:
    await taken(app)
    await act(app, RESIDENT, kind)
    assert len(sent(app, RESIDENT)) == len(sent(app, MEMBER)) == 1


async def test_a_copy_that_waits_goes_with_who_sent_the_original(app: App) -> None:
    await on_telegram(app)
    await taken(app)
    there = app.channels[TELEGRAM]
    assert isinstance(there, RecordingChannel)
    there.fail("t-member", DeliveryError("refused", permanent=True))
    await act(app, "t-resident", Kind.PHOTO, channel=TELEGRAM, said_ref="77")
    assert await waiting_copies(app) == 1
    await act(app, RESIDENT, text="xóa dữ liệu của tôi")
    await act(app, RESIDENT, Kind.PRESS, action="erase.yes")
    assert await waiting_copies(app) == 0


async def waiting_copies(app: App) -> int:
    async with app.database.read() as connection:
        bodies = (await connection.execute(sa.select(metadata.tables["outbox"].c.body))).scalars()
        return sum("t-resident" in str(body) for body in bodies)


async def test_a_visiting_card_is_not_copied_for_it_shows_the_account(app: App) -> None:
    await on_telegram(app)
    await taken(app)
    await act(app, "t-resident", Kind.CONTACT, channel=TELEGRAM, said_ref="77")
    assert all(message.copy_of is None for message in sent(app, "t-member", TELEGRAM))
