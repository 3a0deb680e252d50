"""Ten thousand people, and a process that is killed three times: nobody is lost, and what is reported is what Telegram
saw. On PostgreSQL it is two processes, which share two cores here with it and the emulator, and so fewer people.
TOSO_TEST_RECIPIENTS says how many on either."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import BOTH, POSTGRESQL, SQLITE, empty_database
from tests.e2e.announcing import TEXT, announce, chats, has_ended, in_flight, outcome
from tests.e2e.conftest import MakeBot
from tests.e2e.process import TOKEN, Bot, until
from tests.emulators.telegram import Mishap, Shares, TelegramEmulator

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

RECIPIENTS = {kind: int(os.environ.get("TOSO_TEST_RECIPIENTS", usual))
              for kind, usual in ((SQLITE, "10000"), (POSTGRESQL, "2500"))}  # fmt: skip
IN_TROUBLE = 400
KILLS = 3
SEED = 20261125
WIDTH = 32
"""The most that are being sent at a time."""
PATIENCE_S = 600.0
FAST = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_PER_SECOND": "1000"}
"""Faster than Telegram lets anybody, so that it does not take six minutes; ``bench.broadcast`` keeps the limit."""


@pytest_asyncio.fixture(params=BOTH, loop_scope="session")
async def bots(
    request: pytest.FixtureRequest, tmp_path: Path, make_bot: MakeBot, emulator: TelegramEmulator
) -> AsyncIterator[list[Bot]]:
    """One process on SQLite, or two on one PostgreSQL; not yet started."""
    file = tmp_path / "data" / "toso.db"
    file.parent.mkdir()
    with empty_database(file, request.param) as url:
        settings = {**FAST, "TELEGRAM_API": emulator.base_url}
        names = ["data"] if request.param == SQLITE else ["data", "other"]
        shared = {} if request.param == SQLITE else {"DATABASE_URL": url}
        made = [make_bot(name, **settings, **shared) for name in names]
        made[0].announced_on = url
        yield made
        for bot in made:
            await bot.kill()


async def test_killed_three_times_nobody_is_lost_and_the_report_is_what_telegram_saw(
    bots: list[Bot], emulator: TelegramEmulator
) -> None:
    people = RECIPIENTS[POSTGRESQL if bots[0].shared else SQLITE]
    emulator.know(chats(people))
    await announce(bots[0].announced_on, people)
    for bot in bots:
        await bot.start()
    lot, cut_off = random.Random(SEED), 0
    for kill in range(KILLS):
        enough = int(people * (kill + lot.uniform(0.2, 0.9)) / (KILLS + 1))
        await emulator.wait_for(lambda enough=enough: len(emulator.arrivals.all) >= enough, PATIENCE_S)  # type: ignore[misc]
        for bot in bots:  # the one that sends, and on PostgreSQL the other as well
            await bot.kill()
        cut_off += in_flight(bots[0])
        for bot in bots:
            await bot.start()
    await until(lambda: has_ended(bots), PATIENCE_S, "it comes to its end")

    found = outcome(bots[0], emulator.arrivals.times(announced(emulator)))
    assert found.got.keys() == set(chats(people)), "somebody was lost"
    assert found.states == {"delivered": people}
    assert found.twice <= found.doubtful
    assert len(found.twice) <= cut_off <= KILLS * WIDTH
    assert max(found.got.values()) <= 1 + KILLS
    print(f"\n{people} people, {KILLS} kills: 0 lost, {len(found.twice)} twice, {cut_off} in flight at the kills")


async def test_in_trouble_of_every_kind_the_final_states_are_right(bots: list[Bot], emulator: TelegramEmulator) -> None:
    shares = Shares(seed=SEED, busy=0.05, blocked=0.03, broken=0.02, late=0.01)
    emulator.trouble(shares)
    emulator.know(chats(IN_TROUBLE))
    await announce(bots[0].announced_on, IN_TROUBLE)
    for bot in bots:
        await bot.start()
    await until(lambda: has_ended(bots), PATIENCE_S, "it comes to its end")

    found = outcome(bots[0], emulator.arrivals.times(announced(emulator)))
    met = {mishap: {chat for chat, what in emulator.mishaps if what is mishap} for mishap in Mishap}
    assert all(met[mishap] for mishap in (Mishap.BUSY, Mishap.BLOCKED, Mishap.BROKEN, Mishap.LATE))
    assert {chat for chat, state in found.by.items() if state == "unreachable"} == met[Mishap.BLOCKED]
    delivered = set(chats(IN_TROUBLE)) - met[Mishap.BLOCKED]
    assert {chat for chat, state in found.by.items() if state == "delivered"} == delivered == found.got.keys()
    assert found.twice <= met[Mishap.LATE]
    assert found.doubtful == met[Mishap.LATE]


def announced(emulator: TelegramEmulator) -> str:
    """As it came: with who speaks above it."""
    return next(arrival.text for arrival in emulator.arrivals.all if TEXT in arrival.text)
