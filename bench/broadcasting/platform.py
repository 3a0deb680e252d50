"""Telegram in a process of its own: ``python -m bench.broadcasting.platform --recipients N``.

Prints its address, then does what it is told, a line of JSON each, and answers each with one. Residents write all the
time once they are told to talk.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from itertools import cycle
from typing import Any

from bench.broadcasting.figures import LIMIT, Facts, Seen
from bench.broadcasting.job import ADMIN, MARK, OVER, RESIDENTS, TOKEN, chosen
from tests.emulators.telegram import Arrival, Call, TelegramEmulator

EVERY_S = 0.5
"""So often a resident writes."""
WORDS = "cảm ơn"
GRACE_S = 10.0
"""So long residents wait for their last answers."""


class Log:
    """What was seen so far, sorted as it comes, so that asking again does not go through it all again."""

    def __init__(self, calls: Sequence[Call], arrivals: Sequence[Arrival]) -> None:
        self._calls, self._arrivals = calls, arrivals
        self._calls_read = self._arrivals_read = 0
        self.sent: list[Seen] = []
        self.others: list[Seen] = []
        self.polled: list[float] = []
        self.refused = self.told = 0

    def read(self) -> None:
        for call in self._calls[self._calls_read :]:
            self._note(call)
        for arrival in self._arrivals[self._arrivals_read :]:
            self._sort(arrival)
        self._calls_read, self._arrivals_read = len(self._calls), len(self._arrivals)

    def _note(self, call: Call) -> None:
        if call.method == "getUpdates":
            self.polled.append(call.at)
        self.refused += call.status == HTTPStatus.TOO_MANY_REQUESTS

    def _sort(self, arrival: Arrival) -> None:
        (self.sent if MARK in arrival.text else self.others).append((arrival.at, arrival.chat_id))
        self.told += arrival.chat_id == ADMIN and arrival.text == OVER


class Platform:
    def __init__(self, emulator: TelegramEmulator) -> None:
        self.emulator, self.log = emulator, Log(emulator.calls, emulator.arrivals.all)
        self.asked: list[Seen] = []
        self._talking: asyncio.Task[None] | None = None

    async def do(self, what: str, given: Any) -> Any:
        match what:
            case "talk":
                self._talking = asyncio.create_task(self._talk())
            case "say":
                self.emulator.say(ADMIN, given)
            case "polled":
                return await self._until(lambda: self.emulator.polling or self.log.polled, given)
            case "sent":
                return await self._until(lambda: len(self.log.sent) >= given[0], given[1])
            case "told":
                return await self._until(lambda: self.log.told > 0, given)
            case "count":
                self.log.read()
                return len(self.log.sent)
            case "facts":
                return asdict(await self._facts())
        return True

    async def _until(self, true: Any, seconds: float) -> bool:
        """Whether it came true in that time."""

        def now() -> bool:
            self.log.read()
            return bool(true())

        try:
            return await self.emulator.wait_for(now, seconds)
        except TimeoutError:
            return False

    async def _talk(self) -> None:
        for chat in cycle(RESIDENTS):
            self.emulator.say(chat, WORDS)
            self.asked.append((self.emulator.world.clock(), chat))
            await asyncio.sleep(EVERY_S)

    async def _facts(self) -> Facts:
        if self._talking:
            self._talking.cancel()
        await self._until(self._all_answered, GRACE_S)
        log = self.log
        return Facts(log.sent, log.others, self.asked, sorted(log.polled), log.refused)

    def _all_answered(self) -> bool:
        """Of the newest message of each."""
        answered = {chat: at for at, chat in self.log.others}
        return all(answered.get(chat, 0.0) >= at for at, chat in self.asked[-len(RESIDENTS) :])


async def run(recipients: int, latency: float) -> None:
    async with TelegramEmulator(TOKEN, LIMIT, 1) as emulator:
        emulator.be_far(latency, jitter=latency / 2)
        emulator.know([*chosen(recipients), *RESIDENTS, ADMIN])
        platform = Platform(emulator)
        say(emulator.base_url)
        while line := await asyncio.to_thread(sys.stdin.readline):
            say(await platform.do(*json.loads(line)))


def say(answer: Any) -> None:
    print(json.dumps(answer), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.broadcasting.platform", description=__doc__)
    parser.add_argument("--recipients", type=int, required=True)
    parser.add_argument("--latency", type=float, default=0.0)
    asked = parser.parse_args()
    asyncio.run(run(asked.recipients, asked.latency))


if __name__ == "__main__":
    main()
