"""The terminal as a channel: lines come in one by one, each with its answer."""

from __future__ import annotations

from collections import defaultdict

from bot.channels.console.parse import CHANNEL, parse_json, parse_typed
from bot.channels.console.send import Screen
from bot.core.channel import Take
from bot.core.clock import Clock
from bot.core.errors import DeliveryError, NotHere
from bot.core.messages import Spoken


class Console:
    """The channel. Only the addresses that were opened here are connected."""

    name = CHANNEL
    per_second: float | None = None

    def __init__(self, take: Take, clock: Clock) -> None:
        self._take, self._clock = take, clock
        self._screens: defaultdict[str, Screen] = defaultdict(Screen)

    async def start(self) -> None:
        """Nothing to begin."""

    async def stop(self) -> None:
        """Nothing to end."""

    def screen(self, address: str) -> Screen:
        return self._screens[address]

    async def send(self, address: str, message: Spoken) -> str:
        if address not in self._screens:
            raise NotHere
        self._screens[address].show(message)
        return str(message.id)

    async def take_back(self, address: str, ref: str) -> None:
        if address not in self._screens:
            raise NotHere
        if not self._screens[address].take_back(ref):
            raise DeliveryError("it stands on the terminal already", permanent=True)

    async def typed(self, address: str, line: str) -> None:
        await self._take([parse_typed(line, address, self.screen(address).offered, self._clock())])

    async def json(self, address: str, line: str) -> None:
        """Raises ``BadLine``."""
        await self._take([parse_json(line, address, self.screen(address).offered, self._clock())])
