"""The content, the emulator and the processes; whatever was started is killed in the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.browser import Visits, Web, open_web
from tests.e2e.guides import write_content
from tests.e2e.process import SECRET, TOKEN, Bot
from tests.emulators.telegram import TelegramEmulator

MakeBot = Callable[..., Bot]

_new_chats = count(5001)


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_content(tmp_path_factory.mktemp("content") / "content")


@pytest_asyncio.fixture(loop_scope="session")
async def make_bot(tmp_path: Path, content: Path) -> AsyncIterator[MakeBot]:
    """Bots with a data folder of this test, not yet started. They are killed in the end, and have told no secret."""
    made: list[Bot] = []

    def make(name: str = "data", **settings: str) -> Bot:
        made.append(Bot(tmp_path / name, content, **settings))
        return made[-1]

    yield make
    for bot in made:
        await bot.kill()
    assert not [line for bot in made for line in bot.lines if SECRET in line]


@pytest_asyncio.fixture(loop_scope="session")
async def emulator() -> AsyncIterator[TelegramEmulator]:
    """Telegram for one test."""
    async with TelegramEmulator(TOKEN, per_second=None) as running:
        yield running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder for a bot that all the tests of a module share."""
    return tmp_path_factory.mktemp("shared") / "data"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def telegram() -> AsyncIterator[TelegramEmulator]:
    """Telegram for all the tests of a module; each has a chat of its own."""
    async with TelegramEmulator(TOKEN, per_second=None) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(telegram: TelegramEmulator, shared: Path, content: Path) -> AsyncIterator[Bot]:
    """A bot that polls there."""
    async with Bot(shared, content, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=telegram.base_url) as running:
        yield running
    assert SECRET not in running.log


@pytest.fixture
def new_chat() -> Iterator[int]:
    return _new_chats


@pytest.fixture
def chat(new_chat: Iterator[int]) -> int:
    return next(new_chat)


# ---- a browser ----


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def web(shared: Path) -> AsyncIterator[Web]:
    async with open_web(shared) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def visit(web: Web) -> AsyncIterator[Visits]:
    async with web.visits() as visits:
        yield visits
