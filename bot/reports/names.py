"""How the codes in a report are called, by the content; and how its figures are headed and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.load import Content
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.sessions import NOT_DONE, Evidence, Had
from bot.reports.report import Figure, Place, Share, Withheld

UNKNOWN = "—"

HEADINGS: Mapping[str, Phrase] = {
    "sessions": _("Sessions"),
    "visits": _("People helped (visits)"),
    "residents": _("Different people, who confirmed"),
    "elders": _("of these 60 or older"),
    "women": _("of these women"),
    "phoneless": _("without a phone"),
    "confirmable": _("could confirm"),
    "confirmed": _("Confirmed by the resident"),
    "thanks": _("Thanks"),
    "done": _("Done, seen by the member"),
    "new": _("New: done, and not had before"),
    "told": _("Done, as the resident says"),
    "guided": _("Guided only"),
    "not_done": _("Not done yet"),
    "members": _("Members with a session"),
    "teams": _("Teams with a session"),
    "asked": _("Asked for a person"),
    "taken": _("Taken by somebody"),
    "closed": _("Closed"),
    "cancelled": _("Cancelled by the resident"),
    "waiting": _("Still waiting"),
    "escalated": _("Passed up to the leader"),
    "satisfied": _("Satisfied"),
    "unhappy": _("Not satisfied"),
    "minutes_to_take": _("Minutes until taken (median)"),
    "minutes_to_close": _("Minutes until closed (median)"),
    "opened": _("Opened"),
    "finished": _("Finished"),
    "helped": _("Said: it helped"),
    "not_helped": _("Said: it did not help"),
    "not_understood": _("Questions not understood"),
    "stuck": _("Stuck here"),
    "stopped": _("Stopped here"),
    "people": _("People who wrote to the bot"),
}
"""Of each figure of a report, by its name there."""

SECTIONS: Mapping[str, Phrase] = {
    "activity": _("What the teams did"),
    "services": _("By service"),
    "by_place": _("By place"),
    "by_team": _("By team"),
    "by_member": _("By member"),
    "by_day": _("By day"),
    "by_month": _("By month"),
    "requests": _("Requests for a person"),
    "guides": _("Guides"),
    "bot": _("The bot"),
}

EVIDENCE: Mapping[Evidence, Phrase] = {
    Evidence.SEEN: _("seen on the screen"),
    Evidence.TOLD: _("told by the resident"),
    Evidence.GUIDED: _("only guided"),
}
HAD: Mapping[Had, Phrase] = {
    Had.YES: _("had it before"),
    Had.NO: _("did not have it before"),
    Had.UNKNOWN: _("not known"),
}

CHANNELS: Mapping[str, str] = {
    "webchat": "Web", "telegram": "Telegram", "zalo_oa": "Zalo OA", "zalo_bot": "Zalo Bot", "console": "Console",
}  # fmt: skip


def written(figure: Figure) -> str:
    """ "1.234", "<5", "…", or "—" where it is not known."""
    if isinstance(figure, Withheld):
        return figure.value
    return UNKNOWN if figure is None else f"{figure:,}".replace(",", ".")


def share(of: Share) -> str:
    """ "3/12"; "3/—" where nobody said how many there are."""
    return f"{of.reported}/{written(of.all)}"


@dataclass(frozen=True, slots=True)
class Names:
    content: Content

    def service(self, code: str) -> Phrase:
        known = self.content.services.get(code)
        return known.title if known else code

    def outcome(self, service: str, code: str) -> Phrase:
        if code == NOT_DONE:
            return _("not done yet")
        known = self.content.services.get(service)
        return (known.outcomes.get(code) if known else None) or (code or _("result not said"))

    def guide(self, code: str) -> Phrase:
        known = self.content.guides.get(code)
        return known.title if known else code

    def place(self, place: Place) -> Phrase:
        if place.team:
            return _("{team}, {place}", team=place.team_name, place=place.name)
        return place.name or _("the whole province")


def village(name: str) -> Phrase:
    return name or _("village not said")
