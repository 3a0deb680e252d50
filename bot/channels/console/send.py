"""Sending to the terminal: kept until whoever reads the lines takes them."""

from __future__ import annotations

from bot.core.messages import Choice, Spoken


class Screen:
    """What was said to one address since it was last looked at, and the choices now on the screen."""

    def __init__(self) -> None:
        self._said: list[Spoken] = []
        self.offered: tuple[Choice, ...] = ()

    def show(self, message: Spoken) -> None:
        self._said.append(message)

    def take_back(self, ref: str) -> bool:
        """False: somebody looked at it already."""
        kept = [message for message in self._said if str(message.id) != ref]
        was_there, self._said = len(kept) < len(self._said), kept
        return was_there

    def take(self) -> list[Spoken]:
        said, self._said = self._said, []
        if said:
            self.offered = tuple(choice for message in said for choice in message.choices)
        return said
