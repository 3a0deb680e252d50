"""A resident is asked whether a member helped them as it was logged: yes, no, thanks. A "no" costs nobody anything."""

from collections.abc import Sequence

from bot.core.clock import VIETNAM
from bot.core.codes import as_code
from bot.core.confirming import Answered
from bot.core.errors import Answerable
from bot.core.events import SessionConfirmed, SessionDisputed, ThanksSent
from bot.core.messages import Button
from bot.core.phrases import Joined, Phrase
from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.core.sessions import KeptSession, Session
from bot.core.tally import confirmable
from bot.core.teams import Member
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import BOOK, MENU, PERSON
from handlers.team.session_words import service, short
from handlers.team.words import number

router = Router()

INSTEAD: dict[Answered, Phrase] = {
    Answered.FULL: _("As many as were there have confirmed it already. Thank {you} all the same!"),
    Answered.GONE: _("This session is no longer in the log."),
    Answered.HELPER: _("{You} helped there, so {you} cannot confirm it. Please let whoever was helped do it."),
}


async def offer(turn: Turn, code: str) -> bool:
    """Ask about the session that the code opens. False: it opens none."""
    kept = await opened(turn, code)
    if kept and turn.person.id in {kept.entered_by, *kept.session.members}:
        raise Answerable(INSTEAD[Answered.HELPER], MENU)
    if kept:
        turn.talk.expect("")
        yes = Button(_("Yes, I was helped"), f"helped.yes:{as_code(code)}")
        turn.say(await question(turn, kept.session), yes, Button(_("No, not so"), f"helped.no:{as_code(code)}"))
    return kept is not None


async def opened(turn: Turn, code: str) -> KeptSession | None:
    """Whoever tries codes out is not told which are right."""
    if not as_code(code) or await turn.ports.invites.must_wait(turn.person.id):
        return None
    kept = await turn.ports.confirmations.session(as_code(code))
    return kept if kept and not kept.withdrawn else None


async def question(turn: Turn, session: Session) -> Phrase:
    """What is claimed, in plain words: "Today Cô Hoa of “Tổ thôn 2” helped you with VNeID. Is that right?" """
    members = await turn.ports.teams.members(session.team)
    team = await turn.ports.teams.find(session.team)
    names = tuple(one.name for one in members if one.person in session.members)
    said: dict[str, Phrase] = {
        "day": day(turn, session),
        "what": Joined(tuple(service(turn, code) for code in session.services), ", "),
        "team": team.name if team else "",
    }
    if not names:
        return _("{day}, “{team}” helped {you} with {what}. Is that right?", **said)
    return _("{day}, {who} of “{team}” helped {you} with {what}. Is that right?", who=Joined(names, ", "), **said)


def day(turn: Turn, session: Session) -> Phrase:
    match (turn.now.astimezone(VIETNAM).date() - session.held_on).days:
        case 0:
            return _("Today")
        case 1:
            return _("Yesterday")
    return _("On {date}", date=session.held_on.strftime("%d/%m/%Y"))


async def asked_about(turn: Turn) -> KeptSession:
    """The session whose code the button bears: the code gives the right, and a wrong one counts as an attempt."""
    kept = await opened(turn, turn.arg(0))
    if not kept:
        await turn.ports.invites.find(turn.person.id, turn.arg(0))
        wrong = _("This code is wrong or no longer valid. Please ask whoever gave it for a new one.")
        raise Answerable(wrong, MENU, PERSON)
    return kept


@router.action("helped.yes")
async def confirm(turn: Turn) -> None:
    kept = await asked_about(turn)
    answered = await turn.ports.confirmations.answer(turn.person.id, kept.id, right=True)
    if answered in INSTEAD:
        raise Answerable(INSTEAD[answered], MENU)
    if answered is Answered.CONFIRMED:
        turn.emit(SessionConfirmed(kept.session.commune, kept.session.team))
        await tell_how_many(turn, kept.id)
    thanks = Button(_("Send a thank-you"), f"helped.thanks:{kept.id}")
    turn.show(_("Thank {you}, it is noted. Would {you} like to send the team a thank-you?"), thanks, MENU)


async def tell_how_many(turn: Turn, id_: int) -> None:
    """Not each time: when the first has confirmed it, and when all have."""
    kept = await turn.ports.sessions.find(id_)
    if kept and kept.confirmed in {1, confirmable(kept)}:
        words = _(
            "“{session}”: {confirmed} of {all} residents confirmed it.",
            session=short(turn, kept.session), confirmed=str(kept.confirmed), all=str(confirmable(kept)),
        )  # fmt: skip
        for person in kept.session.members:
            turn.tell(person, words)


@router.action("helped.no")
async def dispute(turn: Turn) -> None:
    kept = await asked_about(turn)
    answered = await turn.ports.confirmations.answer(turn.person.id, kept.id, right=False)
    if answered in INSTEAD:
        raise Answerable(INSTEAD[answered], MENU)
    if answered is Answered.DISPUTED:
        turn.emit(SessionDisputed(kept.session.commune, kept.session.team))
        await tell_whoever_looks_after_it(turn, kept)
    turn.show(_("Thank {you} for saying so. It is not counted, and nothing changes for {you}."), PERSON, MENU)


async def tell_whoever_looks_after_it(turn: Turn, kept: KeptSession) -> None:
    """The leader, without a name and without blame; the commune where the leader helped there themselves."""
    words = _(
        "A resident did not find “{session}” as it was. It may be a mix-up; please look at it when {you} have time.",
        session=short(turn, kept.session),
    )
    for one in await apart(turn, kept):
        turn.tell(one.person, words, Button(_("See this session"), f"session.show:{kept.id}"))


async def apart(turn: Turn, kept: KeptSession) -> Sequence[Member]:
    helped = {kept.entered_by, *kept.session.members}
    members = await turn.ports.teams.members(kept.session.team)
    leaders = [one for one in members if one.role is Role.LEADER and one.person not in helped]
    return leaders or [one for one in await turn.ports.teams.admins(kept.session.commune) if one.person not in helped]


@router.action("helped.thanks")
async def thank(turn: Turn) -> None:
    """Without words: nothing has to be read before it is passed on."""
    kept = await turn.ports.sessions.find(number(turn.arg(0)))
    if kept and await turn.ports.confirmations.thank(turn.person.id, kept.id):
        turn.emit(ThanksSent(kept.session.commune, kept.session.team))
        words = _("Somebody {you} helped says thank {you}: {session}.", session=short(turn, kept.session))
        for person in kept.session.members:
            turn.tell(person, words, BOOK)
        turn.show(_("{Me} have passed the thank-you on."), MENU)
    else:
        turn.show(_("The thank-you was passed on already, or this session is not confirmed."), MENU)
