"""The audit log in words: what was done, and to what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.content.load import Content
from bot.core.campaign_words import REFUSALS
from bot.core.phrases import Joined, Phrase
from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.reports.names import CHANNELS, Names
from bot.storage.audit_list import Noted

ACTS: Mapping[str, Phrase] = {
    "admin.first": _("The first administrator signed in"),
    "team.made": _("Made a team"),
    "team.villages": _("Changed the villages of a team"),
    "invite.made": _("Made an invite"),
    "invite.used": _("Used an invite"),
    "invite.withdrawn": _("Withdrew an invite"),
    "token.made": _("Made a token for another program"),
    "token.withdrawn": _("Withdrew a token"),
    "code.wrong": _("Typed a wrong code"),
    "member.added": _("Somebody took up a post"),
    "member.left": _("Left a team"),
    "member.removed": _("Removed somebody from a post"),
    "member.moved": _("Moved a member to another team"),
    "leader.changed": _("Made somebody the leader"),
    "channels.linked": _("Joined two channels to one person"),
    "group.linked": _("Linked a group chat to a team"),
    "group.parted": _("Parted a group chat from a team"),
    "session.corrected": _("Corrected a session"),
    "session.withdrawn": _("Withdrew a session"),
    "request.taken": _("Took a request"),
    "request.returned": _("Gave a request back"),
    "request.handed_over": _("Handed a request over"),
    "request.closed": _("Closed a request"),
    "official.enter": _("Entered an official figure"),
    "official.withdraw": _("Withdrew an official figure"),
    "question.attached": _("Attached a question to a guide"),
    "question.ignored": _("Ignored a question"),
    "announcement.made": _("Began an announcement"),
    "announcement.changed": _("Changed an announcement; it is a draft again"),
    "announcement.dropped": _("Threw away the draft of an announcement"),
    "announcement.asked": _("Asked for agreement to an announcement"),
    "announcement.planned": _("Sent an announcement on its way"),
    "announcement.approved": _("Agreed to an announcement"),
    "announcement.refused": _("Did not agree to an announcement"),
    "announcement.paused": _("Paused an announcement"),
    "announcement.continued": _("Let an announcement go on"),
    "announcement.cancelled": _("Stopped an announcement"),
    "announcement.recalled": _("Recalled an announcement"),
    "announcement.resent": _("Sent an announcement again to those not reached"),
    "audience.saved": _("Saved an audience"),
    "audience.dropped": _("Removed a saved audience"),
    "lane.stopped": _("Stopped all announcements on a channel"),
    "lane.freed": _("Let announcements go out on a channel again"),
}
"""Every act that is noted; a test looks for those without words."""
ROLES: Mapping[str, Phrase] = {
    Role.MEMBER: _("team member"), Role.LEADER: _("team leader"),
    Role.COMMUNE_ADMIN: _("administrator of the commune"), Role.PROVINCE_ADMIN: _("administrator of the province"),
}  # fmt: skip
NUMBERS: Mapping[str, Callable[[str], Phrase]] = {
    "session": lambda number: _("session {number}", number=number),
    "request": lambda number: _("request {number}", number=number),
    "question": lambda number: _("question {number}", number=number),
    "invite": lambda number: _("invite {number}", number=number),
    "uses": lambda number: _("for {count} people", count=number),
    "count": lambda number: _("{count} villages", count=number),
    "campaign": lambda number: _("announcement {number}", number=number),
    "people": lambda number: _("to {count} people", count=number),
    "channel": lambda name: CHANNELS.get(name, name),
    "reason": lambda reason: _("because: {reason}", reason=REFUSALS.get(reason, reason)),
}


@dataclass(frozen=True, slots=True)
class Wording:
    content: Content

    def act(self, code: str) -> Phrase:
        return ACTS.get(code, code)

    def who(self, noted: Noted) -> Phrase:
        if noted.known:
            return noted.by or _("somebody without a post")
        return _("the operator, or somebody who was erased")

    def about(self, noted: Noted) -> Phrase:
        """To what or whom; "" where the act says it all."""
        return Joined(tuple(self._parts(noted)), ", ")

    def _parts(self, noted: Noted) -> Iterator[Phrase]:
        data, gone = noted.data, _("somebody who was erased")
        if "post" in data:
            yield noted.names.get("post", gone)
        if "role" in data:
            yield ROLES.get(data["role"], str(data["role"]))
        if "to" in data:
            yield _("to {name}", name=noted.names.get("to", gone))
        yield from (phrase(str(data[name])) for name, phrase in NUMBERS.items() if name in data)
        if "indicator" in data:
            yield self._indicator(str(data["indicator"]))
        if "guide" in data:
            yield _("“{guide}”", guide=Names(self.content).guide(data["guide"]))

    def _indicator(self, code: str) -> Phrase:
        return next((one.name for one in self.content.indicators.indicators if one.id == code), code)
