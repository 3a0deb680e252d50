"""Whom an announcement is for, in words; and what there is to choose from."""

from collections.abc import Iterator, Sequence

from bot.core.campaign_words import LANGS, ROLES, SEEN
from bot.core.campaigns import Audience, Group
from bot.core.phrases import Joined, Phrase
from bot.core.phrases import text as _
from bot.engine.turn import Turn
from bot.reports.names import CHANNELS

NAMED = 4  # of one kind; more are a number


def who(turn: Turn, commune: str, audience: Audience) -> Phrase:
    chosen = in_words(turn, commune, audience.chosen)
    if not audience.without:
        return chosen
    return _("{who}; without: {others}", who=chosen, others=in_words(turn, "-", audience.without))


def in_words(turn: Turn, commune: str, group: Group) -> Phrase:
    """``commune``: what it means where no place is named; "" is the province."""
    parts = [*place_names(turn, commune, group), *(some(names) for names in of_people(turn, group) if names)]
    return Joined(tuple(parts), "; ") if parts else _("everybody")


def place_names(turn: Turn, commune: str, group: Group) -> list[Phrase]:
    if group.places:
        return [some([place_name(turn, one, whole=not commune) for one in group.places])]
    return [] if commune else [_("the whole province")]


def place_name(turn: Turn, code: str, *, whole: bool) -> Phrase:
    """``whole``: a village with its commune."""
    commune, _sign, village = code.partition("/")
    unit = turn.world.places.units.get(commune)
    name = unit.name if unit else commune
    return f"{village} ({name})" if village and whole else village or name


def of_people(turn: Turn, group: Group) -> Iterator[Sequence[Phrase]]:
    yield [ROLES[role] for role in group.roles if role in ROLES]
    yield [LANGS[lang] for lang in group.langs if lang in LANGS]
    yield [_("on {channel}", channel=CHANNELS.get(channel, channel)) for channel in group.channels]
    yield [_("looked at: {title}", title=name) for name in services(turn, group.guides)]
    yield (
        [SEEN.get(group.seen_days, _("here within {days} days", days=str(group.seen_days)))] if group.seen_days else []
    )
    yield [_("answered {count} earlier ones", count=str(len(group.answered)))] if group.answered else []


def services(turn: Turn, guides: Sequence[str]) -> list[Phrase]:
    """Of which these guides are."""
    codes = dict.fromkeys(guide.service for id_ in guides if (guide := turn.content.guide(id_)))
    return [turn.content.services[code].title for code in codes]


def some(names: Sequence[Phrase]) -> Phrase:
    shown = Joined(tuple(names[:NAMED]), ", ")
    more = len(names) - NAMED
    return _("{names} and {more} others", names=shown, more=str(more)) if more > 0 else shown
