"""A member lets the residents confirm a session: a code and its picture, for a day."""

from bot.core.confirming import CONFIRM_FOR, may_be_opened
from bot.core.errors import Answerable
from bot.core.messages import Button, Reply
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.core.sessions import KeptSession
from bot.core.tally import confirmable
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import BOOK, MY_TEAM
from handlers.team.drafts import see
from handlers.team.qr import picture
from handlers.team.words import number, require

router = Router()

FILE = "ma-xac-nhan"


def ask_to_confirm(turn: Turn, kept: KeptSession) -> list[Button]:
    """For who helped, while somebody can still confirm it."""
    helped = turn.person.id in {kept.entered_by, *kept.session.members}
    open_ = may_be_opened(kept, turn.now) and kept.confirmed < confirmable(kept)
    return [Button(_("Let the residents confirm"), f"session.confirm:{kept.id}")] if helped and open_ else []


@router.action("session.confirm")
async def give_code(turn: Turn) -> None:
    kept = await own_session(turn)
    if words := why_not(turn, kept):
        turn.say(words, see(kept), BOOK)
        return
    code = await turn.ports.confirmations.open(kept.id)
    link = f"{turn.ports.url}/?start=j_{code}" if turn.ports.url else ""
    document = picture(FILE, link) if link else None
    turn.replies.append(Reply(told(kept, code, link), (see(kept), BOOK), document=document))


async def own_session(turn: Turn) -> KeptSession:
    """The one that the action names, if they helped in it and are still in the team."""
    kept = await turn.ports.sessions.find(number(turn.arg(0)))
    if not kept or kept.withdrawn:
        raise Answerable(_("This session is no longer in the log."), BOOK, MY_TEAM)
    await require(turn, "session.log", commune=kept.session.commune, team=kept.session.team)
    if turn.person.id not in {kept.entered_by, *kept.session.members}:
        raise Answerable(_("Only who helped in this session can let it be confirmed."), see(kept), MY_TEAM)
    return kept


def why_not(turn: Turn, kept: KeptSession) -> Phrase | None:
    if not confirmable(kept):
        return _("Nobody there has a phone. That is fine: they are counted apart, and nobody has to confirm.")
    if kept.confirmed >= confirmable(kept):
        return _("Everybody who can has confirmed it already. Thank {you}!")
    if not may_be_opened(kept, turn.now):
        return _("It was logged more than {days} days ago; it can no longer be confirmed.", days=str(CONFIRM_FOR.days))
    return None


def told(kept: KeptSession, code: str, link: str) -> Phrase:
    typed = _("Whoever was helped types the code to Tổ Số, within a day.")
    so_far = {"confirmed": str(kept.confirmed), "all": str(confirmable(kept))}
    return lines(
        _("Code to confirm: *{code}*", code=code),
        _("Or open: {link}", link=link) if link else None,
        _("Whoever was helped scans the picture, or types the code to Tổ Số, within a day.") if link else typed,
        _("Confirmed so far: {confirmed} of {all}.", **so_far),
    )
