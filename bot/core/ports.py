"""The narrow doors through which a handler reaches stored data. ``bot.storage`` implements them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class Erasure(Protocol):
    async def erase(self, person_id: int) -> str:
        """Remove everything about the person, at once. The counts stay, unlinked. Gives back a receipt code."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person said to one purpose, last: yes or no, to which version of the text, and when."""

    purpose: str
    given: bool
    version: str
    at: datetime


class Consents(Protocol):
    async def of(self, person_id: int) -> Mapping[str, Consent]:
        """By purpose. What was never asked is not there, and counts as no."""

    async def record(self, person_id: int, purpose: str, *, given: bool, version: str) -> None:
        """Write down what was said. What was said before stays as evidence."""


class Questions(Protocol):
    async def keep(self, person_id: int, text: str, *, lang: str, guide: str) -> None:
        """Keep a question that could not be placed, for an editor. Only with the person's consent, and masked."""

    async def forget(self, person_id: int) -> None:
        """The person took their consent back: nothing they let us keep stays."""


class Records(Protocol):
    async def about(self, person_id: int) -> dict[str, Any]:
        """Everything that is kept about the person, as plain JSON values: ``person``, ``talk``, and a list for each
        kind of rows (``channels``, ``consents``, ``questions``, ``events``, ``received``)."""


class Ports(Protocol):
    @property
    def erasure(self) -> Erasure: ...

    @property
    def consents(self) -> Consents: ...

    @property
    def questions(self) -> Questions: ...

    @property
    def records(self) -> Records: ...
