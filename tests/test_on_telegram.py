"""Through the real Telegram channel, against the emulator: a team's group, and a resident and a member who talk."""

import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image
from pydantic import SecretStr

from bot.app import App
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.requests import Wanted
from bot.core.roles import Post, Role
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.serving import make_telegram
from bot.storage import teams
from handlers.resident import help_routing
from tests.databases import migrated
from tests.emulators.telegram import Message, TelegramEmulator
from tests.fakes import BEGIN, Clock, content_folder, settings_for

HERE, GROUP = "23941", -100500
RESIDENT, MEMBER, LEADER, OUTSIDER = 7340011, 7340012, 7340013, 7340014
PATIENCE_S = 20.0

asking = Router()


@asking.action("test.ask")
async def ask(turn: Turn) -> None:
    """As a resident who has answered all questions."""
    made = await turn.ports.requests.make(turn.person.id, Wanted(HERE, guide="phan-anh", phone="0905111222", team=1))
    await help_routing.tell_asked(turn, made)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        yield emulator


@pytest.fixture
async def app(tmp_path: Path, telegram: TelegramEmulator) -> AsyncIterator[App]:
    settings = settings_for(tmp_path, content_folder(tmp_path)).model_copy(
        update={"telegram_token": SecretStr(telegram.token), "telegram_api": telegram.base_url.removesuffix("/bot")}
    )
    migrated(settings.data_dir / "toso.db")
    made = App(settings, clock=Clock())
    made.turns._router.include(asking)
    channel = make_telegram(made)
    made.channels[channel.name] = channel
    await made.open()
    await made.start()
    try:
        await settle_in(made, telegram)
        yield made
    finally:
        await made.close()


async def settle_in(app: App, telegram: TelegramEmulator) -> None:
    """Everybody has begun a chat with the bot; two are a team."""
    for who in (RESIDENT, MEMBER, LEADER):
        for command in ("/start", "/menu"):
            telegram.say(who, command)
            await telegram.reply(who, PATIENCE_S)
    async with app.database.write() as connection:
        await teams.make(connection, HERE, "Tổ thôn 2", BEGIN, by=None)
        for who, role, name in ((MEMBER, Role.MEMBER, "Chị Lan"), (LEADER, Role.LEADER, "Bác Nam")):
            found = await connection.execute(
                sa.text("SELECT person_id FROM addresses WHERE address = :at"), {"at": str(who)}
            )
            await teams.give(connection, found.scalar_one(), Post(role, HERE, 1), name, BEGIN)


async def hears(telegram: TelegramEmulator, chat: int, fits: Callable[[str], bool]) -> str:
    """The newest message of the bot in the chat that fits; waits for it."""

    def found() -> str | None:
        texts = [message.text for message in telegram.chat(chat) if message.from_bot and fits(message.text)]
        return texts[-1] if texts else None

    return await telegram.wait_for(found, PATIENCE_S)


