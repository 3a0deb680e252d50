"""Are the catalogues complete? Every message of the code, in every language a person may choose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.content.check import Fault
from bot.core.talk import SPOKEN

NATIVE = ("jra", "bdq")
"""Jrai and Bahnar."""
_REVIEWER = re.compile(r"^#\s*Reviewed-by: \S.{2,}", re.MULTILINE)
_NAME = re.compile(r"\{(\w+)\}")
_OPTIONAL = frozenset({"you", "You", "me", "Me"})


def check_catalogues(folder: Path) -> Iterator[Fault]:
    template = _read(folder / "messages.pot")
    yield from (fault for lang in NATIVE for fault in _check_native(lang, folder))
    for lang in SPOKEN:
        file = f"locales/{lang}/LC_MESSAGES/messages.po"
        catalogue = _read(folder / lang / "LC_MESSAGES" / "messages.po")
        for message in template:
            if message.id:
                yield from _check(str(message.id), catalogue, file)


def _check_native(lang: str, folder: Path) -> Iterator[Fault]:
    """These languages are written by native speakers only: words without a reviewer's name are refused."""
    path = folder / lang / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        yield Fault(f"locales/{lang}/LC_MESSAGES/messages.po", "file", "is missing: run “make messages”")
        return
    catalogue = _read(path)
    written = any(message.id and message.string for message in catalogue)
    if written and not _REVIEWER.search(catalogue.header_comment):
        reason = "has words, but no line “# Reviewed-by: NAME, DIALECT, DATE” at its top: a native reviewer fills it"
        yield Fault(f"locales/{lang}/LC_MESSAGES/messages.po", "header", reason)


def _check(msgid: str, catalogue: Catalog, file: str) -> Iterator[Fault]:
    translated = catalogue.get(msgid)
    string = str(translated.string) if translated and not translated.fuzzy else ""
    if not string:
        yield Fault(file, f"“{msgid}”", "is not translated: run “make messages”, then write it")
        return
    wanted, written = set(_NAME.findall(msgid)) - _OPTIONAL, set(_NAME.findall(string)) - _OPTIONAL
    if wanted != written:
        yield Fault(file, f"“{msgid}”", f"must hold the same {{names}} as the English: {sorted(wanted)}")


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)
