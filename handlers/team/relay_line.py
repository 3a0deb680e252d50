"""A request two people talk about through the bot, as the one who acts sees it."""

from dataclasses import dataclass

from bot.core.events import MessageRelayed
from bot.core.messages import Button
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.requests import Request, State
from bot.engine.turn import Turn
from handlers.resident.buttons import MENU, PERSON

HIDDEN = _("⚠️ {Me} hid a code, password or number of papers in it. Nobody may ask for one, the team neither.")


@dataclass(frozen=True, slots=True)
class Line:
    """A request two people talk about, as the one who acts sees it. ``me``, ``them``: what either is called by the
    other."""

    request: Request
    by_resident: bool
    other: int
    me: Phrase
    them: Phrase

    @property
    def by(self) -> str:
        return "resident" if self.by_resident else "member"


async def line_of(turn: Turn, id_: int) -> Line | None:
    """None: nobody has it, or it is not theirs."""
    request = await turn.ports.requests.find(id_) if id_ else None
    if not request or request.state is not State.TAKEN or not request.person or not request.taken_by:
        return None
    resident, member = resident_of(request), await member_of(turn, request)
    if turn.person.id == request.person != request.taken_by:
        return Line(request, True, request.taken_by, resident, member)
    if turn.person.id == request.taken_by != request.person:
        return Line(request, False, request.person, member, resident)
    return None


def resident_of(request: Request) -> Phrase:
    return _("Resident {code}", code=request.code)


async def member_of(turn: Turn, request: Request) -> Phrase:
    teams = turn.ports.teams
    there = await (teams.members(request.team) if request.team else teams.admins(request.commune))
    return next((one.name for one in there if one.person == request.taken_by), _("the team member"))


# ---- what both sides are shown ----


def pause_button(request: Request) -> Button:
    return Button(_("Pause writing"), f"relay.pause:{request.id}")


def resume_button(request: Request, *, for_member: bool) -> Button:
    label = _("Write to {code}", code=request.code) if for_member else _("Go on writing")
    return Button(label, f"relay.resume:{request.id}")


def why_hidden(turn: Turn) -> Phrase | None:
    return HIDDEN if turn.inbound.masked else None


async def answer_button(turn: Turn, line: Line) -> list[Button]:
    """For whoever is talking with the bot or with somebody else just now."""
    if await turn.ports.relays.talks_about(line.other) == line.request.id:
        return []
    return [resume_button(line.request, for_member=line.by_resident)]


def cannot_reach(turn: Turn, line: Line) -> None:
    turn.emit(MessageRelayed(line.request.commune, line.request.team, line.by, "refused"))
    turn.say(_("{who} cannot be reached here any more, so nothing was passed on.", who=line.them), PERSON, MENU)
