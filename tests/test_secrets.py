"""A secret that was sent, through the whole bot: kept nowhere, spoken of kindly, and the talk goes on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.events import Event, SecretMasked
from bot.core.messages import Kind, Spoken
from bot.core.phrases import text as _
from bot.storage.tables import metadata
from handlers.resident.secrets import words_for
from tests.fakes import happen, inbound, make_app, press, say, start

WHICH_PLACE = _("Which commune or ward do {you} live in?")


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with make_app(tmp_path) as made:
        await start(made, "an", "g_kich-hoat")
        await press(made, "an", "guide.pick:kich-hoat.may.android")
        yield made


def warning(app: App, *kinds: str) -> str:
    return app.say(words_for(kinds), "vi")


def texts(said: list[Spoken]) -> list[str]:
    return [message.text for message in said]


async def everything(app: App) -> str:
    async with app.database.read() as connection:
        rows = [(await connection.execute(sa.select(table))).all() for table in metadata.sorted_tables]
    return repr(rows)


@pytest.mark.parametrize(
    ("text", "secret", "kind"),
    [
        ("cccd của tôi là 064123456789", "064123456789", "id_number"),
        ("0 6 4 1 2 3 4 5 6 7 8 9", "0 6 4 1", "id_number"),
        ("mã otp là 482913", "482913", "otp"),
        ("stk 0451000123456", "0451000123456", "account_number"),
        ("mật khẩu của tôi là Abc@123", "Abc@123", "password"),
    ],
)
async def test_a_secret_is_kept_nowhere_and_the_step_stands_there_again(
    app: App, text: str, secret: str, kind: str
) -> None:
    events: list[Event] = []
    app.turns.on_turn = lambda _waiting, happened: events.extend(happened)
    said = await say(app, "an", text)
    assert texts(said)[0] == warning(app, kind)
    assert "CH Play" in texts(said)[1]
    assert len(said) == 2
    assert events == [SecretMasked((kind,))]
    assert secret not in await everything(app)


async def test_the_warning_takes_the_message_back_where_the_channel_can(app: App) -> None:
    told, step = await happen(app, inbound("an", text="cccd 064123456789", said_ref="41"))
    assert (told.removes, step.removes) == ("41", "")


async def test_who_may_ask_for_a_code_or_a_password_is_said_with_it(app: App) -> None:
    assert warning(app, "otp") == warning(app, "id_number", "password") != warning(app, "id_number")
    assert warning(app, "card_number") == warning(app, "account_number") != warning(app, "id_number")


@pytest.mark.parametrize(
    "words", ["gửi phản ánh đường hỏng", "cài vneid vào máy", "tôi ở xã Chư Sê", "kich hoat vneid"]
)
async def test_what_is_said_beside_it_is_answered_as_it_is_alone(app: App, words: str) -> None:
    alone = await say(app, "ba", words)
    beside = await say(app, "chi", f"{words}, 064123456789")
    assert texts(beside) == [texts(alone)[0], warning(app, "id_number"), *texts(alone)[1:]]


async def test_words_that_mean_nothing_beside_it_are_no_reason_to_say_so(app: App) -> None:
    said = await say(app, "an", "Rơ Châm Hyơi 064123456789")
    assert texts(said)[0] == warning(app, "id_number")
    assert "CH Play" in texts(said)[1]


async def test_a_trouble_of_the_step_is_solved_beside_it(app: App) -> None:
    await press(app, "an", "guide.done:kich-hoat.ch-play")
    said = await say(app, "an", "mã hết hạn, mã otp cũ là 482913")
    assert texts(said)[0] == warning(app, "otp")
    assert "làm lại từ đầu" in texts(said)[1]


async def test_somebody_new_is_greeted_first(app: App) -> None:
    said = await say(app, "binh", "064123456789")
    assert texts(said)[1] == warning(app, "id_number")
    assert len(said) == 3


async def test_whoever_is_asked_for_their_commune_is_asked_again(app: App) -> None:
    await start(app, "binh")
    said = await say(app, "binh", "064123456789")
    assert texts(said) == [warning(app, "id_number"), app.say(WHICH_PLACE, "vi")]


async def test_a_secret_in_a_link_or_under_a_button_is_spoken_of_too(app: App) -> None:
    linked = await happen(app, inbound("an", Kind.START, text="064123456789"))
    pressed = await press(app, "an", "menu", "064123456789")
    assert texts(linked)[0] == texts(pressed)[0] == warning(app, "id_number")
    assert len(linked) > 1
    assert len(pressed) > 1
    assert "064123456789" not in await everything(app)
