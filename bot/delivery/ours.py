"""Which messages this process sends, where several share an outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.channel import Channel, Meeting
from bot.core.leases import Holds, sending

Who = tuple[str, str]
"""(channel, address)"""


@dataclass(frozen=True)
class Ours:
    """All that goes to a channel it may send on; and to a channel where people come to one of the processes, what is
    for those who are here."""

    channels: Mapping[str, Channel]
    holds: Holds

    def is_whole(self, channel: str) -> bool:
        return channel in self.channels and self.holds(sending(channel))

    def has(self, who: Who) -> bool:
        channel = self.channels.get(who[0])
        return self.is_whole(who[0]) or (isinstance(channel, Meeting) and who[1] in channel.present())

    def whole(self) -> set[str]:
        return {name for name in self.channels if self.is_whole(name)}

    def people(self) -> list[Who]:
        """Of the other channels, who is here."""
        meetings = {name: channel for name, channel in self.channels.items() if isinstance(channel, Meeting)}
        return [(name, who) for name, one in meetings.items() if not self.is_whole(name) for who in one.present()]
