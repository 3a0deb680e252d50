"""Talking with each other through the bot: while a member has a request, what one side types goes to the other.

Neither sees an account of the other. The bot keeps quiet meanwhile; its buttons and the words that always work go on
working, and either side may have the bot back for a while.
"""

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.channel import COPIES, PICTURES
from bot.core.errors import Answerable
from bot.core.events import MessageRelayed, RelayPaused, RelayResumed
from bot.core.messages import Button, Kind, Original
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.core.requests import Request, State
from bot.engine.router import Router
from bot.engine.run import ALWAYS
from bot.engine.turn import Turn
from handlers.resident import stuck, whereabouts
from handlers.resident.buttons import MENU, PERSON, go_on
from handlers.team.words import number

router = Router()

HIDDEN = _("⚠️ {Me} hid a code, password or number of papers in it. Nobody may ask for one, the team neither.")

RELAYED = "relayed"
"""Awaited after what was passed on: while it is, nothing is said about it again."""


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


# ---- beginning and ending ----


async def begin(turn: Turn, request: Request) -> Button | None:
    """Both sides of a request that was just taken or handed over talk with each other. Gives back the button for who
    has it now: whoever is talking with somebody else goes on with that."""
    if request.person and request.taken_by:
        await turn.ports.relays.talk(request.person, request.id)
        if not await is_busy(turn, request):
            await turn.ports.relays.talk(request.taken_by, request.id)
            turn.person.talking = request.id if turn.person.id == request.taken_by else turn.person.talking
            return pause_button(request)
        return resume_button(request, for_member=True)
    return None


async def is_busy(turn: Turn, request: Request) -> bool:
    """Whether the member talks about another of their requests just now."""
    about = await turn.ports.relays.talks_about(request.taken_by or 0)
    return any(one.id == about != request.id for one in await turn.ports.requests.taken_by(request.taken_by or 0))


def pause_button(request: Request) -> Button:
    return Button(_("Pause writing"), f"relay.pause:{request.id}")


def resume_button(request: Request, *, for_member: bool) -> Button:
    label = _("Write to {code}", code=request.code) if for_member else _("Go on writing")
    return Button(label, f"relay.resume:{request.id}")


def button(turn: Turn, request: Request) -> Button:
    """For the member who has it."""
    talking = turn.person.talking == request.id
    return pause_button(request) if talking else resume_button(request, for_member=True)


async def talk_with_the_bot(turn: Turn) -> None:
    """They find it where it was."""
    await turn.ports.relays.talk(turn.person.id, 0)
    turn.person.talking = 0
    if turn.talk.awaiting == RELAYED:
        turn.talk.expect("guide.words" if whereabouts.current(turn) else "")


@router.answer(RELAYED)
async def come_back(turn: Turn) -> bool:
    """The talk has ended since: what is typed is for the bot again."""
    await talk_with_the_bot(turn)
    return await stuck.understand_at_a_step(turn)


# ---- words ----


@router.answer("talk")
async def pass_on(turn: Turn) -> bool:
    """False: it is for the bot, maybe as well."""
    line = await line_of(turn, turn.person.talking)
    if not line:
        await talk_with_the_bot(turn)
        return False
    if is_for_the_bot(turn, line):
        return False
    await (pass_words(turn, line) if turn.inbound.kind is Kind.SAY else pass_file(turn, line))
    return not is_emergency(turn, line)


def is_for_the_bot(turn: Turn, line: Line) -> bool:
    """The words that always work, a code, and what is clearly a member's note for the log."""
    if turn.inbound.kind is not Kind.SAY:
        return False
    note = None if line.by_resident else turn.note()
    command = turn.world.understanding.command(turn.text)
    return command in ALWAYS or turn.meaning.kind == "code" or bool(note and note.clear)


def is_emergency(turn: Turn, line: Line) -> bool:
    """What to do then the bot says at once, whoever else reads it."""
    return line.by_resident and turn.meaning.kind == "emergency"


async def pass_words(turn: Turn, line: Line) -> None:
    if not await turn.ports.relays.reached_on(line.other):
        cannot_reach(turn, line)
        return
    words = _("*{who}:* {words}", who=line.me, words=turn.text)
    turn.tell(line.other, paragraphs(words, why_hidden(turn)), *await answer_button(turn, line))
    turn.emit(MessageRelayed(line.request.commune, line.request.team, line.by))
    if turn.talk.awaiting != RELAYED and not is_emergency(turn, line):
        turn.talk.expect(RELAYED)
        turn.say(passed_on(line), pause_button(line.request))


