"""What comes in from a channel and what goes out to it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.core.exports import Asked, dump_asked, load_asked
from bot.core.phrases import Phrase, dump, load
from bot.core.sheet import Sheet, dump_sheet, load_sheet


class Kind(StrEnum):
    START = "start"  # first contact, or a deep link with a payload
    SAY = "say"
    PRESS = "press"
    LOCATION = "location"
    CONTACT = "contact"
    PHOTO = "photo"
    VOICE = "voice"  # a voice note, or any other sound
    FILE = "file"  # a document of any sort
    OTHER = "other"  # sticker, video ...: understood as "something we cannot read yet"
    LEFT = "left"  # the person blocked the bot
    RETURNED = "returned"  # ... and came back


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a person did on a channel.

    ``event_id`` is unique within the channel and the same again when the platform delivers twice.
    ``address`` is the person's id on that channel. ``message_ref`` is the platform's id of the message whose button
    was pressed, so that it can be edited in place. ``text`` holds the words, the start payload, the button's label or
    what is written under a picture, voice note or file.
    ``said_ref`` is the platform's id of the person's own message, where it can be taken back. ``masked``: the kinds of
    secret that stood in the text and were taken out of it before anything was stored. ``group``: the chat of several
    people in which it was done; what is said about it goes to the person alone. ``file``: what the platform calls the
    picture, voice note or file that was sent, empty where it is too large; ``file_name``: what its sender calls the
    file. Both are forgotten with the rest when the turn is done. ``harmful``: a file that by its name or type can
    install or run something.
    """

    channel: str
    event_id: str
    address: str
    kind: Kind
    at: datetime
    text: str = ""
    action: str = ""
    message_ref: str = ""
    location: tuple[float, float] | None = None
    lang: str = ""
    said_ref: str = ""
    masked: tuple[str, ...] = ()
    group: str = ""
    file: str = ""
    file_name: str = ""
    harmful: bool = False


PNG, JPEG = "image/png", "image/jpeg"


@dataclass(frozen=True, slots=True)
class Document:
    """A small file handed to the person. ``name`` has its ending; ``body`` is its text, or of what is no text its bytes
    in base64."""

    name: str
    mime: str
    body: str

    @property
    def is_picture(self) -> bool:
        return self.mime in {PNG, JPEG}

    @property
    def is_sound(self) -> bool:
        return self.mime.startswith("audio/")

    @property
    def is_text(self) -> bool:
        return self.mime.startswith("text/") or self.mime == "application/json"

    @property
    def content(self) -> bytes:
        return self.body.encode() if self.is_text else base64.b64decode(self.body)


def encoded(name: str, mime: str, content: bytes) -> Document:
    """The file of these bytes."""
    bare = Document(name, mime, "")
    return Document(name, mime, content.decode() if bare.is_text else base64.b64encode(content).decode())


@dataclass(frozen=True, slots=True)
class Original:
    """What somebody else sent: ``ref`` is its id on that channel, where it lies; ``kind`` is that of the message, and
    ``name`` what its sender calls the file."""

    channel: str
    address: str
    ref: str
    kind: str = Kind.PHOTO.value
    name: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice. ``action`` is complete in itself, so that the button works for ever; a ``url`` needs none."""

    label: Phrase
    action: str = ""
    url: str = ""
    wants: str = ""  # "location": the channel asks the device for it where it can


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to one person. ``edit`` names the message it may replace, on channels that can edit.

    ``forgets``: what was said before it is erased; a channel that keeps a history drops it. ``removes``: the person's
    own message of that id is to go, where the channel can take it back. ``document``: a file that comes with it.
    ``copy_of``: the text goes with a copy of that message (a picture, a voice note), which the platform makes; what is
    in it never comes here. ``shows``: the text goes with that picture, voice note or file, fetched when it is sent and
    kept nowhere.
    ``sheet``: a page that is drawn and comes as its document. ``encloses``: a file of a report, made when it is sent.
    """

    text: Phrase
    buttons: tuple[Button, ...] = ()
    edit: str = ""
    forgets: bool = False
    removes: str = ""
    document: Document | None = None
    copy_of: Original | None = None
    sheet: Sheet | None = None
    shows: Original | None = None
    encloses: Asked | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button as the person sees it: the label in their language."""

    label: str
    action: str = ""
    url: str = ""
    wants: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply in the person's language, ready for a channel to render.

    ``id`` is the outbox row: unique and increasing, so that a channel can show a doubled message once.
    """

    id: int
    text: str
    choices: tuple[Choice, ...] = ()
    edit: str = ""
    forgets: bool = False
    lang: str = "vi"
    removes: str = ""
    document: Document | None = None
    copy_of: Original | None = None


def dump_reply(reply: Reply) -> dict[str, Any]:
    """As JSON values. What few replies have is left out where it is empty: a row is written for every reply."""
    buttons = [[dump(b.label), b.action, b.url, b.wants] for b in reply.buttons]
    body = {"text": dump(reply.text), "buttons": buttons, "edit": reply.edit, "forgets": reply.forgets}
    if reply.removes:
        body["removes"] = reply.removes
    if reply.document:
        body["document"] = [reply.document.name, reply.document.mime, reply.document.body]
    if reply.copy_of:
        body["copy_of"] = [reply.copy_of.channel, reply.copy_of.address, reply.copy_of.ref]
    if reply.shows:
        shown = reply.shows
        body["shows"] = [shown.channel, shown.address, shown.ref, shown.kind, shown.name]
    if reply.sheet:
        body["sheet"] = dump_sheet(reply.sheet)
    if reply.encloses:
        body["encloses"] = dump_asked(reply.encloses)
    return body


def load_reply(body: dict[str, Any]) -> Reply:
    buttons = tuple(Button(load(label), action, url, wants) for label, action, url, wants in body["buttons"])
    document = Document(*body["document"]) if body.get("document") else None
    original = Original(*body["copy_of"]) if body.get("copy_of") else None
    shown = Original(*body["shows"]) if body.get("shows") else None
    edit, forgets, removes = body["edit"], body["forgets"], body.get("removes", "")
    sheet = load_sheet(body["sheet"]) if body.get("sheet") else None
    enclosed = load_asked(body["encloses"]) if body.get("encloses") else None
    return Reply(load(body["text"]), buttons, edit, forgets, removes, document, original, sheet, shown, enclosed)


SHORT_LABEL = 14  # characters: two such buttons fit side by side at 320 px


def rows(choices: tuple[Choice, ...]) -> list[list[Choice]]:
    """Lay the buttons out: two short neighbours share a row, a long one has its own."""
    laid: list[list[Choice]] = []
    for choice in choices:
        short = len(choice.label) <= SHORT_LABEL
        if short and laid and len(laid[-1]) == 1 and len(laid[-1][0].label) <= SHORT_LABEL:
            laid[-1].append(choice)
        else:
            laid.append([choice])
    return laid
