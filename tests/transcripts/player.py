"""Playing a written talk: what people do is done, what the bot says is held against what is written.

A transcript is a list of what happens. People: ``start`` (with a deep link's payload), ``user`` (typed), ``press`` (the
label of a button said before, newest first), ``action`` (a button of old), ``location``, ``send`` (photo, other …).
Time: ``after`` (days). The bot: ``bot`` (its words, ``*`` stands for anything), ``buttons`` (all labels, in order),
``document`` (the name of the file that comes with it).
Written answers must be all the answers of that turn. ``events`` must happen in this order, others between them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import yaml

from bot.app import App
from bot.channels.console.render import render_json
from bot.channels.telegram.render import render as render_telegram
from bot.channels.webchat.render import render as render_web
from bot.channels.zalo_bot.render import render as render_zalo_bot
from bot.channels.zalo_oa.render import render as render_zalo_oa
from bot.config import ROOT, Settings
from bot.content.load import Content, read_content
from bot.core.clean import clean
from bot.core.errors import DeliveryError
from bot.core.events import Event
from bot.core.markup import plain, utf16
from bot.core.messages import Choice, Inbound, Kind, Spoken, dump_reply, load_reply
from bot.core.talk import Person, Talk
from bot.engine.run import run_turn
from bot.engine.turn import World
from bot.i18n import Translator
from bot.intake import guarded
from bot.storage.inbox import Waiting
from handlers import all_handlers
from tests.ports import MemoryPorts

ADDRESS = "nguoi-1"
SAY = Translator.read(ROOT / "locales").speak


@dataclass
class Time:
    now: datetime = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Stage(Protocol):
    async def play(self, inbound: Inbound) -> tuple[list[Spoken], list[Event]]: ...


@dataclass
class EngineStage:
    """The engine alone. The talk goes through JSON between the turns, as a database would have it."""

    world: World
    translator: Translator
    time: Time
    person: Person
    talk: str = "{}"
    said: int = 0
    ports: MemoryPorts = field(default_factory=MemoryPorts)

    async def play(self, inbound: Inbound) -> tuple[list[Spoken], list[Event]]:
        before = Talk.load(json.loads(self.talk))
        outcome = await run_turn(guarded(inbound), self.person, before, world=self.world, router=all_handlers(),
                                 ports=self.ports, now=self.time())  # fmt: skip
        self.person = Person(2) if outcome.erased else outcome.person
        self.talk = "{}" if outcome.erased else json.dumps(outcome.talk.dump())
        lang, called = outcome.person.lang, outcome.person.called
        spoken = []
        for reply in (load_reply(json.loads(json.dumps(dump_reply(r)))) for r in outcome.replies):
            self.said += 1
            choices = tuple(
                Choice(self.translator.speak(b.label, lang, called), b.action, b.url, b.wants) for b in reply.buttons
            )
            text = self.translator.speak(reply.text, lang, called)
            spoken.append(
                Spoken(self.said, text, choices, reply.edit, reply.forgets, lang, reply.removes, reply.document)
            )
        return spoken, outcome.events


class Recording:
    """A channel that keeps what it is given."""

    name = "recording"
    per_second: float | None = None

    def __init__(self) -> None:
        self.spoken: list[Spoken] = []
        self.refusals: list[DeliveryError] = []

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, address: str, message: Spoken) -> str:
        assert address == ADDRESS
        if self.refusals:
            raise self.refusals.pop(0)
        self.spoken.append(message)
        return ""

    async def take_back(self, address: str, ref: str) -> None: ...


@dataclass
class StoredStage:
    """The whole way: inbox, turn, database, outbox, delivery."""

    app: App
    recording: Recording
    events: list[Event] = field(default_factory=list)

    @classmethod
    async def open(cls, folder: Path, time: Time, content: Content) -> StoredStage:
        app = App(Settings(data_dir=folder), content, clock=time)
        stage = cls(app, Recording())
        app.channels["recording"] = stage.recording
        app.turns.on_turn = stage._note
        await app.open()
        return stage

    def _note(self, _waiting: Waiting, events: Sequence[Event]) -> None:
        self.events += events

    async def play(self, inbound: Inbound) -> tuple[list[Spoken], list[Event]]:
        await self.app.take([inbound])
        await self.app.settle()
        spoken, self.recording.spoken = self.recording.spoken, []
        events, self.events = self.events, []
        return spoken, events


class Player:
    """Plays one transcript on a stage. Raises AssertionError that says where the talk went another way."""

    def __init__(self, stage: Stage, time: Time, lang: str = "") -> None:
        self._stage, self._time, self._lang = stage, time, lang
        self.offered: list[Choice] = []
        self._turn = 0
        self.heard: list[Event] = []

    async def play(self, transcript: Mapping[str, Any]) -> None:
        for doing, answers in turns(transcript["talk"]):
            if "after" in doing:
                self._time.now += timedelta(days=doing["after"])
                continue
            spoken, events = await self._stage.play(self.inbound(doing))
            self.heard += events
            for message in spoken:
                hold_to_the_limits(message)
                self.offered = [*message.choices, *self.offered]
            if answers:
                compare(doing, spoken, answers)
        expect_events(self.heard, transcript.get("events", []))

    def inbound(self, doing: Mapping[str, Any]) -> Inbound:
        (what, value), *_ = doing.items()
        self._turn += 1
        happens = partial(Inbound, "recording", f"e{self._turn}", ADDRESS, at=self._time(), lang=self._lang)
        match what:
            case "start":
                return happens(Kind.START, text=clean(value or ""))
            case "user":
                return happens(Kind.SAY, text=clean(value))
            case "press":
                choice = self._button(value)
                return happens(Kind.PRESS, text=choice.label, action=choice.action, message_ref="7")
            case "action":
                return happens(Kind.PRESS, action=value)
            case "location":
                return happens(Kind.LOCATION, location=(value[0], value[1]))
            case "send":
                return happens(Kind(value))
        raise AssertionError(f"a transcript knows no “{what}”")

    def _button(self, label: str) -> Choice:
        for choice in self.offered:
            if choice.label == label:
                return choice
        raise AssertionError(f"no button “{label}” was offered, but {[c.label for c in self.offered[:9]]}")


def turns(talk: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """(what a person does, the answers written under it)."""
    doing: Mapping[str, Any] | None = None
    answers: list[Mapping[str, Any]] = []
    for entry in talk:
        if "bot" in entry:
            answers.append(entry)
            continue
        if doing:
            yield doing, answers
        doing, answers = entry, []
    if doing:
        yield doing, answers


def compare(doing: Mapping[str, Any], spoken: Sequence[Spoken], answers: Sequence[Mapping[str, Any]]) -> None:
    said = [plain(message.text) for message in spoken]
    assert len(said) == len(answers), f"after {dict(doing)} the bot said {said}"
    for message, text, answer in zip(spoken, said, answers, strict=True):
        assert alike(answer["bot"], text), f"after {dict(doing)} the bot said “{text}”, not “{answer['bot']}”"
        if "buttons" in answer:
            assert [choice.label for choice in message.choices] == answer["buttons"], f"after {dict(doing)}"
        if "document" in answer:
            assert message.document is not None, f"no file after {dict(doing)}"
            assert message.document.name == answer["document"], f"after {dict(doing)}"


def alike(pattern: str, text: str) -> bool:
    regex = ".*".join(re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(regex, text, re.DOTALL) is not None


def expect_events(heard: Sequence[Event], wanted: Sequence[Mapping[str, Mapping[str, Any]]]) -> None:
    rest = iter(heard)
    for entry in wanted:
        ((type_, data),) = entry.items()
        found = any(e.type == type_ and (data or {}).items() <= e.data().items() for e in rest)
        assert found, f"{type_} {data} did not happen, or not in this order: {list(heard)}"


def hold_to_the_limits(message: Spoken) -> None:
    """Whatever is said can be shown on every channel."""
    assert message.text.strip(), "an empty message"
    assert "{" not in message.text, f"a name was not filled in: {message.text}"
    for rendered in render_telegram(message):
        assert 0 < utf16(rendered.html) <= 4096
    for body in render_zalo_oa(message, SAY):
        assert 0 < utf16(body["text"]) <= 2000
        assert len(body.get("attachment", {}).get("payload", {}).get("buttons", [])) <= 5
    for part in render_zalo_bot(message, SAY).parts:
        assert 0 < utf16(part.text) <= 2000
    assert json.dumps(render_web(message))
    assert json.dumps(render_json(message))
    for choice in message.choices:
        assert 0 < len(choice.label) <= 64, f"too long for a button: {choice.label}"
        assert len(choice.action.encode()) <= 64


def read(path: Path) -> dict[str, Any]:
    transcript: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return transcript


def content_and_words() -> tuple[World, Translator]:
    return World.of(read_content(ROOT / "content"), Settings().cache_dir), Translator.read(ROOT / "locales")
