"""An indicator in words, for files and screens: its targets, what was published, and the official figure."""

from __future__ import annotations

from bot.content.indicators import Stated
from bot.core.official import PROVINCE
from bot.core.phrases import Joined, Phrase
from bot.core.phrases import text as _
from bot.reports.contribution import Contributed, IndicatorLine
from bot.reports.names import UNKNOWN, Names, written

BEARS: dict[str, Phrase] = {
    "directly": "",
    "partly": _("bears on a part of it"),
    "input": _("comes before it, is not yet it"),
    "related": _("only has to do with it"),
}


def named(one: Contributed) -> Phrase:
    said = BEARS[one.bears]
    return _("{column} ({bears})", column=one.column, bears=said) if said else one.column


def targets(line: IndicatorLine) -> Phrase:
    if not line.targets:
        return UNKNOWN
    return Joined(
        tuple(_("{value} by the end of {year}", value=stated(one), year=str(one.year)) for one in line.targets)
    )


def readings(line: IndicatorLine) -> Phrase:
    """What public pages said, each with what was counted."""
    said = [
        _("{value} ({as_of}): {definition}", value=stated(one), as_of=one.as_of, definition=one.definition)
        for one in line.indicator.readings
    ]
    return Joined(tuple(said)) if said else UNKNOWN


def official(line: IndicatorLine, names: Names) -> Phrase:
    if not line.official:
        source = line.indicator.official_source
        return _("not entered; published by: {source}", source=source) if source else UNKNOWN
    figure = line.official.figure
    unit = names.content.places.units.get(figure.place)
    place: Phrase = unit.name if unit else (_("the whole province") if figure.place == PROVINCE else figure.place)
    return _("{value} ({place}, {day}); source: {source}", value=number(figure.value), place=place,
             day=f"{figure.as_of:%d/%m/%Y}", source=figure.source)  # fmt: skip


def stated(one: Stated) -> Phrase:
    if one.value is None:
        return one.says or UNKNOWN
    return _("over {value}", value=number(one.value)) if one.over else number(one.value)


def number(value: float) -> str:
    """As it is written in Vietnam: 71,5."""
    if value == int(value):
        return written(int(value))
    return f"{value:g}".replace(".", ",")
