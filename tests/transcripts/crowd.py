"""Playing a talk of several people, the whole way through the database.

As ``player``, and besides: ``as`` names who acts (``Lan``, or ``Lan@second`` for Lan on a second channel), ``to`` whom
the bot speaks to (else to who acted). ``operator`` is a post for which the operator makes an invite (``role``,
``commune``, ``team``), whose code is then known as ``<code>``. ``team`` is one that is there already (``name``,
``commune``, and lists of who belongs to it: ``leader``, ``member``), of people who have been here before. After
``hours`` the clock of requests is looked at; what it says has its ``to``. Announcements go out after each turn.
``<name>`` in the bot's words stands for one word, which is remembered; in what people do it is put in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import App
from bot.config import Settings
from bot.content.load import Content
from bot.core.clean import clean
from bot.core.events import Event
from bot.core.markup import plain
from bot.core.messages import Choice, Inbound, Kind, Spoken
from bot.core.roles import Post, Role
from bot.core.talk import Talk
from bot.storage import invites, people, teams
from bot.storage.inbox import Waiting
from bot.storage.tables import addresses, talks
from tests.transcripts.player import Time, expect_events, hold_to_the_limits, turns

FIRST, SECOND = "recording", "second"
_NAME = re.compile(r"<(\w+)>")


@dataclass
class Ear:
    """A channel that keeps what it is given, with whom it was for."""

    name: str
    said: list[tuple[str, Spoken]]
    per_second: float | None = None

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, address: str, message: Spoken) -> str:
        hold_to_the_limits(message)
        self.said.append((address if self.name == FIRST else f"{address}@{self.name}", message))
        return ""

    async def take_back(self, address: str, ref: str) -> None: ...


@dataclass
class Crowd:
    """Several people and one bot."""

    app: App
    time: Time
    said: list[tuple[str, Spoken]] = field(default_factory=list)
    heard: list[Event] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    offered: defaultdict[str, list[Choice]] = field(default_factory=lambda: defaultdict(list))
    _turn: int = 0

    @classmethod
    async def open(cls, folder: Path, time: Time, content: Content) -> Crowd:
        crowd = cls(App(Settings(data_dir=folder), content, clock=time), time)
        for name in (FIRST, SECOND):
            crowd.app.channels[name] = Ear(name, crowd.said)
        crowd.app.turns.on_turn = crowd._note
        await crowd.app.open()
        return crowd

    def _note(self, _waiting: Waiting, events: Sequence[Event]) -> None:
        self.heard += events

    async def play(self, transcript: Mapping[str, Any]) -> None:
        for doing, answers in turns(transcript["talk"]):
            if "after" in doing:
                self.time.now += timedelta(days=doing["after"])
            elif "hours" in doing:
                self.time.now += timedelta(hours=doing["hours"])
                await self.app.alarms.look()
                await self._hear(f"after {dict(doing)}", "", answers)
            elif "operator" in doing:
                self.known["code"] = await self._operator(doing["operator"])
            elif "team" in doing:
                await self._team(doing["team"])
            else:
                await self._act(doing, answers)
        expect_events(self.heard, transcript.get("events", []))

    async def _operator(self, post: Mapping[str, Any]) -> str:
        wanted = Post(Role(post["role"]), str(post.get("commune", "")), post.get("team", 0))
        key = self.app.turns.site.key
        async with self.app.database.write() as connection:
            _, code = await invites.make(connection, key, wanted, self.time.now, by=None, uses=1, days=7)
        return code

    async def _team(self, made: Mapping[str, Any]) -> None:
        async with self.app.database.write() as connection:
            team = await teams.make(connection, made["commune"], made["name"], self.time.now, by=None)
            for role in (Role.LEADER, Role.MEMBER):
                for name in made.get(role, ()):
                    person = await self._known(connection, name, made["commune"])
                    await teams.give(connection, person, Post(role, team.commune, team.id), name, self.time.now)

    async def _known(self, connection: AsyncConnection, name: str, commune: str) -> int:
        """Somebody who was greeted before."""
        theirs = sa.select(addresses.c.person_id).where(addresses.c.channel == FIRST, addresses.c.address == name)
        if (known := (await connection.execute(theirs)).scalar()) is not None:
            return int(known)
        (person,) = await people.welcome(connection, [Inbound(FIRST, "", name, Kind.START, self.time())], self.time())
        person.place = commune
        await people.save(connection, [person], self.time())
        talk = {"person_id": person.id, "body": Talk(greeted=True).dump(), "updated_at": self.time()}
        await connection.execute(talks.insert().values(talk))
        return person.id

    async def _act(self, doing: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]) -> None:
        who = doing["as"]
        await self.app.take([self.inbound(who, {what: value for what, value in doing.items() if what != "as"})])
        await self._hear(f"after {dict(doing)}", who, answers)

    async def _hear(self, when: str, who: str, answers: Sequence[Mapping[str, Any]]) -> None:
        """``who``: to whom the bot speaks where nobody else is named."""
        await self.app.settle()
        await self.app.broadcasting.settle()
        await self.app.settle()
        said, self.said[:] = list(self.said), []
        for whom, message in said:
            self.offered[whom] = [*message.choices, *self.offered[whom]]
        for whom in {*(whom for whom, _ in said), *(answer.get("to", who) for answer in answers)}:
            theirs = [answer for answer in answers if answer.get("to", who) == whom]
            self._compare(f"{when}, to {whom}", [m for to, m in said if to == whom], theirs)

    def inbound(self, who: str, doing: Mapping[str, Any]) -> Inbound:
        ((what, value),) = doing.items()
        self._turn += 1
        address, _, channel = who.partition("@")
        kind, text, action = Kind.SAY, clean(self._filled(str(value or ""))), ""
        match what:
            case "start":
                kind = Kind.START
            case "press":
                kind, action = Kind.PRESS, self._button(who, text).action
            case "action":
                kind, text, action = Kind.PRESS, "", text
            case "send":
                kind, text = Kind(value), ""
            case _:
                assert what == "user", f"a talk of several people knows no “{what}”"
        return Inbound(channel or FIRST, f"e{self._turn}", address, kind, self.time(), text=text, action=action)

    def _button(self, who: str, label: str) -> Choice:
        for choice in self.offered[who]:
            if choice.label == label:
                return choice
        raise AssertionError(f"{who} was offered no button “{label}”, but {[c.label for c in self.offered[who][:9]]}")

    def _filled(self, written: str) -> str:
        return _NAME.sub(lambda found: self.known[found[1]], written)

    def _compare(self, when: str, spoken: Sequence[Spoken], answers: Sequence[Mapping[str, Any]]) -> None:
        said = [plain(message.text) for message in spoken]
        assert len(said) == len(answers), f"{when} the bot said {said}"
        for message, text, answer in zip(spoken, said, answers, strict=True):
            assert self._alike(answer["bot"], text), f"{when} the bot said “{text}”, not “{answer['bot']}”"
            if "buttons" in answer:
                assert [choice.label for choice in message.choices] == answer["buttons"], when

    def _alike(self, pattern: str, text: str) -> bool:
        found = re.fullmatch("".join(_pieces(pattern)), text, re.DOTALL)
        self.known |= found.groupdict() if found else {}
        return found is not None


def _pieces(pattern: str) -> Iterator[str]:
    """``*`` is anything, ``<name>`` one word."""
    for piece in re.split(r"(\*|<\w+>)", pattern):
        named = _NAME.fullmatch(piece)
        yield ".*" if piece == "*" else rf"(?P<{named[1]}>\w+)" if named else re.escape(piece)
