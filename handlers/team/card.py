"""The card of a session before it is saved: everything that was said, and one tap saves it."""

from datetime import datetime

from bot.core.clock import VIETNAM
from bot.core.errors import Answerable
from bot.core.events import SessionCorrected, SessionLogged
from bot.core.messages import Button
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.sessions import Draft, Evidence, Fault, KeptSession, faults
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import BOOK, LOG, MY_TEAM
from handlers.team.confirm import ask_to_confirm
from handlers.team.drafts import change, draft_of, see, tell_who_logged
from handlers.team.edits import can_be_seen, known_by
from handlers.team.session_words import described, short, today

router = Router()

FAULTS: dict[Fault, Phrase] = {
    Fault.TEAM: _("Please say for which team."),
    Fault.NO_WORK: _("Please say what {you} helped with."),
    Fault.SERVICE: _("One of the services is no longer in the list; please choose it again."),
    Fault.OUTCOME: _("One of the results is no longer in the list; please choose it again."),
    Fault.TWICE: _("The same result stands there twice; please remove one."),
    Fault.PEOPLE: _("Please say how many people were helped, from 1 to 500."),
    Fault.WORK_PEOPLE: _("A result cannot be for more people than were there."),
    Fault.PARTS: _("A part cannot be more than all who were there."),
    Fault.MINUTES: _("Please say again how long it took."),
    Fault.COMING: _("The day is still to come; please choose it again."),
    Fault.OLD: _("The day is more than two months ago; it can no longer be logged."),
}


async def show_card(turn: Turn, draft: Draft, first: Phrase | None = None) -> None:
    turn.talk.expect("")
    seen = any(can_be_seen(work) for work in draft.session.works)
    ask = _("Did {you} see the result on the screen, or were {you} told?") if seen else None
    title = _("*Correction*") if draft.corrects else _("*To be logged*")
    turn.show(
        paragraphs(first, lines(title, *await described(turn, draft.session)), ask),
        *save_buttons(draft, seen=seen),
        Button(_("Correct"), f"log.edit:{draft.id}"),
        Button(_("Leave the log as it is") if draft.corrects else _("Do not log it"), f"log.drop:{draft.id}"),
    )


def save_buttons(draft: Draft, *, seen: bool) -> list[Button]:
    """One tap saves. Where there is something to see, that tap also says how it is known."""
    if not seen:
        return [Button(_("Save"), f"log.save:{draft.id}")]
    return [
        Button(_("Save: seen on the screen"), f"log.save:{draft.id}.{Evidence.SEEN}"),
        Button(_("Save: the resident told me"), f"log.save:{draft.id}.{Evidence.TOLD}"),
        Button(_("Save: only guided"), f"log.save:{draft.id}"),
    ]


@router.action("log.card")
async def show_again(turn: Turn) -> None:
    await show_card(turn, await draft_of(turn))


@router.action("log.save")
async def save(turn: Turn) -> None:
    draft = await draft_of(turn)
    if turn.arg(1) in {Evidence.SEEN, Evidence.TOLD}:
        draft = await change(turn, draft, known_by(draft.session, Evidence(turn.arg(1))))
    twin = None if draft.corrects else await turn.ports.sessions.like(turn.person.id, draft.session)
    if twin and not wrong(turn, draft):
        ask_if_same(turn, draft, twin)
    else:
        await keep(turn, draft)


def ask_if_same(turn: Turn, draft: Draft, twin: KeptSession) -> None:
    turn.show(
        _("Is this the session logged at {time}?", time=clock(twin.entered_at)),
        Button(_("Yes, do not log it twice"), f"log.drop:{draft.id}"),
        Button(_("No, it is another one"), f"log.anyway:{draft.id}"),
        Button(_("Correct"), f"log.edit:{draft.id}"),
    )


def clock(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%H:%M")


@router.action("log.anyway")
async def save_anyway(turn: Turn) -> None:
    await keep(turn, await draft_of(turn))


async def keep(turn: Turn, draft: Draft) -> None:
    if found := wrong(turn, draft):
        await show_card(turn, draft, lines(*(FAULTS[fault] for fault in found)))
        return
    kept = await (put_in_place(turn, draft) if draft.corrects else put_down(turn, draft))
    await turn.ports.drafts.drop(turn.person.id, draft.id)
    turn.talk.expect("")
    words = _("Corrected in the log.") if draft.corrects else _("Written into the log. Thank {you}!")
    turn.show(words, *ask_to_confirm(turn, kept), see(kept), LOG, BOOK, MY_TEAM)


def wrong(turn: Turn, draft: Draft) -> list[Fault]:
    """A correction of something older may leave its day as it is: that is for the leader to judge."""
    outcomes = {code: service.outcomes for code, service in turn.content.services.items()}
    found = faults(draft.session, outcomes, today(turn))
    return [fault for fault in found if not (draft.corrects and fault is Fault.OLD)]


async def put_down(turn: Turn, draft: Draft) -> KeptSession:
    saved = await turn.ports.sessions.save(turn.person.id, draft.session)
    if saved.fresh:
        turn.emit(SessionLogged(draft.session.commune, draft.session.team))
    return saved.kept


async def put_in_place(turn: Turn, draft: Draft) -> KeptSession:
    kept = await turn.ports.sessions.correct(turn.person.id, draft.corrects, draft.session, draft.version)
    if not kept:
        await turn.ports.drafts.drop(turn.person.id, draft.id)
        again = Button(_("See this session"), f"session.show:{draft.corrects}")
        raise Answerable(_("Somebody has just changed this session. Please look at it again."), again, BOOK)
    turn.emit(SessionCorrected(draft.session.commune, draft.session.team))
    words = _("The team leader corrected “{session}” in the log.", session=short(turn, kept.session))
    tell_who_logged(turn, kept, words)
    return kept


@router.action("log.drop")
async def drop(turn: Turn) -> None:
    draft = await draft_of(turn)
    await turn.ports.drafts.drop(turn.person.id, draft.id)
    turn.talk.expect("")
    left = _("All right, the log stays as it was.")
    turn.show(left if draft.corrects else _("All right, it was not logged."), LOG, BOOK, MY_TEAM)
