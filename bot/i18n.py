"""Turning a phrase into one string, in a person's language and with the address they chose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml
from babel.messages.pofile import read_po

from bot.core.errors import ContentError
from bot.core.phrases import Joined, Phrase, Text, Words
from bot.core.talk import SPOKEN

FALLBACK = "vi"
_NAME = re.compile(r"\{(\w+)\}")


class Translator:
    """The catalogues and the ways to address a person. Read once; a call costs microseconds."""

    def __init__(self, catalogues: Mapping[str, Mapping[str, str]], addresses: Mapping[str, Mapping[str, str]]) -> None:
        self._catalogues = catalogues
        self._addresses = addresses

    @classmethod
    def read(cls, folder: Path) -> Translator:
        """Raises ``ContentError`` when a catalogue is missing or broken."""
        catalogues = {lang: _catalogue(folder / lang / "LC_MESSAGES" / "messages.po") for lang in SPOKEN}
        return cls(catalogues, _addresses(folder / "addresses.yaml"))

    @property
    def ways_to_address(self) -> tuple[str, ...]:
        return tuple(self._addresses)

    def speak(self, phrase: Phrase, lang: str, called: str = "") -> str:
        """The finished string. ``called`` is a key of ``addresses.yaml``; unknown ones mean the neutral address."""
        return self._speak(phrase, lang, called)

    def _speak(self, phrase: Phrase, lang: str, called: str) -> str:
        match phrase:
            case str():
                return phrase
            case Text(msgid, args):
                pattern, of = self._catalogues.get(lang, {}).get(msgid) or msgid, lang
            case Words(by_lang, args):
                of = lang if lang in by_lang else FALLBACK
                pattern = by_lang.get(of, "")
            case Joined(parts, separator):
                return separator.join(self._speak(part, lang, called) for part in parts)
        if "{" not in pattern:
            return pattern
        spoken = {name: self._speak(arg, lang, called) for name, arg in args.items()}
        known = {**self._names(of, called), **spoken}  # what is said in another language is so with its own address
        return _NAME.sub(lambda found: known.get(found[1], found[0]), pattern)

    def _names(self, lang: str, called: str) -> Mapping[str, str]:
        return self._addresses.get(f"{lang}.{called}") or self._addresses.get(f"{lang}.") or {}


def _catalogue(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            catalogue = read_po(file)
    except OSError as error:
        raise ContentError(path, "", f"cannot be read: {error.strerror}") from error
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}


def _addresses(path: Path) -> dict[str, dict[str, str]]:
    """``{"vi.bac": {"you": "bác", "You": "Bác", "me": "cháu", "Me": "Cháu"}}``."""
    try:
        written = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        return {
            f"{lang}.{key}".removesuffix("neutral"): _names(you, me)
            for lang, ways in written.items()
            for key, (you, me) in ways.items()
        }
    except (OSError, yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError, ValueError) as error:
        reason = f"must be “language: / key: [you, me]” lines ({' '.join(str(error).split())})"
        raise ContentError(path, "", reason) from error


def _names(you: str, me: str) -> dict[str, str]:
    return {"you": you, "You": you[:1].upper() + you[1:], "me": me, "Me": me[:1].upper() + me[1:]}
