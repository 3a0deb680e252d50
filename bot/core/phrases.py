"""Phrases: what the bot says, before it is known in which language.

A handler never holds a finished sentence. It holds a ``Text`` (an English msgid from the code), a ``Words`` (the
same thing in several languages, from ``content/``), a plain ``str`` (a proper name) or a ``Joined`` of those. They are
turned into one string at delivery, in the language the person has then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A message of the code, by its English msgid; ``{name}`` in it is filled from ``args``."""

    msgid: str
    args: Mapping[str, Phrase] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """A message of the content, by language code; ``{name}`` in it is filled from ``args``."""

    by_lang: Mapping[str, str]
    args: Mapping[str, Phrase] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Joined:
    parts: tuple[Phrase, ...]
    separator: str = "\n"


Phrase: TypeAlias = str | Text | Words | Joined

Say: TypeAlias = Callable[[Phrase, str], str]
"""Turns a phrase into one string, in a language: given to what has words of its own to show."""


def text(msgid: str, **args: Phrase) -> Text:
    """Mark and build a translatable message. Imported as ``_`` so that Babel finds it."""
    return Text(msgid, args)


def paragraphs(*parts: Phrase | None) -> Joined:
    return Joined(tuple(part for part in parts if part), "\n\n")


def lines(*parts: Phrase | None) -> Joined:
    return Joined(tuple(part for part in parts if part), "\n")


def dump(phrase: Phrase) -> Any:
    """The phrase as plain JSON values: a str, or a list with a one-letter tag (it is stored with every reply)."""
    match phrase:
        case str():
            return phrase
        case Text(msgid, args):
            return ["t", msgid, _dump_args(args)]
        case Words(by_lang, args):
            return ["w", dict(by_lang), _dump_args(args)]
        case Joined(parts, separator):
            return ["j", [dump(part) for part in parts], separator]


def load(value: Any) -> Phrase:
    if isinstance(value, str):
        return value
    tag, body, rest = value
    match tag:
        case "t":
            return Text(body, _load_args(rest))
        case "w":
            return Words(body, _load_args(rest))
        case _:
            return Joined(tuple(load(part) for part in body), rest)


def _dump_args(args: Mapping[str, Phrase]) -> dict[str, Any]:
    return {name: dump(arg) for name, arg in args.items()}


def _load_args(args: Mapping[str, Any]) -> dict[str, Phrase]:
    return {name: load(arg) for name, arg in args.items()}
