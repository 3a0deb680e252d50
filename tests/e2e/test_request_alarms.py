"""The clock of requests in the real process, which is killed again and again: each alarm is heard once by each."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.core.clock import utc_now
from bot.core.requests import Wanted
from bot.core.roles import Post, Role
from bot.storage import teams
from bot.storage.database import Database
from bot.storage.turns import TurnPorts
from tests.e2e.conftest import MakeBot
from tests.e2e.process import PATIENCE_S, TOKEN, Bot, until
from tests.emulators.telegram import TelegramEmulator

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

HERE = "23941"
RESIDENT, MEMBER, LEADER = 6601, 6602, 6603
BELL = "⏰"
KILLS = 3


async def settle_in(bot: Bot, telegram: TelegramEmulator) -> None:
    for who in (RESIDENT, MEMBER, LEADER):
        telegram.say(who, "/start")
        await telegram.reply(who, PATIENCE_S)
    await bot.kill()


async def ask_three_hours_ago(bot: Bot) -> None:
    """Urgent, so that it rings at whatever hour this test is run."""
    database, now = Database(f"sqlite+aiosqlite:///{bot.data / 'toso.db'}"), utc_now()
    async with database.write() as connection:
        found = await connection.execute(sa.text("SELECT address, person_id FROM addresses"))
        number = {int(address): person for address, person in found}
        await teams.make(connection, HERE, "Tổ thôn 2", now, by=None)
        await teams.give(connection, number[MEMBER], Post(Role.MEMBER, HERE, 1), "Chị Lan", now)
        await teams.give(connection, number[LEADER], Post(Role.LEADER, HERE, 1), "Bác Nam", now)
        ports = TurnPorts(connection, now - timedelta(hours=3))
        await ports.requests.make(number[RESIDENT], Wanted(HERE, urgent=True, team=1))
        await ports.keep()
    await database.close()


def on_their_way(bot: Bot) -> int:
    return sum(BELL in body for (body,) in bot.rows("SELECT body FROM outbox"))


def heard(telegram: TelegramEmulator, who: int) -> int:
    return sum(BELL in message.text for message in telegram.chat(who))


async def test_an_alarm_rings_once_however_often_the_process_is_killed(
    make_bot: MakeBot, emulator: TelegramEmulator
) -> None:
    bot = make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=emulator.base_url)
    await bot.start()
    await settle_in(bot, emulator)
    await ask_three_hours_ago(bot)

    emulator.fail("sendMessage", times=None)  # what rang stays on its way, so that a kill comes between
    for _kill in range(KILLS):
        await bot.start()
        await until(lambda: on_their_way(bot) > 0, what="the alarm rang")
        await bot.kill()
        assert on_their_way(bot) == 2
    emulator.heal()
    await bot.start()
    await until(lambda: not on_their_way(bot) and heard(emulator, MEMBER) and heard(emulator, LEADER), what="heard")
    await bot.kill()
    assert (heard(emulator, MEMBER), heard(emulator, LEADER), heard(emulator, RESIDENT)) == (1, 1, 0)

    bot.execute("UPDATE requests SET alarm_at = '2026-01-01 00:00:00.000000'")
    for _kill in range(KILLS):
        await bot.start()
        await until(lambda: heard(emulator, LEADER) == 2 and not on_their_way(bot), what="the leader was told")
        await bot.kill()
    assert (heard(emulator, MEMBER), heard(emulator, LEADER), heard(emulator, RESIDENT)) == (1, 2, 0)
    assert bot.rows("SELECT alarm, state FROM requests") == [("commune", "open")]
