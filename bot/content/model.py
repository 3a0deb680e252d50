"""The shape of what editors write. Unknown keys are refused, so that a slip of the pen is told and not swallowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, RootModel, StringConstraints, WithJsonSchema

from bot.core.phrases import Words
from bot.core.talk import SPOKEN

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=24)]
"""Short, for a button's action holds a guide's and a step's id, and Telegram allows it 64 bytes."""
ContactId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


def _words(value: Any) -> Words:
    if isinstance(value, Words):
        return value
    if not isinstance(value, dict) or not value or not all(isinstance(v, str) and v.strip() for v in value.values()):
        raise ValueError("write it as a language and its text, for instance {vi: …, en: …}")
    if "vi" not in value:
        raise ValueError("the Vietnamese text (vi) is missing")
    return Words({lang: text.strip() for lang, text in value.items()})


LocalText = Annotated[
    Words,
    PlainValidator(_words),
    WithJsonSchema(
        {"type": "object", "required": ["vi"], "additionalProperties": {"type": "string"},
         "properties": {lang: {"type": "string"} for lang in SPOKEN}, "description": "the words, by language"},
    ),
]  # fmt: skip


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Model):
    """A page that a person read, and when."""

    name: str = Field(description="whose page, and what it is called")
    url: str = Field(default="", description="the page itself; a site's first page is no source")
    checked_on: date = Field(description="the day a person read it: YYYY-MM-DD")


class Condition(Model):
    """True while the contact may be shown (or, with ``open: false``, while it may not)."""

    contact: ContactId
    open: bool


class Notice(Model):
    """What is said before the first step."""

    text: LocalText
    when: Condition | None = None


class Trouble(Model):
    """What the person may see on the screen instead, and what to do then.

    ``then`` is where "go on" leads after the fix: "" the same step, ``step:ID``, ``guide:ID`` or ``person``.
    """

    id: Id = Field(description="short, a-z 0-9 and -; never changed once people have used it")
    sign: LocalText = Field(description="a button: what people see or say, at most 40 characters")
    fix: LocalText = Field(description="what to do then, at most two short sentences")
    then: Annotated[str, StringConstraints(pattern=r"^$|^person$|^(step|guide):[a-z0-9-]+$")] = ""


class Option(Model):
    """One answer to a step that asks. ``go``: a step's id, ``guide:ID``, ``person`` or ``end``."""

    id: Id = Field(description="short, a-z 0-9 and -; never changed once people have used it")
    label: LocalText = Field(description="a button, at most 40 characters")
    go: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$|^guide:[a-z0-9-]+$")]


class Step(Model):
    """One action. With ``options`` it is a question instead, and is not counted among the numbered steps.

    ``go`` is the next step ("" the one written below, ``end`` the end). ``contacts`` are shown under the text, each
    only while it may be shown.
    """

    id: Id = Field(description="short, a-z 0-9 and -; to rename a step, write the old id under “was”")
    do: LocalText = Field(description="one action, at most two short sentences; {you} and {me} stand for the address")
    warn: LocalText | None = Field(default=None, description="only where something bad could happen")
    contacts: tuple[ContactId, ...] = Field(default=(), description="ids of contacts.yaml, shown under the text")
    troubles: tuple[Trouble, ...] = Field(default=(), description="where people get stuck, one to five")
    options: tuple[Option, ...] = Field(default=(), description="makes the step a question: its answers")
    go: Annotated[str, StringConstraints(pattern=r"^$|^[a-z0-9-]+$")] = ""
    was: tuple[Id, ...] = Field(default=(), description="ids this step had before: old buttons keep working")

    def trouble(self, id_: str) -> Trouble | None:
        return next((t for t in self.troubles if t.id == id_), None)

    def option(self, id_: str) -> Option | None:
        return next((o for o in self.options if o.id == id_), None)


