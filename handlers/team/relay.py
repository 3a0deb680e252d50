"""Talking with each other through the bot: while a member has a request, what one side types goes to the other.

Neither sees an account of the other. The bot keeps quiet meanwhile; its buttons and the words that always work go on
working, and either side may have the bot back for a while.
"""

from bot.core.errors import Answerable
from bot.core.events import MessageRelayed, RelayPaused, RelayResumed
from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.core.requests import Request
from bot.engine.router import Router
from bot.engine.run import ALWAYS
from bot.engine.turn import Turn
from handlers.resident import stuck, whereabouts
from handlers.resident.buttons import MENU, go_on
from handlers.team.relay_files import pass_file
from handlers.team.relay_line import (
    Line,
    answer_button,
    cannot_reach,
    line_of,
    pause_button,
    resume_button,
    why_hidden,
)
from handlers.team.words import number

router = Router()

RELAYED = "relayed"
"""Awaited after what was passed on: while it is, nothing is said about it again."""


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
