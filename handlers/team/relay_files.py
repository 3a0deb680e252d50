"""What is no words, passed on between the two who talk: pictures, voice notes, files, a position.

The bot sees nothing of what is in a voice note or a file, and says so to whoever gets it. What could install or run
something is not passed on at all: most swindles here end with an app that somebody sent.
"""

from collections.abc import Collection

from bot.core.channel import COPIES, PICTURES
from bot.core.events import MessageRelayed
from bot.core.messages import Button, Kind, Original
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.engine.turn import Turn
from handlers.team.relay_line import Line, answer_button, cannot_reach, why_hidden

FETCHED = {Kind.PHOTO: "picture", Kind.VOICE: "voice", Kind.FILE: "file"}
"""What can go from one channel to another, and what it is called in the events."""

MAP = "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"


async def pass_file(turn: Turn, line: Line) -> None:
    if turn.inbound.harmful:
        stop_file(turn, line)
    elif turn.inbound.location:
        await pass_position(turn, line, *turn.inbound.location)
    else:
        await pass_sent(turn, line)


async def pass_sent(turn: Turn, line: Line) -> None:
    """As the platform's own copy where both are on it: it loses nothing, and does not come here. Else it is fetched."""
    came, reached = turn.inbound, await turn.ports.relays.reached_on(line.other)
    if can_be_copied(turn, reached):
        original = Original(came.channel, came.address, came.said_ref)
        turn.tell(line.other, sends(turn, line), *await answer_button(turn, line), copy_of=original)
        note(turn, line, "copy")
        turn.say(
            _("Passed on to {who}, and nothing kept. Please send no pictures of papers or bank cards.", who=line.them)
        )
    elif came.kind in FETCHED and came.file and PICTURES & set(reached):
        sent = Original(came.channel, came.address, came.file, came.kind.value, came.file_name)
        turn.tell(line.other, sends(turn, line), *await answer_button(turn, line), shows=sent)
        note(turn, line, FETCHED[came.kind])
        turn.say(is_passed_on(turn, line))
    else:
        refuse_file(turn, line)


def note(turn: Turn, line: Line, what: str) -> None:
    turn.emit(MessageRelayed(line.request.commune, line.request.team, line.by, what))


def can_be_copied(turn: Turn, reached: Collection[str]) -> bool:
    """A visiting card would show the account; a message with a secret under it is taken back before it is copied."""
    came = turn.inbound
    is_there = came.channel in COPIES & set(reached) and bool(came.said_ref)
    return is_there and came.kind is not Kind.CONTACT and not came.masked


# ---- what either side is told ----


def sends(turn: Turn, line: Line) -> Phrase:
    """With what is written under it."""
    under = _("*{who}:* {words}", who=line.me, words=turn.text) if turn.text else None
    match turn.inbound.kind:
        case Kind.PHOTO if under:
            return paragraphs(under, why_hidden(turn))
        case Kind.VOICE:
            return paragraphs(_("*{who}* sends a voice note.", who=line.me), under, why_hidden(turn), NOT_HEARD)
        case Kind.FILE:
            return paragraphs(file_of(turn, line), under, why_hidden(turn), NOT_SEEN)
        case _:
            return _("*{who}* sends this.", who=line.me)


NOT_HEARD = _("⚠️ {Me} cannot hear what is said in it. Tell nobody an OTP or password, and install no app (apk) for it.")
NOT_SEEN = _("⚠️ The other side sent it, {me} cannot see what is in it. Never open a file that installs an app (apk).")


def file_of(turn: Turn, line: Line) -> Phrase:
    if turn.inbound.file_name:
        return _("*{who}* sends the file “{name}”.", who=line.me, name=turn.inbound.file_name)
    return _("*{who}* sends a file.", who=line.me)


def is_passed_on(turn: Turn, line: Line) -> Phrase:
    if turn.inbound.kind is Kind.VOICE:
        return _("{Me} pass it on to {who}, and keep nothing of it then. Please say no OTP or password in it.",
                 who=line.them)  # fmt: skip
    return _("{Me} pass it on to {who}, and keep nothing of it then. Please send no pictures of papers or bank cards.",
             who=line.them)  # fmt: skip


def refuse_file(turn: Turn, line: Line) -> None:
    note(turn, line, "refused")
    turn.say(
        _("That could not be passed on to {who}. Please say it in words, or show it when {you} meet.", who=line.them)
    )
    turn.tell(
        line.other,
        _(
            "{who} wanted to send a picture or file; it cannot come here. Ask in words, or see it when {you} meet.",
            who=line.me,
        ),
    )


def stop_file(turn: Turn, line: Line) -> None:
    note(turn, line, "refused")
    turn.say(
        _(
            "{Me} do not pass on apps, packed files or web pages, because swindlers send those. Please send {who} a "
            "picture or a PDF, or say it in words.",
            who=line.them,
        )
    )
    turn.tell(line.other, was_stopped(line.me))


def was_stopped(who: Phrase) -> Phrase:
    return _(
        "⚠️ {who} wanted to send an app, a packed file or a web page, and {me} stopped it. Never install an app that "
        "somebody sends {you}, whoever it is.",
        who=who,
    )


# ---- where somebody is ----


async def pass_position(turn: Turn, line: Line, latitude: float, longitude: float) -> None:
    """As words, which go everywhere. To about a metre: it is the door of a house that has to be found."""
    if not await turn.ports.relays.reached_on(line.other):
        cannot_reach(turn, line)
        return
    lat, lon = f"{latitude:.5f}", f"{longitude:.5f}"
    words = _("*{who}* shows where they are: {place}", who=line.me, place=f"{lat}, {lon}")
    on_map = Button(_("See it on the map"), url=MAP.format(lat=lat, lon=lon))
    turn.tell(line.other, words, on_map, *await answer_button(turn, line))
    note(turn, line, "position")
    turn.say(_("{Me} told {who} where {you} are, and keep nothing of it.", who=line.them))
