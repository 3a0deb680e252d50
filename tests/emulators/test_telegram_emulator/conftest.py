"""A fresh emulator and a real client for each test."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.emulators.telegram import TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import TOKEN, Clock, client


@pytest.fixture(autouse=True)
def _times_of_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client warns about seconds as plain numbers, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def emulator(clock: Clock) -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator(TOKEN, clock=clock) as running:
        yield running


@pytest.fixture
async def bot(emulator: TelegramEmulator) -> AsyncIterator[Bot]:
    async with client(emulator) as running:
        yield running
