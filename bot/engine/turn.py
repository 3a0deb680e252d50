"""A turn, as a handler sees it: what came in, who is talking, and three verbs: say, ask, emit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from bot.content.load import Content
from bot.core.clock import VIETNAM
from bot.core.events import Event
from bot.core.messages import Button, Inbound, Kind, Original, Reply
from bot.core.phrases import Phrase
from bot.core.ports import Ports
from bot.core.roles import Role
from bot.core.talk import Person, Talk
from bot.understanding.meaning import Understanding
from bot.understanding.places import Places
from bot.understanding.scam import ScamCheck
from bot.understanding.session_note import SessionNote, SessionNotes
from bot.understanding.weigh import Meaning

NOT_KNOWN = Meaning("unknown")


@dataclass(frozen=True)
class World:
    """What is the same for everybody: the content, and the understanding built from it."""

    content: Content
    understanding: Understanding
    places: Places

    @classmethod
    def of(cls, content: Content, kept: Path | None = None) -> World:
        """``kept``: the folder where what was learned from the content is kept from one start to the next."""
        return cls(content, Understanding(content, kept), Places(content.places))

    def ready(self) -> World:
        """With all that is otherwise made at first use, so that it is not made in somebody's turn."""
        self.scams.signs("")
        return self

    @cached_property
    def scams(self) -> ScamCheck:
        return ScamCheck(self.content.scam)

    @cached_property
    def notes(self) -> SessionNotes:
        """Made when a member first writes: 25 ms."""
        return SessionNotes(self.content, self.understanding, self.places)

    def meaning(self, text: str) -> Meaning:
        """What the text means; where only the names of places blur it, what it means without them."""
        whole = self.understanding.meaning(text)
        if whole.kind not in {"guide", "guesses", "unknown"} or whole.score == 1.0:
            return whole
        named = self.places.find(text)
        if named.units and not named.rest:
            return NOT_KNOWN
        beside = self.understanding.meaning(named.rest) if named.rest and whole.kind != "guide" else whole
        return beside if beside.kind == "guide" else whole


@dataclass(slots=True)
class Turn:
    """``args`` are the parts of a pressed button's action; ``meaning`` is set from a typed text."""

    inbound: Inbound
    person: Person
    talk: Talk
    world: World
    ports: Ports
    now: datetime
    args: tuple[str, ...] = ()
    meaning: Meaning = NOT_KNOWN
    replies: list[Reply] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    erased: bool = False
    notices: list[tuple[int, Reply]] = field(default_factory=list)
    posted: list[tuple[int, Reply]] = field(default_factory=list)
    gone: int = 0

    @property
    def content(self) -> Content:
        return self.world.content

    @property
    def text(self) -> str:
        return self.inbound.text

    def note(self) -> SessionNote | None:
        """What a typed text tells of help that was given. A resident's is never looked at for that."""
        may = self.person.role is not Role.RESIDENT and self.inbound.kind is Kind.SAY and not self.inbound.group
        return self.world.notes.read(self.text, self.now.astimezone(VIETNAM).date()) if may else None

    def arg(self, position: int) -> str:
        return self.args[position] if position < len(self.args) else ""

    def say(self, text: Phrase, *buttons: Button) -> None:
        self.replies.append(Reply(text, buttons))

    def show(self, text: Phrase, *buttons: Button) -> None:
        """Say it in place of the message whose button was pressed, where the channel can edit.

        Only the first reply of a turn may: a later one would take the place of the first.
        """
        can_edit = not self.replies and not self.inbound.group
        self.replies.append(Reply(text, buttons, edit=self.inbound.message_ref if can_edit else ""))

    async def erase(self) -> str:
        """Forget the person, at once and for good. Gives back the code of the receipt."""
        receipt = await self.ports.erasure.erase(self.person.id)
        self.erased = True
        return receipt

    def tell(
        self, person_id: int, text: Phrase, *buttons: Button, copy_of: Original | None = None,
        shows: Original | None = None,
    ) -> None:  # fmt: skip
        """Say it to somebody else, wherever they can be reached; to the same person: on their other channels. With a
        copy only on the channel where that can be made, with a picture only where one can be shown."""
        self.notices.append((person_id, Reply(text, buttons, copy_of=copy_of, shows=shows)))

    def post(self, team: int, text: Phrase, *buttons: Button, edit: str = "") -> None:
        """Say it in the group chat of the team, if it has one: only what everybody there may read. ``team`` 0: in
        the group where this turn is."""
        self.posted.append((team, Reply(text, buttons, edit)))

    async def link(self, code: str) -> bool:
        """Whoever made the code and this person are one from here on. False: the code is void."""
        linked = await self.ports.invites.link(self.person.id, code)
        if linked:
            self.person, self.talk, self.gone = linked.person, linked.talk, linked.gone
        return linked is not None

    def ask(self, text: Phrase, answer: str, *buttons: Button, **notes: str) -> None:
        """Say it, and let ``answer`` have the next typed text."""
        self.talk.expect(answer, **notes)
        self.say(text, *buttons)

    def emit(self, event: Event) -> None:
        self.events.append(event)
