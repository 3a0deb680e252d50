"""The session that a button is about while it is not saved: found, changed, or kindly said to be gone."""

from dataclasses import replace

from bot.core.errors import Answerable
from bot.core.messages import Button
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.sessions import Draft, KeptSession, Session, draft_key, may_change
from bot.engine.turn import Turn
from handlers.resident.buttons import BOOK, LOG, MENU, MY_TEAM
from handlers.team.session_words import today
from handlers.team.words import number, require


async def draft_of(turn: Turn) -> Draft:
    """The one that the action names. Ends the turn with kind words when it is gone, or no longer theirs to log."""
    id_ = number(turn.arg(0))
    draft = await turn.ports.drafts.find(turn.person.id, id_)
    if not draft:
        raise await gone(turn, id_)
    if draft.corrects:
        await kept_to_change(turn, draft.corrects)
    elif draft.session.team:
        await require(turn, "session.log", commune=draft.session.commune, team=draft.session.team)
    return draft


async def awaited(turn: Turn) -> Draft | None:
    """The one that the question asked last is about. None: it is gone; what was typed means what it means."""
    turn.args = (turn.talk.notes.get("draft", ""),)
    if await turn.ports.drafts.find(turn.person.id, number(turn.arg(0))):
        return await draft_of(turn)
    turn.talk.expect("")
    return None


async def gone(turn: Turn, id_: int) -> Answerable:
    kept = await turn.ports.sessions.by_key(draft_key(id_)) if id_ else None
    if kept and kept.entered_by == turn.person.id:
        return Answerable(_("This session is in the log already."), see(kept), LOG, BOOK)
    return Answerable(_("This form is no longer there. Please start a new one."), LOG, BOOK)


def see(kept: KeptSession) -> Button:
    return Button(_("See this session"), f"session.show:{kept.id}")


async def kept_to_see(turn: Turn) -> KeptSession:
    """Whoever helped in it sees it, and whoever may see the team's log."""
    kept = await turn.ports.sessions.find(number(turn.arg(0)))
    if not kept:
        raise Answerable(_("This session is no longer in the log."), BOOK, MY_TEAM)
    if turn.person.id not in (kept.entered_by, *kept.session.members):
        await require(turn, "session.see", commune=kept.session.commune, team=kept.session.team)
    return kept


async def kept_to_change(turn: Turn, id_: int) -> KeptSession:
    """A session in the log, if they may correct or withdraw it now."""
    kept = await turn.ports.sessions.find(id_)
    if not kept or kept.withdrawn:
        raise Answerable(_("This session is no longer in the log."), BOOK, MY_TEAM)
    standing = await turn.ports.teams.standing(turn.person.id)
    if not may_change(kept, turn.person.id, standing, today(turn)):
        raise Answerable(
            _("Whoever logged it can change it until the end of the month. After that the team leader can; ask them."),
            BOOK, MY_TEAM,
        )  # fmt: skip
    return kept


def tell_who_logged(turn: Turn, kept: KeptSession, words: Phrase) -> None:
    """Nobody's session is changed behind their back."""
    if kept.entered_by and kept.entered_by != turn.person.id:
        turn.tell(kept.entered_by, words, see(kept))


async def must_log(turn: Turn) -> None:
    """Only members of a team keep a log."""
    if not (await turn.ports.teams.standing(turn.person.id)).teams:
        raise Answerable(
            _("Only members of a team keep a log. If {you} have a code of a team, just type it here."), MY_TEAM, MENU
        )


async def change(turn: Turn, draft: Draft, session: Session) -> Draft:
    changed = replace(draft, session=session)
    await turn.ports.drafts.change(turn.person.id, changed)
    return changed
