"""Reading the content folder into one frozen object. Every fault is found before anything is shown to anybody."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.consents import Consents
from bot.content.indicators import Indicators
from bot.content.model import (
    Commands,
    Condition,
    Contact,
    Emergency,
    Group,
    Guide,
    Inquiry,
    PlainWords,
    Sentences,
    Service,
)
from bot.content.places import Gazetteer, read_places
from bot.content.scam import Scam
from bot.content.session_words import SessionWords
from bot.core.errors import ContentError, ContentFaults

PLACEHOLDER = re.compile(r"\{(\w+)\}")
ADDRESS_NAMES = frozenset({"you", "You", "me", "Me"})
"""Filled at delivery, by how the person wishes to be addressed."""

ASKS = "asks.csv"
PLAIN_WORDS = "plain_words.yaml"
SESSION_WORDS = "session_words.yaml"
INDICATORS = "indicators.yaml"

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Variant:
    """One row of the lexicon: what people write, what it means. An ambiguous one counts only in context."""

    written: str
    meant: str
    category: str
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """One row of ``asks.csv``: a way of asking that was added to a guide, beside those in its own file."""

    guide: str
    lang: str
    sentence: str


@dataclass(frozen=True)
class Content:
    """All that the bot may say, as editors wrote it. ``raw`` keeps each guide as it stands in its file."""

    guides: Mapping[str, Guide]
    services: Mapping[str, Service]
    contacts: Mapping[str, Contact]
    commands: Commands
    menu: Mapping[str, Group]
    sentences: Sentences
    emergencies: Mapping[str, Emergency]
    inquiries: Mapping[str, Inquiry]
    consents: Consents
    scam: Scam
    lexicon: tuple[Variant, ...]
    asks: tuple[Ask, ...]
    places: Gazetteer
    plain_words: Mapping[str, str]
    session_words: SessionWords
    indicators: Indicators
    raw: Mapping[str, Any]
    folder: Path

    @property
    def published(self) -> list[Guide]:
        """The guides a resident may see, in the order of the services."""
        order = {code: position for position, code in enumerate(self.services)}
        shown = [guide for guide in self.guides.values() if guide.status == "published"]
        return sorted(shown, key=lambda guide: order.get(guide.service, len(order)))

    def of_service(self, code: str) -> list[Guide]:
        return [guide for guide in self.published if guide.service == code]

    def guide(self, id_: str) -> Guide | None:
        guide = self.guides.get(id_)
        return guide if guide and guide.status == "published" else None

    def holds(self, condition: Condition | None) -> bool:
        if condition is None:
            return True
        contact = self.contacts.get(condition.contact)
        return bool(contact and contact.usable) == condition.open


def read_content(folder: Path) -> Content:
    """Read everything. Raises ``ContentFaults`` with every file that cannot be read or has the wrong shape."""
    faults: list[ContentError] = []

    def attempt(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except ContentFaults as error:
            faults.extend(error.faults)
        except ContentError as error:
            faults.append(error)
        return None

    contacts = attempt(lambda: _models(Contact, folder / "contacts.yaml"))
    services = attempt(lambda: _models(Service, folder / "services.yaml"))
    commands = attempt(lambda: _model(Commands, _yaml(folder / "commands.yaml"), folder / "commands.yaml"))
    menu = attempt(lambda: _models(Group, folder / "menu.yaml"))
    sentences = attempt(lambda: _model(Sentences, _yaml(folder / "sentences.yaml"), folder / "sentences.yaml"))
    emergencies = attempt(lambda: _models(Emergency, folder / "emergencies.yaml"))
    inquiries = attempt(lambda: _models(Inquiry, folder / "inquiries.yaml"))
    consents = attempt(lambda: _model(Consents, _yaml(folder / "consents.yaml"), folder / "consents.yaml"))
    scam = attempt(lambda: _model(Scam, _yaml(folder / "scam.yaml"), folder / "scam.yaml"))
    lexicon = attempt(lambda: tuple(_lexicon(folder / "lexicon.csv")))
    asks = attempt(lambda: tuple(_asks(folder / ASKS)))
    places = attempt(lambda: _places(folder / "places"))
    plain_words = attempt(lambda: _plain_words(folder / PLAIN_WORDS))
    session_words = attempt(lambda: _session_words(folder / SESSION_WORDS))
    indicators = attempt(lambda: _indicators(folder / INDICATORS))
    files = attempt(lambda: _guide_files(folder / "guides")) or []
    raw = {path: written for path in files if (written := attempt(partial(_yaml, path)))}
    guides = [guide for path in raw if (guide := attempt(partial(_guide, path, raw[path], contacts or {})))]
    if faults or not (
        commands and services and places and menu and sentences and emergencies and inquiries and consents and scam
    ):
        raise ContentFaults(faults)
    return Content(
        {guide.id: guide for guide in guides}, services, contacts or {}, commands, menu, sentences, emergencies,
        inquiries, consents, scam, lexicon or (), asks or (), places, plain_words or {},
        session_words or SessionWords(), indicators or Indicators(),
        {path.stem: written for path, written in raw.items()}, folder,
    )  # fmt: skip


def _models(model: type[M], path: Path) -> dict[str, M]:
    written = _yaml(path)
    for id_ in written:
        if not isinstance(id_, str):
            raise ContentError(path, str(id_), "is read as a number or a yes: write the name in quotes")
    return {id_: _model(model, body, path, id_) for id_, body in written.items()}


def _guide_files(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith("."))
    for path in files:
        if path.suffix != ".yaml":
            raise ContentError(path, "", "is not a guide: name it with .yaml at the end, or move it away")
    return files


def _guide(path: Path, written: dict[str, Any], contacts: Mapping[str, Contact]) -> Guide:
    facts = written.get("facts") or {}
    values = {id_: {"vi": contact.value or ""} for id_, contact in contacts.items()}
    guide = _model(Guide, fill(written, {**values, **facts}), path)
    if guide.id != path.stem:
        raise ContentError(path, "id", f"is “{guide.id}”, but the file is named {path.name}: make them the same")
    return guide


def fill(value: Any, facts: Mapping[str, Any], lang: str = "vi") -> Any:
    """Put each fact where its ``{name}`` stands, in the language of the text around it. Unknown names stay."""
    if isinstance(value, str):
        return PLACEHOLDER.sub(lambda found: _fact(facts, found, lang), value)
    if isinstance(value, dict):
        return {key: fill(inner, facts, key if key in {"vi", "en", "jra", "bdq"} else lang)
                for key, inner in value.items()}  # fmt: skip
    return [fill(inner, facts, lang) for inner in value] if isinstance(value, list) else value


def _fact(facts: Mapping[str, Any], found: re.Match[str], lang: str) -> str:
    fact = facts.get(found[1])
    if not isinstance(fact, dict):
        return found[0]
    return str(fact.get(lang) or fact.get("vi") or found[0])


def _yaml(path: Path) -> dict[str, Any]:
    try:
        written = yaml.load(unicodedata.normalize("NFC", path.read_text("utf-8")), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise ContentError(path, "", f"cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(path, "", f"is not YAML in UTF-8: {' '.join(str(error).split())}") from error
    if not isinstance(written, dict) or not written:
        raise ContentError(path, "", "is empty or a list: it must be “name: value” lines")
    return written


def _model(model: type[M], body: Any, path: Path, under: str = "") -> M:
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise ContentFaults([_fault(path, under, found) for found in error.errors()]) from error


def _fault(path: Path, under: str, found: ErrorDetails) -> ContentError:
    field = ".".join([*([under] if under else []), *(str(part) for part in found["loc"])])
    reason = (
        "is not a field that is known here: a slip of the pen?" if found["type"] == "extra_forbidden" else found["msg"]
    )
    return ContentError(path, field, reason.removeprefix("Value error, "))


def _lexicon(path: Path) -> Iterator[Variant]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield Variant(row["variant"], row["canonical"], row["category"], row["ambiguous"] == "1")
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise ContentError(path, "", f"cannot be read: {error}") from error


def _asks(path: Path) -> Iterator[Ask]:
    """None when there is no such file."""
    try:
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    yield Ask(row["guide"], row["lang"], unicodedata.normalize("NFC", row["sentence"]))
    except (OSError, KeyError, TypeError, UnicodeDecodeError, csv.Error) as error:
        raise ContentError(path, "", f"needs lines of guide,lang,sentence ({error})") from error


def _plain_words(path: Path) -> Mapping[str, str]:
    """None when there is no such file."""
    return _model(PlainWords, _yaml(path), path).root if path.exists() else {}


def _session_words(path: Path) -> SessionWords:
    """None when there is no such file."""
    return _model(SessionWords, _yaml(path), path) if path.exists() else SessionWords()


def _indicators(path: Path) -> Indicators:
    """None when there is no such file."""
    return _model(Indicators, _yaml(path), path) if path.exists() else Indicators()


def _places(folder: Path) -> Gazetteer:
    try:
        return read_places(folder)
    except (OSError, KeyError, ValueError, TypeError, yaml.YAMLError) as error:
        raise ContentError(folder, "", f"cannot be read: {error}") from error
