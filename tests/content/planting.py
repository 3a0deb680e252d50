"""Planting one fault in a content that has none, and looking for what is told of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bot.content.check import Fault, check_content
from bot.content.load import read_content
from bot.core.errors import ContentFaults
from bot.understanding.overmatch import check_overmatch
from tests.fakes import change

TODAY = date(2026, 11, 23)
GUIDE = "guides/kich-hoat.yaml"
OTHER = "guides/phan-anh.yaml"

Change = Callable[[Any], object]


def faults(folder: Path) -> list[Fault]:
    """All that ``python -m bot check`` finds in the content, on a day that does not pass."""
    try:
        content = read_content(folder)
    except ContentFaults as error:
        return [Fault(str(f.file.relative_to(folder)), f.field, f.reason) for f in error.faults]
    return [*check_content(content, TODAY), *check_overmatch(content)]


# ---- planting ------------------------------------------------------------------------------------------------------


def _at(body: Any, path: str) -> Any:
    """``"steps.nhap-ma.troubles.0"``: by key, by the id of a list's item, or by position."""
    for name in path.split(".") if path else []:
        if isinstance(body, list):
            body = body[int(name)] if name.isdigit() else next(item for item in body if item["id"] == name)
        else:
            body = body[name]
    return body


def put(path: str, value: Any) -> Change:
    where, _, name = path.rpartition(".")
    return lambda body: _at(body, where).__setitem__(name, value)


def drop(path: str) -> Change:
    where, _, name = path.rpartition(".")
    return lambda body: _at(body, where).pop(name)


def append(path: str, value: Any) -> Change:
    return lambda body: _at(body, path).append(value)


def both(*changes: Change) -> Change:
    return lambda body: [by(body) for by in changes]


def step(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "do": {"vi": f"{{You}} làm tiếp {id_}.", "en": f"Go on {id_}."}, **more}


def trouble(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "sign": {"vi": "Máy đứng", "en": "Hangs"}, "fix": {"vi": "Mở lại.", "en": "Restart."}, **more}


class Planted(NamedTuple):
    """The change, and the one fault it must be told for."""

    file: str
    change: Change
    field: str
    reason: str
    told_in: str = ""  # another file, if that is where it is told
    serious: bool = True


def told(folder: Path, planted: Planted) -> list[Fault]:
    """The faults that name what was planted. Fails with all that were found, if none does."""
    change(folder / planted.file, planted.change)
    found = faults(folder)
    file = planted.told_in or planted.file
    named = [f for f in found if f.file == file and f.field == planted.field and planted.reason in f.reason]
    assert named, found
    return named