class Guide(Model):
    """One way through one thing, one action a step."""

    id: Id = Field(description="the name of this file without .yaml")
    service: str = Field(description="a code of services.yaml")
    status: Literal["draft", "published", "withdrawn"] = Field(description="only what is published is shown")
    title: LocalText = Field(description="a button, at most 40 characters")
    checked_on: date = Field(description="the day all of it was last held against its sources: YYYY-MM-DD")
    sources: tuple[Source, ...]
    asks: dict[str, tuple[str, ...]] = Field(description="the ways people ask for it, by language")
    facts: dict[str, LocalText] = Field(default={}, description="what may change, said once: {name} in a text")
    intro: tuple[Notice, ...] = Field(default=(), description="what to know or have before the first step")
    steps: tuple[Step, ...] = Field(min_length=1)
    ending: LocalText = Field(description="what people see when it is done; true of every way through")
    warning: LocalText | None = Field(default=None, description="the scam that goes with this service")
    fee: LocalText = Field(description="what it costs: answers “bao nhiêu tiền?”")
    where: LocalText | None = Field(default=None, description="where it is done: answers “ở đâu?”")
    papers: LocalText | None = Field(default=None, description="what to bring or have ready: answers “cần giấy tờ gì?”")
    takes: LocalText | None = Field(default=None, description="how long it takes: answers “bao lâu?”")
    who: LocalText | None = Field(default=None, description="who may do it, and for whom: answers “con tôi 10 tuổi?”")
    in_person: LocalText = Field(description="the way without a telephone")
    outcomes: tuple[str, ...] = Field(description="what a team's log may record; codes of the service")
    to_verify: tuple[str, ...] = Field(default=(), description="what a person still has to check; never shown")

    @property
    def first(self) -> Step:
        return self.steps[0]

    @property
    def answers(self) -> Mapping[str, Words | None]:
        """The short answers to what may be asked about it, by the ids of ``inquiries.yaml``."""
        return {"fee": self.fee, "where": self.where or self.in_person, "papers": self.papers, "takes": self.takes,
                "who": self.who}  # fmt: skip

    @cached_property
    def _places(self) -> dict[str, int]:
        """The position of each step, by its id; by an id it had once too, unless that is another's now."""
        former = {id_: position for position, step in enumerate(self.steps) for id_ in step.was}
        return former | {step.id: position for position, step in enumerate(self.steps)}

    def step(self, id_: str) -> Step | None:
        """The step of that id, or the one that had it once."""
        position = self._places.get(id_)
        return None if position is None else self.steps[position]

    def after(self, step: Step) -> Step | None:
        """The step that follows when this one is done; None at the end."""
        if step.go:
            return None if step.go == "end" else self.step(step.go)
        position = self._places[step.id] + 1
        return self.steps[position] if position < len(self.steps) else None

    def way_to(self, step: Step) -> list[str]:
        """The shortest way from the first step to this one, as step ids, both ends included."""
        came_from: dict[str, str] = {self.first.id: ""}
        waiting = [self.first]
        for here in waiting:
            for there in self.leads_to(here):
                if there.id not in came_from:
                    came_from[there.id] = here.id
                    waiting.append(there)
        way = [step.id]
        while came_from.get(way[0]):
            way.insert(0, came_from[way[0]])
        return way

    def leads_to(self, step: Step) -> list[Step]:
        """Every step one can get to from here in one go: done, an option, or the way on after a trouble."""
        targets = [option.go for option in step.options]
        targets += [trouble.then.removeprefix("step:") for trouble in step.troubles if trouble.then.startswith("step:")]
        found = [self.step(target) for target in targets]
        following = None if step.options else self.after(step)
        return [there for there in (following, *found) if there]

    def ahead(self, step: Step) -> Iterator[Step]:
        """The numbered steps still to come after this one; where a question is asked, along its first answer."""
        following, seen = self._onward(step), {step.id}
        while following and following.id not in seen:
            if not following.options:
                yield following
            seen.add(following.id)
            following = self._onward(following)

    def _onward(self, step: Step) -> Step | None:
        return self.step(step.options[0].go) if step.options else self.after(step)


class Service(Model):
    title: LocalText
    outcomes: dict[str, LocalText] = Field(description="what a team's log may record; a code never changes")