def words(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


async def linked(app: App, telegram: TelegramEmulator) -> None:
    telegram.say(LEADER, "tổ của tôi")
    await hears(telegram, LEADER, lambda text: "Tổ thôn 2" in text)
    telegram.press(LEADER, words(app, _("Link a Telegram group")))
    code = (await hears(telegram, LEADER, lambda text: "/nhom " in text)).partition("/nhom ")[2][:6]
    telegram.add_to_group(GROUP, LEADER)
    await hears(telegram, GROUP, lambda text: "/nhom" in text)
    telegram.say_in_group(GROUP, LEADER, f"/nhom {code}")
    await hears(telegram, GROUP, lambda text: "Tổ thôn 2" in text)


async def asked(telegram: TelegramEmulator) -> None:
    telegram.press_data(RESIDENT, telegram.last(RESIDENT).message_id, "test.ask")
    await hears(telegram, GROUP, lambda text: "Phản ánh đường hỏng" in text)


async def test_a_request_is_told_in_the_group_and_taken_there_by_a_member_alone(
    app: App, telegram: TelegramEmulator
) -> None:
    await linked(app, telegram)
    await asked(telegram)
    telegram.press_in_group(GROUP, OUTSIDER, words(app, _("I take it")))
    await hears(telegram, GROUP, lambda text: text == words(app, refusal()))
    telegram.press_in_group(GROUP, MEMBER, words(app, _("I take it")))
    await hears(telegram, GROUP, lambda text: "Chị Lan" in text)
    await hears(telegram, MEMBER, lambda text: "0905111222" in text)
    assert "0905111222" not in "".join(message.text for message in telegram.chat(GROUP))


def refusal() -> Phrase:
    return _("Thank {you}! Only members of the team can take it; the leader can invite {you}.")


async def test_what_is_said_in_the_group_leaves_no_trace(app: App, telegram: TelegramEmulator) -> None:
    await linked(app, telegram)
    telegram.say_in_group(GROUP, OUTSIDER, "tối nay họp ở nhà ông Sáu nhé")
    telegram.say(RESIDENT, "/menu")
    await telegram.reply(RESIDENT, PATIENCE_S)
    async with app.database.read() as connection:
        rows = [str((await connection.execute(sa.text(f"SELECT * FROM {table}"))).all()) for table in TRACES]
    assert "ông Sáu" not in "".join(rows)
    assert f"'{OUTSIDER}'" not in "".join(rows)


TRACES = ("inbox", "unreadable", "events", "people", "addresses", "talks")


async def test_words_and_pictures_go_from_one_to_the_other_without_their_accounts(
    app: App, telegram: TelegramEmulator
) -> None:
    telegram.introduce(RESIDENT, "Nguyễn Văn Bơm")
    await linked(app, telegram)
    await asked(telegram)
    telegram.press_in_group(GROUP, MEMBER, words(app, _("I take it")))
    await hears(telegram, RESIDENT, lambda text: "Chị Lan" in text)
    telegram.say(RESIDENT, "tui bấm mà nó báo lỗi")
    await hears(telegram, MEMBER, lambda text: "tui bấm mà nó báo lỗi" in text)
    telegram.say(MEMBER, "Bác chụp màn hình giúp cháu")
    await hears(telegram, RESIDENT, lambda text: "Bác chụp màn hình giúp cháu" in text)
    telegram.send_photo(RESIDENT, b"a picture", caption="cái này nè cháu")
    copied = await telegram.wait_for(lambda: next((m for m in telegram.chat(MEMBER) if m.media), None), PATIENCE_S)
    assert copied.from_bot
    assert "cái này nè cháu" in copied.text
    telegram.send_photo(RESIDENT, taken_at_home(), caption="căn cước 064123456789")
    shown = await telegram.wait_for(lambda: later_than(telegram, copied), PATIENCE_S)
    assert "căn cước" in shown.text
    seen = "".join(message.text for message in telegram.chat(MEMBER))
    assert not [secret for secret in ("Nguyễn", "064123456789", str(RESIDENT)) if secret in seen]


def later_than(telegram: TelegramEmulator, picture: Message) -> Message | None:
    """Another picture for the member: the message of the first was taken back, so it cannot be a copy."""
    return next((m for m in telegram.chat(MEMBER) if m.media and m.message_id > picture.message_id), None)


async def test_a_picture_of_a_session_comes_back_without_what_the_camera_wrote(
    app: App, telegram: TelegramEmulator
) -> None:
    for data in ("log.new", "log.end:1.vneid.activated", "log.many:1.3", "log.at:1.none", "log.save:1", "photo.ask:1"):
        telegram.press_data(MEMBER, telegram.last(MEMBER).message_id, data)
    telegram.send_photo(MEMBER, taken_at_home(), caption="ông Sáu, căn cước 064123456789")
    await hears(telegram, MEMBER, lambda text: text == words(app, got_it()))
    assert await app.fetching.look() == 1
    telegram.press_data(MEMBER, telegram.last(MEMBER).message_id, "photo.show:1")
    shown = await telegram.wait_for(lambda: pictures_for(telegram, MEMBER), PATIENCE_S)
    async with app.database.read() as connection:
        stored = (await connection.execute(sa.text("SELECT jpeg, ref FROM session_pictures"))).one()
    assert shown
    assert b"Telephone of Lan" not in stored.jpeg
    assert stored.ref == ""


def taken_at_home() -> bytes:
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Telephone of Lan"
    Image.new("RGB", (1600, 1200)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def got_it() -> Phrase:
    return _("Got it. {Me} make it small and take out where it was taken, then keep it.")


def pictures_for(telegram: TelegramEmulator, chat: int) -> bool:
    return any(message.media for message in telegram.chat(chat) if message.from_bot)
