"""A page that is drawn as a picture when it is sent, in the language that its reader has then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.core.phrases import Phrase, dump, load

Row = tuple[Phrase, ...]

_LINES = ("over", "title", "month", "name", "under", "note", "foot")
_TABLES = ("figures", "rows", "signs")


@dataclass(frozen=True, slots=True)
class Sheet:
    """``file``: its name. ``over`` stands above the title, ``under`` below the name. ``figures``: (value, what it is).
    ``rows``: the first is the head. ``signs``: (who signs, how), side by side."""

    file: str
    over: Phrase
    title: Phrase
    month: Phrase
    name: Phrase
    under: Phrase
    figures: tuple[Row, ...]
    rows: tuple[Row, ...]
    signs: tuple[Row, ...]
    note: Phrase
    foot: Phrase


def dump_sheet(sheet: Sheet) -> dict[str, Any]:
    """As JSON values."""
    lines = {name: dump(getattr(sheet, name)) for name in _LINES}
    tables = {name: [[dump(cell) for cell in row] for row in getattr(sheet, name)] for name in _TABLES}
    return {"file": sheet.file, **lines, **tables}


def load_sheet(body: dict[str, Any]) -> Sheet:
    fields: dict[str, Any] = {name: load(body[name]) for name in _LINES}
    fields |= {name: tuple(tuple(load(cell) for cell in row) for row in body[name]) for name in _TABLES}
    return Sheet(file=body["file"], **fields)
