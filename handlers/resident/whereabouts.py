"""Where a person is in a guide, as the content is now, and how that is said."""

from bot.content.model import Guide, Step
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.engine.turn import Turn


def current(turn: Turn) -> tuple[Guide, Step] | None:
    """The guide and step the person is at, as the content is now: a renamed step is found, a lost one is the first."""
    guide = turn.content.guide(turn.talk.guide) if turn.talk.guide else None
    return (guide, guide.step(turn.talk.step) or guide.first) if guide else None


def left(turn: Turn) -> tuple[Guide, Step] | None:
    """The guide and step that were left for another, if they are still there."""
    id_, _dot, step = turn.talk.left.partition(".")
    guide = turn.content.guide(id_) if id_ else None
    return (guide, guide.step(step) or guide.first) if guide else None


def progress(turn: Turn, guide: Guide, step: Step) -> tuple[int, int]:
    """(number of this step, how many there will be), questions not counted."""
    way = turn.talk.trail if turn.talk.guide == guide.id else guide.way_to(step)
    seen = [s for s in map(guide.step, way) if s and not s.options]
    number = max(len(seen), 1)
    return number, number + len(list(guide.ahead(step)))


def in_words(turn: Turn, guide: Guide, step: Step) -> Phrase:
    """The place in the guide, in words, for whoever comes back to it or is asked for help with it."""
    if step.options:
        return _("“{title}”", title=guide.title)
    number, total = map(str, progress(turn, guide, step))
    return _("step {number}/{total} of “{title}”", number=number, total=total, title=guide.title)


def contact_lines(turn: Turn, step: Step) -> list[Phrase]:
    """The contacts of a step that may be shown now, each on its line."""
    contacts = [turn.content.contacts[id_] for id_ in step.contacts if id_ in turn.content.contacts]
    shown = [_("{name}: *{value}*", name=c.name, value=c.value or "") for c in contacts if c.usable]
    return [lines(*shown)] if shown else []


def warning(words: Phrase | None) -> Phrase | None:
    return _("⚠️ {words}", words=words) if words else None


def sources(guide: Guide) -> Phrase:
    names = [_("Source: {name}", name=source.name) for source in guide.sources[:2]]
    return lines(*names, _("Last checked: {date}", date=guide.checked_on.strftime("%d/%m/%Y")))