class Contact(Model):
    """A number, page or place. Shown only if a person verified it or a public page states it, and while it is open.

    ``emergency`` marks the numbers every telephone knows (113, 114, 115 ...): always shown.
    """

    name: LocalText
    value: str | None = Field(description="the number, page or address, in quotes; null while it is not known")
    state: Literal["open", "stopped"] = Field(default="open", description="stopped: kept here, never shown")
    stopped_on: date | None = None
    emergency: bool = Field(default=False, description="113, 114, 115 and the like: always shown")
    source: Source | None = Field(default=None, description="a public page that states it")
    verified_by: str = Field(default="", description="who dialled or opened it")
    verified_at: date | None = Field(default=None, description="and on which day: YYYY-MM-DD")
    note: str = Field(default="", description="for editors only")

    @property
    def usable(self) -> bool:
        verified = bool(self.verified_by and self.verified_at)
        return bool(self.value) and self.state == "open" and (self.emergency or verified or self.source is not None)


Phrases = dict[str, tuple[str, ...]]
"""Sentences as people say them, by language."""


class Group(Model):
    """One line of the menu: services that belong together."""

    title: LocalText
    services: tuple[str, ...] = Field(min_length=1)


class Emergency(Model):
    """What is said at once, without a question first: the things to do, in this order."""

    opening: LocalText
    does: tuple[LocalText, ...] = Field(min_length=1, description="one line each, the first first")
    contacts: tuple[ContactId, ...] = ()
    guide: str = Field(default="", description="leads through the same, one action at a time")
    sentences: Phrases = Field(description="how people say that it has happened")


class Sentences(Model):
    """What people say that asks for no service, to tell it from what does. Learned from, not compared word by word."""

    human: Phrases
    greeting: Phrases
    thanks: Phrases
    stop: Phrases
    menu: Phrases
    out_of_scope: Phrases = Field(description="what this bot has no answer to")


class Inquiry(Model):
    """A short question about the thing just talked of: ``signs`` are words that give it away."""

    signs: Phrases
    sentences: Phrases = Field(description="whole questions that name no service")


class PlainWords(RootModel[dict[str, str]]):
    """The words of offices, and how everybody says it. They make no fault, only a warning."""


class Commands(Model):
    """The words that always work, by kind and language: menu, back, human, stop, erase, greeting, thanks ..."""

    menu: dict[str, tuple[str, ...]]
    back: dict[str, tuple[str, ...]]
    done: dict[str, tuple[str, ...]]
    stuck: dict[str, tuple[str, ...]]
    human: dict[str, tuple[str, ...]]
    stop: dict[str, tuple[str, ...]]
    quiet: dict[str, tuple[str, ...]] = Field(description="nothing is to be sent any more, though the talk may go on")
    erase: dict[str, tuple[str, ...]]
    settings: dict[str, tuple[str, ...]]
    suspicious: dict[str, tuple[str, ...]] = Field(description="a message, link or number is to be looked at")
    my_data: dict[str, tuple[str, ...]]
    privacy: dict[str, tuple[str, ...]]
    team: dict[str, tuple[str, ...]] = Field(description="a member wants to see their team")
    log: dict[str, tuple[str, ...]] = Field(description="a member wants to log a session of help")
    book: dict[str, tuple[str, ...]] = Field(description="a member wants to see what they logged")
    requests: dict[str, tuple[str, ...]] = Field(description="how requests for a person stand, one's own or the team's")
    announce: dict[str, tuple[str, ...]] = Field(description="an administrator wants to announce something")
    link: dict[str, tuple[str, ...]] = Field(description="another channel of the same person is to be joined")
    place: dict[str, tuple[str, ...]]
    later: dict[str, tuple[str, ...]]
    native: dict[str, tuple[str, ...]]
    vietnamese: dict[str, tuple[str, ...]]
    english: dict[str, tuple[str, ...]]
    greeting: dict[str, tuple[str, ...]]
    thanks: dict[str, tuple[str, ...]]
    fillers: dict[str, tuple[str, ...]] = Field(description="words that say nothing about what is meant")
