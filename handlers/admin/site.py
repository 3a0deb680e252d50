"""The way to the admin site: a link that signs one browser in, once."""

from bot.core.errors import Answerable
from bot.core.messages import Button
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.core.roles import ENTER
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import MENU, MY_TEAM, SITE
from handlers.team.words import where_links_lead

router = Router()

ENTRANCE = "/quan-tri/vao"


@router.action("site.open")
async def give_link(turn: Turn) -> None:
    await must_look_after(turn)
    before = where_links_lead(turn)
    if before is None:
        turn.say(no_address(), MY_TEAM, MENU)
        return
    secret = await turn.ports.admin_site.link(turn.person.id)
    words = _("Figures, sessions, requests and teams stand on the admin site. A computer shows them best.")
    once = _("The link works once, for 15 minutes, and only for {you}: give it to nobody.")
    turn.say(
        paragraphs(words, once),
        Button(_("Open the admin site"), url=f"{before}{ENTRANCE}?v={secret}"),
        Button(_("Sign out everywhere"), "site.close"),
        MY_TEAM,
    )


def no_address() -> Phrase:
    return _("From here the admin site does not open. Open the web page of Tổ Số, type “my team” there and press it.")


async def must_look_after(turn: Turn) -> None:
    """A team, a commune, or the province."""
    if not (await turn.ports.teams.standing(turn.person.id)).may_somewhere(ENTER):
        raise Answerable(_("The admin site is for team leaders and administrators."), MENU)


@router.action("site.close")
async def sign_out_everywhere(turn: Turn) -> None:
    """For a device that was lost, or used by others."""
    await must_look_after(turn)
    await turn.ports.admin_site.close(turn.person.id)
    turn.show(_("{You} are signed out of the admin site on every device."), SITE, MY_TEAM)
