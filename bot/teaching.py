"""Teaching the bot a way of asking: held against all others, then written down for the next reading of the content."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.content.check import Fault
from bot.content.load import ASKS, Ask, Content
from bot.core.errors import ContentError, ContentFaults
from bot.understanding.meaning import Understanding
from bot.understanding.overmatch import check_overmatch

COLUMNS = ("guide", "lang", "sentence")


def teach(content: Content, ask: Ask, kept: Path | None = None) -> Content:
    """The content with this way of asking, written down in its folder too.

    Raises ``ContentFaults`` when it would lead elsewhere or take another guide's sentences, and nothing is written.
    """
    if not content.guide(ask.guide):
        raise ContentFaults([ContentError(content.folder / ASKS, ask.guide, "there is no published guide of this id")])
    if ask in content.asks:
        return content
    taught = replace(content, asks=(*content.asks, ask))
    if faults := new_faults(content, taught, kept):
        raise ContentFaults([ContentError(content.folder / fault.file, fault.field, fault.reason) for fault in faults])
    write(content.folder / ASKS, ask)
    return taught


def new_faults(before: Content, after: Content, kept: Path | None) -> Sequence[Fault]:
    """What is wrong afterwards and was not before."""
    found = list(check_overmatch(after, Understanding(after, kept)))
    known = set(check_overmatch(before, Understanding(before, kept))) if found else set()
    return [fault for fault in found if fault not in known]


def write(path: Path, ask: Ask) -> None:
    fresh = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(COLUMNS)
        writer.writerow((ask.guide, ask.lang, ask.sentence))
