"""Announcements in words: how they stand, what became of whom, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.content.load import Content
from bot.core.campaign_rules import USUAL_HOURS
from bot.core.campaign_words import GOT, LANGS, REPEATS, ROLES, SEEN, STATES, WHY, WRITTEN_IN
from bot.core.campaigns import Does, Draft, Group, Reach, Recall, Repeat, Timing, Urgency
from bot.core.clock import VIETNAM
from bot.core.phrases import Joined, Phrase
from bot.core.phrases import text as _
from bot.reports.names import CHANNELS

__all__ = ["GOT", "LANGS", "REPEATS", "ROLES", "STATES", "WHY", "WRITTEN_IN"]
"""What templates take from here besides."""

RECALLS: Mapping[Recall, Phrase] = {
    Recall.WAITING: _("to be taken back"),
    Recall.SENDING: _("to be taken back"),
    Recall.GONE: _("taken back"),
    Recall.CORRECTED: _("corrected by a message"),
    Recall.FAILED: _("could not be taken back"),
}
REACHES: Mapping[Reach, Phrase] = {
    Reach.NOW: _("at once"),
    Reach.RETURN: _("when they open it"),
    Reach.BILLED: _("only against payment"),
    Reach.NOT: _("not reachable"),
}
ANSWERS: Mapping[str, Phrase] = {"come": _("Will come"), "guide": _("Opened the guide")}

URGENCIES: Mapping[Urgency, tuple[Phrase, Phrase]] = {
    Urgency.ORDINARY: (_("ordinary"), _("From 8:00 to 20:00, to those who agreed to announcements.")),
    Urgency.IMPORTANT: (_("important"), _("As ordinary, but before the others, and marked so.")),
    Urgency.URGENT: (
        _("urgent (danger)"),
        _("At once, at night too, to all who did not refuse. Only where life or property is in danger."),
    ),
}
"""(name, what it means)"""
LAST_SEEN: Mapping[int, Phrase] = {0: _("whenever they were here"), **SEEN}
DOES: Mapping[str, Phrase] = {
    "": _("no button"),
    Does.GUIDE: _("opens a guide"),
    Does.LINK: _("opens a page"),
    Does.COME: _("“I will come”"),
}


def channel(name: str) -> str:
    return CHANNELS.get(name, name) or "—"


def why(reason: str) -> Phrase:
    """What is none of ours are the platform's own words."""
    return WHY.get(reason, reason)


# ---- times ----


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def when(timing: Timing) -> Phrase:
    if not timing.at:
        return _("as soon as it may go")
    if timing.repeat is Repeat.NEVER:
        return clock(timing.at)
    until = f"{timing.until:%d/%m/%Y}" if timing.until else "…"
    return _("{repeat} from {time} until {day}", repeat=REPEATS[timing.repeat], time=clock(timing.at), day=until)


def lasting(hours: int) -> Phrase:
    if hours % 24 == 0 and hours > 24:
        return _("{count} days", count=str(hours // 24))
    return _("{count} hours", count=str(hours))


def holds(draft: Draft) -> Phrase:
    return lasting(draft.timing.lasts_hours or USUAL_HOURS[draft.urgency])


def takes(seconds: float) -> Phrase:
    minutes = round(seconds / 60)
    return _("about {count} minutes", count=str(minutes)) if minutes else _("less than a minute")


# ---- whom ----


def whom(content: Content, group: Group, *, nothing: Phrase) -> Phrase:
    """``nothing``: what it means where nothing is named."""
    parts = [_kind(names) for names in _kinds(content, group) if names]
    return Joined(tuple(parts), "; ") if parts else nothing


def _kinds(content: Content, group: Group) -> list[list[Phrase]]:
    seen = SEEN.get(group.seen_days, _("here within {days} days", days=str(group.seen_days)))
    services = dict.fromkeys(guide.service for id_ in group.guides if (guide := content.guide(id_)))
    return [
        [place(content, one) for one in group.places],
        [ROLES[role] for role in group.roles if role in ROLES],
        [LANGS[lang] for lang in group.langs if lang in LANGS],
        [_("on {channel}", channel=channel(one)) for one in group.channels],
        [_("looked at: {title}", title=content.services[code].title) for code in services],
        [seen] if group.seen_days else [],
        [_("answered {count} earlier ones", count=str(len(group.answered)))] if group.answered else [],
    ]


def _kind(names: list[Phrase]) -> Phrase:
    shown, more = Joined(tuple(names[:NAMED]), ", "), len(names) - NAMED
    return _("{names} and {more} more", names=shown, more=str(more)) if more > 0 else shown


NAMED = 6  # of one kind; more are a number


def place(content: Content, code: str) -> Phrase:
    commune, _sign, village = code.partition("/")
    unit = content.places.units.get(commune)
    return village or (unit.name if unit else commune)
