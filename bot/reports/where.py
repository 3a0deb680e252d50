"""The place a report is of, as people write it: a code, a name of today or of before, or nothing for the province."""

from __future__ import annotations

from bot.content.places import Unit
from bot.core.errors import Answerable
from bot.core.phrases import text as _
from bot.reports.report import Place
from bot.understanding.fold import fold
from bot.understanding.places import Places

PROVINCE = Place()
_WHOLE = frozenset({"", "tinh", "toan tinh", "ca tinh", "tinh gia lai", "province"})


def read_place(written: str, places: Places) -> Place:
    """Raises ``Answerable`` for what is no place here, or may be several."""
    if is_province(written):
        return PROVINCE
    units, only = meant(written, places)
    if only:
        return Place(only.code, only.name)
    if not units:
        raise unknown(written)
    several = "; ".join(f"{one.name} ({one.code})" for one in units[:6])
    raise Answerable(_("“{written}” may be several: {several}. Choose one.", written=written[:40], several=several))


def meant(written: str, places: Places) -> tuple[tuple[Unit, ...], Unit | None]:
    """The communes that may be meant; and the one, if that is sure."""
    unit = places.units.get(written.strip()) or _named_now(written, places)
    if unit:
        return (unit,), unit
    found = places.find(written)
    return found.units, found.only


def unknown(written: str) -> Answerable:
    return Answerable(
        _("“{written}” is no commune or ward of the province. Please write its name, old or new.", written=written[:40])
    )


def is_province(written: str) -> bool:
    return fold(written) in _WHOLE


def _named_now(written: str, places: Places) -> Unit | None:
    """A report is of a commune of today, even where a district of before had the same name."""
    wanted = fold(written)
    named = [unit for unit in places.units.values() if wanted in (fold(unit.name), fold(unit.short))]
    return named[0] if len(named) == 1 else None
