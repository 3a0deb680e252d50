"""One session of the log: seen, corrected, withdrawn; by whoever logged it within the month, later by the leader."""

from bot.core.events import SessionWithdrawn
from bot.core.messages import Button
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.core.sessions import KeptSession, may_change
from bot.core.tally import tally
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import BOOK, MY_TEAM
from handlers.team.book import share
from handlers.team.confirm import ask_to_confirm
from handlers.team.drafts import kept_to_change, kept_to_see, see, tell_who_logged
from handlers.team.log_fields import show_fields_of
from handlers.team.session_photo import photo_buttons
from handlers.team.session_words import described, short, today
from handlers.team.words import number

router = Router()


@router.action("session.show")
async def show(turn: Turn) -> None:
    kept = await kept_to_see(turn)
    if kept.withdrawn:
        turn.say(_("This session was withdrawn; it does not count."), BOOK, MY_TEAM)
        return
    standing = await turn.ports.teams.standing(turn.person.id)
    may = may_change(kept, turn.person.id, standing, today(turn))
    changes = [
        Button(_("Correct"), f"session.edit:{kept.id}"),
        Button(_("Withdraw it"), f"session.withdraw:{kept.id}"),
    ]
    offered = [*ask_to_confirm(turn, kept), *await photo_buttons(turn, kept, may_change=may), *(changes if may else [])]
    turn.show(await in_words(turn, kept), *offered, BOOK, MY_TEAM)


async def in_words(turn: Turn, kept: KeptSession) -> Phrase:
    return lines(
        _("*In the log*"),
        *await described(turn, kept.session),
        _("Confirmed by residents: {share}", share=share(tally([kept]))),
        _("Thanks received: {count}", count=str(kept.thanks)) if kept.thanks else None,
    )


@router.action("session.edit")
async def edit(turn: Turn) -> None:
    """On a form of its own: nothing in the log changes until that is saved."""
    kept = await kept_to_change(turn, number(turn.arg(0)))
    draft = await turn.ports.drafts.keep(turn.person.id, kept.session, corrects=kept.id, version=kept.version)
    show_fields_of(turn, draft)


@router.action("session.withdraw")
async def ask_to_withdraw(turn: Turn) -> None:
    kept = await kept_to_change(turn, number(turn.arg(0)))
    words = _("Withdraw “{session}”? It will count no more.", session=short(turn, kept.session))
    turn.show(words, Button(_("Yes, withdraw it"), f"session.withdraw_yes:{kept.id}"), see(kept))


@router.action("session.withdraw_yes")
async def withdraw(turn: Turn) -> None:
    kept = await kept_to_change(turn, number(turn.arg(0)))
    if await turn.ports.sessions.withdraw(turn.person.id, kept.id):
        turn.emit(SessionWithdrawn(kept.session.commune, kept.session.team))
        words = _("The team leader withdrew “{session}” from the log.", session=short(turn, kept.session))
        tell_who_logged(turn, kept, words)
    turn.show(_("Withdrawn: it counts no more."), BOOK, MY_TEAM)
