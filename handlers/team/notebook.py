"""The way to the notebook page, which works without network: a link that lets one browser in, once."""

from bot.core.errors import Answerable
from bot.core.messages import Button
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import MENU, MY_TEAM
from handlers.team.words import where_links_lead

router = Router()

NOTEBOOK = Button(_("Offline notebook"), "notebook.open")
PAGE = "/so-tay"


@router.action("notebook.open")
async def give_link(turn: Turn) -> None:
    await must_be_member(turn)
    before = where_links_lead(turn)
    if before is None:
        turn.say(no_address(), MY_TEAM, MENU)
        return
    secret = await turn.ports.notebook.link(turn.person.id)
    words = _("Log sessions and read every guide without network. Open it once while there is network, then it stays.")
    once = _("The link works once, for 15 minutes, and only for {you}: give it to nobody.")
    turn.say(
        paragraphs(words, once),
        Button(_("Open the notebook"), url=f"{before}{PAGE}?v={secret}"),
        Button(_("Sign out everywhere"), "notebook.close"),
        MY_TEAM,
    )


async def must_be_member(turn: Turn) -> None:
    """Whoever may log sessions somewhere."""
    standing = await turn.ports.teams.standing(turn.person.id)
    if not any(standing.may("session.log", commune=post.commune, team=post.team) for post in standing.posts):
        raise Answerable(_("The notebook is for members of teams. If {you} have a code, just type it here."), MENU)


def no_address() -> Phrase:
    return _("From here the notebook cannot be opened. Open the web page of Tổ Số, type “my team” there and press it.")


@router.action("notebook.close")
async def sign_out_everywhere(turn: Turn) -> None:
    """For a telephone that was lost or given away. What was not sent from there yet stays on it."""
    await must_be_member(turn)
    await turn.ports.notebook.close(turn.person.id)
    turn.show(_("The notebook is signed out on every device."), NOTEBOOK, MY_TEAM)
