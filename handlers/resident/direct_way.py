"""The direct way: where somebody can go today, whoever answers or does not answer here."""

from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.engine.turn import World

CENTRES = ("pvhcc_pleiku", "pvhcc_quy_nhon")


def counter(world: World, commune: str) -> Phrase:
    unit = world.places.units.get(commune)
    place: Phrase = unit.name if unit else _("the commune")
    return _("Please go to the one-stop counter of {place}, or ask the village head for the digital team.", place=place)


def centres(world: World) -> Phrase | None:
    """The province's own one-stop centres, for whoever lives near; only what somebody has checked."""
    shown = [world.content.contacts[id_] for id_ in CENTRES if id_ in world.content.contacts]
    named = [_("{name}: *{value}*", name=c.name, value=c.value or "") for c in shown if c.usable]
    return lines(*named) if named else None
