"""What the chat and the pages call the same things of an announcement."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.campaigns import Got, Repeat, State, Why
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.core.teams import ROLES as POSTS

STATES: Mapping[State, Phrase] = {
    State.DRAFT: _("a draft"),
    State.ASKED: _("waits for a second administrator"),
    State.PLANNED: _("waits for its time"),
    State.SENDING: _("being sent"),
    State.PAUSED: _("paused"),
    State.DONE: _("done"),
    State.CANCELLED: _("stopped"),
}
GOT: Mapping[Got, Phrase] = {
    Got.WAITING: _("waiting"),
    Got.SENDING: _("on the way"),
    Got.DELIVERED: _("got it"),
    Got.FAILED: _("did not get through"),
    Got.UNREACHABLE: _("not reachable"),
    Got.OPTED_OUT: _("want none"),
    Got.EXPIRED: _("too late for them"),
    Got.CANCELLED: _("stopped before"),
}
WHY: Mapping[str, Phrase] = {
    Why.BLOCKED: _("blocked the bot"),
    Why.NO_CHANNEL: _("on a channel that does not run here"),
    Why.BILLED: _("only against payment"),
    Why.WINDOW: _("wrote too long ago"),
    Why.NOWHERE: _("nothing leads to them"),
    "linked": _("the same person as another one"),
}
ROLES: Mapping[str, Phrase] = {Role.RESIDENT: _("residents"), **POSTS}
LANGS: Mapping[str, Phrase] = {"vi": _("those who speak Vietnamese"), "en": _("those who speak English")}
WRITTEN_IN: Mapping[str, Phrase] = {"vi": _("Vietnamese"), "en": _("English")}
REPEATS: Mapping[Repeat, Phrase] = {
    Repeat.NEVER: _("once"),
    Repeat.DAILY: _("every day"),
    Repeat.WEEKLY: _("every week"),
    Repeat.MONTHLY: _("every month"),
}
SEEN: Mapping[int, Phrase] = {
    7: _("here within 7 days"),
    30: _("here within 30 days"),
    90: _("here within 90 days"),
    365: _("here within a year"),
}
"""By days."""
REFUSALS: Mapping[str, Phrase] = {
    "words": _("The words are not clear yet"),
    "facts": _("Something in it is not right"),
    "who": _("It is for the wrong people"),
    "time": _("It is not the time for it"),
}
"""Why it was not agreed to, to be pressed; others are typed."""
