"""What the turns of a batch add to what is counted of guides and of people: collected, and written with the batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import Event
from bot.core.messages import Inbound, Kind
from bot.core.readings import Spot
from bot.core.talk import Person, Talk
from bot.storage import event_facts, presences, readings
from bot.storage.presences import How, Today, Wrote
from bot.storage.readings import Visit


@dataclass
class Counting:
    """``today`` outlives the batch."""

    today: Today = field(default_factory=Today)
    _visits: list[Visit] = field(default_factory=list)
    _wrote: list[Wrote] = field(default_factory=list)

    def add(self, inbound: Inbound, person: Person, talk: Talk, events: Sequence[Event]) -> None:
        """A turn of somebody who was not erased in it. In a group nobody writes to the bot."""
        spot = Spot(person.place, talk.guide, talk.step)
        if visit := Visit.of(person.id, spot, [(event.type, event.data()) for event in events]):
            self._visits.append(visit)
        if inbound.kind is not Kind.LEFT and not inbound.group:
            self._wrote.append((person.id, How(person.place, inbound.channel, person.lang)))

    def forget(self, gone: int) -> None:
        self._visits = [one for one in self._visits if one.person_id != gone]
        self._wrote = [(person, how) for person, how in self._wrote if person != gone]

    def unite(self, gone: int, kept: int) -> None:
        self._visits = [replace(one, person_id=kept) if one.person_id == gone else one for one in self._visits]
        self._wrote = [(kept if person == gone else person, how) for person, how in self._wrote]

    async def write(self, connection: AsyncConnection, events: Sequence[dict[str, Any]], now: datetime) -> None:
        """``events``: the rows of the batch."""
        await event_facts.add(connection, events)
        await readings.follow(connection, self._visits, now)
        await presences.note(connection, self.today.unknown(self._wrote, now), now)

    def committed(self, now: datetime) -> None:
        self.today.learn(self._wrote, now)
