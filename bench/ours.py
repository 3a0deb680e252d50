"""Tổ Số on the same talk: every turn durable, through the Telegram channel, the network stubbed as for the peers.

Updates come as they would from polling, up to 100 at once, each acknowledged only when it is in the inbox on disk; the
next ones are fetched while the earlier are still being answered, at most ``WINDOW`` of them. SQLite writes with
``synchronous=FULL``. A turn's time runs from its raw text to its last answer taken by the network.
"""

import asyncio
import json
from array import array
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from telegram import Bot
from typing_extensions import override

from bench.peers import script
from bench.peers.ptb import StubRequest
from bench.peers.stub import TOKEN, Network, Result, equal_conditions
from bot.app import App
from bot.channels.telegram.receive import Telegram
from bot.channels.telegram.render import render
from bot.config import Settings
from bot.core.messages import Spoken
from handlers.resident.guides import ask_if_it_helped

POLL = 100  # updates Telegram gives at once
WINDOW = 512  # updates fetched and not yet answered, at most


class Meter:
    """Times each person's turn, and lets in no more than the window."""

    def __init__(self) -> None:
        self.spent: array[float] = array("d")
        self._begun: dict[str, float] = {}
        self._missing: dict[str, int] = {}
        self._free = asyncio.Event()
        self._free.set()

    async def begin(self, chats: Sequence[str], replies: int) -> None:
        while len(self._begun) > WINDOW - len(chats):
            self._free.clear()
            await self._free.wait()
        now = perf_counter()
        for chat in chats:
            self._begun[chat] = now
            self._missing[chat] = replies

    def sent(self, chat: str) -> None:
        self._missing[chat] -= 1
        if not self._missing[chat]:
            self.spent.append(perf_counter() - self._begun.pop(chat))
            self._free.set()

    async def all_done(self) -> None:
        while self._begun:
            self._free.clear()
            await self._free.wait()


class Timed(Telegram):
    """The channel as it is, without the platform's limit of 30 messages a second, for the network is a stub."""

    per_second = None
    meter: Meter

    @override
    async def start(self) -> None:
        await self._bot.initialize()

    @override
    async def send(self, address: str, message: Spoken) -> str:
        ref = await super().send(address, message)
        self.meter.sent(address)
        return ref

    async def polled(self, raws: Sequence[str]) -> None:
        """As the poll does with an answer of Telegram."""
        await self._accept([json.loads(raw) for raw in raws])


async def run(people: int) -> Result:
    network = Network()
    with TemporaryDirectory() as folder:
        app = App(Settings(data_dir=Path(folder), _env_file=None))
        raws = script.updates(people, action(app))
        batches = [list(islice(raws, min(POLL, people - begun))) for _ in range(script.TURNS)
                   for begun in range(0, people, POLL)]  # fmt: skip
        with equal_conditions():
            return await held(app, network, batches, people)


async def held(app: App, network: Network, batches: Sequence[list[str]], people: int) -> Result:
    telegram = channel(app, network)
    await app.open()
    await app.start()
    begun = perf_counter()
    replies = replies_of_a_turn(app)
    for number, raws in enumerate(batches):
        first = script.FIRST_CHAT + number * POLL % (-(-people // POLL) * POLL)
        await telegram.meter.begin(
            [str(first + n) for n in range(len(raws))], replies[number * script.TURNS // len(batches)]
        )
        await telegram.polled(raws)
    await telegram.meter.all_done()
    await app.close()
    seconds = perf_counter() - begun
    return Result.of(telegram.meter.spent, seconds, network.finished(last_words(app)))


def channel(app: App, network: Network) -> Timed:
    bot = Bot(TOKEN, request=StubRequest(network), get_updates_request=StubRequest(network))
    telegram = Timed(bot, StubRequest(network), app.take, app.clock, commands={})
    telegram.meter = Meter()
    app.channels[telegram.name] = telegram
    return telegram


def action(app: App) -> Callable[[int], str]:
    """What our buttons say: press 0 opens the guide, press n says that step n is done."""
    guide = app.world.content.guides[script.GUIDE]
    steps = [guide.first, *guide.ahead(guide.first)]
    return lambda press: f"guide.done:{guide.id}.{steps[press - 1].id}" if press else f"guide.open:{guide.id}"


def replies_of_a_turn(app: App) -> list[int]:
    """How many messages each turn has: a greeting and a question, what goes before a guide, the end."""
    content = app.world.content
    introduced = any(content.holds(notice.when) for notice in content.guides[script.GUIDE].intro)
    return [2, 1 + introduced, 1, 1, 1, 1, 1, 2]


def last_words(app: App) -> str:
    """What everybody's talk ends with, as Telegram gets it."""
    words = app.say(ask_if_it_helped(app.world.content.guides[script.GUIDE]), "vi")
    return render(Spoken(0, words))[0].html
