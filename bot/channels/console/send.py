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

    def take(self) -> list[Spoken]:
        said, self._said = self._said, []
        if said:
            self.offered = tuple(choice for message in said for choice in message.choices)
        return said
