"""One person on several channels: a code from one, typed in the other, and both are theirs."""

from bot.core.errors import Answerable
from bot.core.events import ChannelsLinked
from bot.core.messages import Button
from bot.core.phrases import paragraphs
from bot.core.phrases import text as _
from bot.core.teams import Invite
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import menu
from handlers.resident.buttons import MENU

router = Router()


@router.on("link")
@router.action("link.new")
async def give_code(turn: Turn) -> None:
    code = await turn.ports.invites.make_link(turn.person.id)
    words = _(
        "Code: *{code}*. Type it within 10 minutes on the other channel: Zalo, Telegram or the web page.", code=code
    )
    turn.say(paragraphs(words, _("Give it to nobody: whoever has it becomes one with {you} here.")), MENU)


def offer(turn: Turn, invite: Invite, code: str) -> None:
    """Whoever is talked into typing a stranger's code would give that stranger all they may do: so it is asked."""
    if invite.by == turn.person.id:
        turn.say(_("This code is for the other channel: please type it there."), MENU)
        return
    words = _("Join this account with the one the code came from? After that both are one: data, team and all.")
    warn = _("⚠️ Only if {you} took the code *yourself*, just now. If somebody gave it to {you}, press No.")
    turn.say(paragraphs(words, warn), Button(_("Yes, it is mine"), f"link.yes:{code}"), Button(_("No"), "link.no"))


@router.action("link.yes")
async def link(turn: Turn) -> None:
    if not await turn.link(turn.arg(0)):
        raise Answerable(_("This code is wrong or no longer valid. Please ask whoever gave it for a new one."), MENU)
    turn.emit(ChannelsLinked())
    turn.tell(
        turn.person.id, _("Another account has just been joined with this one. If that was not {you}, tell the team.")
    )
    turn.say(_("Done: from now on {you} are the same person here and there."))
    menu.show_menu(turn)


@router.action("link.no")
async def decline(turn: Turn) -> None:
    turn.show(_("All right, nothing was joined."), MENU)
