"""Starting and stopping: quickly, in words when it cannot be, and without telling the token to anybody."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
import yaml

from tests.e2e import process
from tests.e2e.chats import at_step, hears
from tests.e2e.conftest import MakeBot
from tests.e2e.guides import RIDE, ride
from tests.e2e.page import open_page
from tests.e2e.process import PATIENCE_S, SECRET, TOKEN, Bot, command, until
from tests.emulators.telegram import TelegramEmulator

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

READY_WITHIN_S = 5.0
STOPPED_WITHIN_S = 10.0


async def healthz(bot: Bot) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(f"{bot.url}/healthz") as response:
        return response.status, await response.json()


# ---- starting ----


async def test_a_second_start_is_ready_in_less_than_five_seconds(make_bot: MakeBot) -> None:
    bot = await make_bot().start()
    first = bot.started_in_s
    assert await bot.terminate() == 0
    await bot.start()
    print(f"\nfirst start {first:.2f} s, second {bot.started_in_s:.2f} s")
    assert bot.started_in_s < READY_WITHIN_S


async def test_a_start_after_a_kill_is_as_quick(make_bot: MakeBot) -> None:
    bot = await make_bot().start()
    await bot.restart()
    assert bot.started_in_s < READY_WITHIN_S


async def test_when_it_says_ready_it_is(make_bot: MakeBot) -> None:
    bot = await make_bot().start()
    status, report = await healthz(bot)
    assert status == 200
    assert (report["status"], report["database"], report["guides"]) == ("ok", "ok", 2)
    async with aiohttp.ClientSession() as session, session.get(f"{bot.url}/") as response:
        assert response.status == 200
        assert "Tổ Số" in await response.text()


async def test_health_tells_when_the_database_is_gone(make_bot: MakeBot) -> None:
    bot = await make_bot().start()
    shutil.rmtree(bot.data)
    (bot.data).write_text("nothing of a database")
    status, report = await healthz(bot)
    assert (status, report["status"]) in {(503, "trouble"), (200, "ok")}  # an open file lives on


async def test_without_a_token_telegram_is_not_called(make_bot: MakeBot, emulator: TelegramEmulator) -> None:
    bot = await make_bot(TELEGRAM_API=emulator.base_url).start()
    async with open_page(bot.url) as page:
        await page.start(f"g_{RIDE}")
        await page.hears(ride(1))
    assert "TOSO_TELEGRAM_TOKEN" in bot.log
    assert await bot.terminate() == 0
    assert not emulator.calls


# ---- what only the operator can mend ----


async def refused(bot: Bot) -> str:
    """What it says about why it does not start."""
    said = len(bot.lines)
    await bot.launch()
    code = await bot.ended()
    words = "".join(bot.lines[said:])
    assert code == 1, words
    assert "Traceback" not in words
    assert process.READY not in words
    return words


async def test_a_port_in_use_is_named_with_the_setting(make_bot: MakeBot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = await refused(make_bot(PORT=str(port)))
    assert str(port) in words
    assert "TOSO_PORT" in words


async def test_two_bots_cannot_have_the_same_port(make_bot: MakeBot) -> None:
    bot = await make_bot().start()
    assert "TOSO_PORT" in await refused(make_bot("other", PORT=bot.url.rpartition(":")[2]))
    assert (await healthz(bot))[0] == 200


def unknown_field(guide: dict[str, Any]) -> str:
    guide["titel"] = guide.pop("title")
    return "titel"


def no_step(guide: dict[str, Any]) -> str:
    guide["steps"] = []
    return "steps"


def no_vietnamese(guide: dict[str, Any]) -> str:
    del guide["steps"][3]["do"]["vi"]
    return "steps.3.do"


def other_id(guide: dict[str, Any]) -> str:
    guide["id"] = "cuoi-trau"
    return "id"


@pytest.mark.parametrize("spoil", [unknown_field, no_step, no_vietnamese, other_id])
async def test_broken_content_is_named_by_file_and_field(
    make_bot: MakeBot, content: Path, tmp_path: Path, spoil: Callable[[dict[str, Any]], str]
) -> None:
    broken = shutil.copytree(content, tmp_path / "broken")
    file = broken / "guides" / f"{RIDE}.yaml"
    guide = yaml.safe_load(file.read_text("utf-8"))
    field = spoil(guide)
    file.write_text(yaml.safe_dump(guide, allow_unicode=True), encoding="utf-8")
    words = await refused(make_bot(CONTENT_DIR=str(broken)))
    assert f"{file}: {field}: " in words


@pytest.mark.parametrize("written", [b"\xff\xfe", b"a: [", b"", b"- a", b"a: &a [*a]"], ids=repr)
async def test_a_file_that_cannot_be_read_is_named(
    make_bot: MakeBot, content: Path, tmp_path: Path, written: bytes
) -> None:
    broken = shutil.copytree(content, tmp_path / "broken")
    (broken / "contacts.yaml").write_bytes(written)
    assert str(broken / "contacts.yaml") in await refused(make_bot(CONTENT_DIR=str(broken)))


async def test_a_content_folder_that_is_not_there_is_named(make_bot: MakeBot, tmp_path: Path) -> None:
    assert str(tmp_path / "nowhere") in await refused(make_bot(CONTENT_DIR=str(tmp_path / "nowhere")))


async def test_a_data_folder_that_cannot_be_made_is_named_with_the_setting(make_bot: MakeBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for place in ("file", "file/below"):
        words = await refused(make_bot(DATA_DIR=str(tmp_path / place)))
        assert str(tmp_path / place) in words
        assert "TOSO_DATA_DIR" in words


@pytest.mark.skipif(sys.platform != "linux", reason="/proc takes no files, whoever asks")
async def test_a_data_folder_that_may_not_be_written_to_is_told_in_words(make_bot: MakeBot) -> None:
    assert "folder" in await refused(make_bot(DATA_DIR="/proc"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_data_folder_without_the_right_to_write_is_told_in_words(make_bot: MakeBot, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "folder" in await refused(make_bot("locked"))


async def test_a_database_file_that_is_none_is_told_in_words(make_bot: MakeBot, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "toso.db").write_bytes(b"this is a letter, and no database" * 100)
    assert "not a database" in await refused(make_bot())


async def test_a_database_of_a_newer_version_is_left_alone(make_bot: MakeBot) -> None:
    bot = await make_bot().start()
    await bot.terminate()
    bot.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in await refused(bot)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "many"), ("PORT", "70000"), ("PORT", ""), ("LOG_LEVEL", "LOUD"), ("HOST", "256.1.1.1"),
     ("DATABASE_URL", "mysql:/")],
)  # fmt: skip
async def test_a_wrong_setting_is_named(make_bot: MakeBot, name: str, value: str) -> None:
    assert f"TOSO_{name}" in await refused(make_bot(**{name: value}))


# ---- stopping ----


async def test_sigterm_ends_it_within_ten_seconds_whoever_is_there(
    make_bot: MakeBot, emulator: TelegramEmulator
) -> None:
    """A poll is open at Telegram, one page is idle, and one has a message that it will never confirm."""
    bot = await make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=emulator.base_url).start()
    await at_step(emulator, 1)
    async with open_page(bot.url), open_page(bot.url, confirms=False) as page:
        await page.start(f"g_{RIDE}")
        await page.until(lambda: page.messages)
        began = time.monotonic()
        assert await bot.terminate() == 0
        stopped_in_s = time.monotonic() - began
    print(f"\nstopped in {stopped_in_s:.1f} s")
    assert stopped_in_s < STOPPED_WITHIN_S
    assert "Traceback" not in bot.log


async def test_sigterm_in_the_middle_of_a_crowd_ends_it_every_time_and_loses_nothing(make_bot: MakeBot) -> None:
    """Several times: whether the end falls together with a confirmation is a matter of luck."""
    bot = await make_bot().start()
    tokens = [str(uuid4()) for _ in range(30)]
    for round_ in range(1, 13):
        async with AsyncExitStack() as stack:
            pages = [await stack.enter_async_context(open_page(bot.url, token)) for token in tokens]
            for page in pages:
                await (page.say("quay lại" if round_ % 2 else "xong") if round_ > 1 else page.start(f"g_{RIDE}"))
            await asyncio.gather(*(page.until(lambda page=page: page.of("taken")) for page in pages))  # type: ignore[misc]
            began = time.monotonic()
            assert await bot.terminate() == 0
            assert time.monotonic() - began < STOPPED_WITHIN_S
        await bot.start()
    for token in tokens:
        async with open_page(bot.url, token) as page:
            await page.say("quay lại")
            await page.hears(ride(1))


async def test_sigterm_does_not_wait_for_pages_that_are_frozen(make_bot: MakeBot) -> None:
    """Telephones in a pocket: connected, but nothing there that would say goodbye."""
    bot = await make_bot().start()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        for _ in range(3):
            frozen = await stack.enter_async_context(session.ws_connect(f"{bot.url}/chat/socket"))
            await frozen.send_json({"type": "hello"})
            assert (await frozen.receive_json())["type"] == "welcome"
        began = time.monotonic()
        assert await bot.terminate() == 0
        assert time.monotonic() - began < STOPPED_WITHIN_S


async def test_sigterm_with_nobody_there_ends_it_at_once(make_bot: MakeBot) -> None:
    bot = await make_bot().start()
    began = time.monotonic()
    assert await bot.terminate() == 0
    assert time.monotonic() - began < 3


async def test_what_was_not_sent_before_sigterm_is_sent_after_the_next_start(
    make_bot: MakeBot, emulator: TelegramEmulator
) -> None:
    bot = await make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=emulator.base_url).start()
    await at_step(emulator, 1)
    emulator.fail("sendMessage", 500, times=None)
    emulator.say(1, "xong")
    await emulator.wait_for(lambda: emulator.calls[-1].status == 500, chat_id=1)
    assert await bot.terminate() == 0
    emulator.heal()
    await bot.start()
    await hears(emulator, 1, ride(2))


async def test_sigterm_while_it_starts_ends_it_too(make_bot: MakeBot) -> None:
    bot = make_bot()
    await bot.launch()
    await until(lambda: bot.data.exists())
    began = time.monotonic()
    assert await bot.terminate() in {0, -15}
    assert time.monotonic() - began < STOPPED_WITHIN_S


# ---- the token ----


async def test_the_token_is_in_no_line_of_the_log_whatever_goes_wrong(
    make_bot: MakeBot, emulator: TelegramEmulator
) -> None:
    bot = make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=emulator.base_url, LOG_LEVEL="DEBUG")
    emulator.fail("getMe", 502, body="<html>Bad Gateway</html>")
    emulator.drop("getMe")
    await bot.start()
    await at_step(emulator, 1)
    emulator.poison(1)
    emulator.fail("getUpdates", 409)
    for status in (400, 403, 409, 429, 500, 0, 401):
        if status:
            emulator.fail("sendMessage", status, retry_after=1 if status == 429 else None)
        else:
            emulator.drop("sendMessage")
        emulator.say(1, "xong")
        await has_answered(emulator, status)
    await until(lambda: bot.rows("SELECT 1 FROM unreadable"))
    await bot.terminate()
    assert bot.log
    assert SECRET not in bot.log


async def has_answered(telegram: TelegramEmulator, status: int) -> None:
    """Telegram has refused a message with this status, or hung up on it (0)."""
    await telegram.wait_for(lambda: any(c.status == status for c in telegram.calls_to("sendMessage")), PATIENCE_S)


async def test_a_token_that_is_refused_is_not_told_either(make_bot: MakeBot) -> None:
    async with TelegramEmulator("1:another") as emulator:
        bot = await make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=emulator.base_url).start()
        await until(lambda: "TOSO_TELEGRAM_TOKEN" in bot.log)
        assert SECRET not in bot.log


async def test_an_address_that_nobody_answers_at_does_not_tell_it(make_bot: MakeBot) -> None:
    bot = await make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API="http://127.0.0.1:9", LOG_LEVEL="DEBUG").start()
    await until(lambda: "cannot connect" in bot.log)
    assert SECRET not in bot.log


async def test_no_command_tells_it(content: Path, tmp_path: Path) -> None:
    settings = {"TELEGRAM_TOKEN": TOKEN, "CONTENT_DIR": str(content), "DATA_DIR": str(tmp_path)}
    ended = [await command(name, settings=settings) for name in ("check", "migrate", "ask", "chat")]
    assert [one.code for one in ended] == [0] * 4
    ended.append(await command("run", settings={**settings, "PORT": "-1"}))
    assert ended[-1].code == 1
    assert SECRET not in "".join(one.out + one.err for one in ended)


async def test_no_process_of_these_tests_has_told_it() -> None:
    assert process.output
    assert SECRET not in "".join(process.output)