def passed_on(line: Line) -> Phrase:
    """Said once; whoever trusts a helper is told what not to give even to them."""
    if line.by_resident:
        return _("Passed on to {who}. Please send no OTP, password or pictures of papers, not to them either.",
                 who=line.them)  # fmt: skip
    return _("Passed on to {who}. {Me} keep quiet while the two of {you} talk.", who=line.them)


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


# ---- pictures, voice notes, files ----


async def pass_file(turn: Turn, line: Line) -> None:
    """As the platform's own copy where both are on it: it loses nothing, and does not come here. A picture goes from
    any channel to any other."""
    reached = await turn.ports.relays.reached_on(line.other)
    if can_be_copied(turn, reached):
        original = Original(turn.inbound.channel, turn.inbound.address, turn.inbound.said_ref)
        turn.tell(line.other, sends(turn, line), *await answer_button(turn, line), copy_of=original)
        turn.emit(MessageRelayed(line.request.commune, line.request.team, line.by, "copy"))
        turn.say(
            _("Passed on to {who}, and nothing kept. Please send no pictures of papers or bank cards.", who=line.them)
        )
    elif turn.inbound.kind is Kind.PHOTO and turn.inbound.file and PICTURES & set(reached):
        picture = Original(turn.inbound.channel, turn.inbound.address, turn.inbound.file)
        turn.tell(line.other, sends(turn, line), *await answer_button(turn, line), shows=picture)
        turn.emit(MessageRelayed(line.request.commune, line.request.team, line.by, "picture"))
        turn.say(
            _("{Me} pass it on to {who}, and keep nothing of it then. Please send no pictures of papers or bank cards.",
              who=line.them)
        )  # fmt: skip
    else:
        refuse_file(turn, line)


def can_be_copied(turn: Turn, reached: Collection[str]) -> bool:
    """A visiting card would show the account; a message with a secret under it is taken back before it is copied."""
    came = turn.inbound
    is_there = came.channel in COPIES & set(reached) and bool(came.said_ref)
    return is_there and came.kind is not Kind.CONTACT and not came.masked


def sends(turn: Turn, line: Line) -> Phrase:
    """With what is written under it."""
    if turn.inbound.kind is Kind.PHOTO and turn.text:
        return paragraphs(_("*{who}:* {words}", who=line.me, words=turn.text), why_hidden(turn))
    return _("*{who}* sends this.", who=line.me)


def refuse_file(turn: Turn, line: Line) -> None:
    turn.emit(MessageRelayed(line.request.commune, line.request.team, line.by, "refused"))
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


# ---- pausing ----


async def named(turn: Turn) -> Line:
    line = await line_of(turn, number(turn.arg(0)))
    if not line:
        raise Answerable(_("This talk is over."), MENU)
    return line


@router.action("relay.pause")
async def pause(turn: Turn) -> None:
    line = await named(turn)
    if turn.person.talking == line.request.id:
        await talk_with_the_bot(turn)
        turn.emit(RelayPaused(line.request.commune, line.request.team))
        turn.tell(line.other, _("{who} has paused writing. What {you} write still reaches them.", who=line.me))
    words = _("Now {me} answer what {you} type. What {who} writes still comes here.", who=line.them)
    turn.say(words, *await ways_on(turn, line))


async def ways_on(turn: Turn, line: Line) -> list[Button]:
    mine = [] if line.by_resident else await turn.ports.requests.taken_by(turn.person.id)
    others = [resume_button(one, for_member=True) for one in mine if one.id != line.request.id]
    at = whereabouts.current(turn)
    return [resume_button(line.request, for_member=not line.by_resident), *others, go_on(*at) if at else MENU]


@router.action("relay.resume")
async def resume(turn: Turn) -> None:
    line = await named(turn)
    await turn.ports.relays.talk(turn.person.id, line.request.id)
    turn.person.talking = line.request.id
    turn.talk.expect(RELAYED)
    turn.emit(RelayResumed(line.request.commune, line.request.team))
    words = _("What {you} type now goes to {who}. Please no OTP, password or number of papers.", who=line.them)
    turn.say(words, pause_button(line.request))
