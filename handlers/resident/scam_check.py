"""Looking at a message, a link or a number that somebody doubts: what is odd about it, whose page it leads to.

It never vouches for anything, and nothing of the text is kept: only which signs were seen.
"""

from bot.content.scam import Owner
from bot.core.events import ScamChecked
from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.understanding.scam import Findings, Site
from handlers.resident import emergency, whereabouts
from handlers.resident.buttons import MENU, go_on

router = Router()

TEXT = "scam.text"
MOST = 5  # signs told at once
SURE_OF_HARM = 0.9  # nine of ten who tell of their own loss are surer than that, and one forwarded message of twenty
REPORTING = ("bao_lua_dao", "nhan_tin_lua_dao")
GUIDES = (("lua-dao-bao-156", _("How to report it")), ("lua-dao-link-la", _("I have pressed the link")))
SWINDLED = "bi-lua"


@router.action("scam.check")
async def ask_for_it(turn: Turn) -> None:
    turn.ask(_("Forward the message to {me}, or copy it here: the words, the link or the number. "
               "Leave out codes and passwords."), TEXT, MENU)  # fmt: skip


@router.answer(TEXT)
async def take(turn: Turn) -> bool:
    """What is sent is examined, unless it is a word that always works or tells of money lost."""
    if turn.inbound.kind is not Kind.SAY:
        return ask_for_words(turn)
    found = turn.world.scams.signs(turn.text)
    if tells_of_harm(turn, found) or turn.world.understanding.command(turn.text):
        return False
    answer(turn, found)
    return True


def tells_of_harm(turn: Turn, found: Findings) -> bool:
    """What has happened to the person, rather than a message of somebody else's; both speak of codes and money."""
    if turn.meaning.kind != "emergency" or turn.world.scams.has_strange_link(turn.text):
        return False
    return turn.meaning.topic != SWINDLED or not found.signs or turn.meaning.score >= SURE_OF_HARM


def ask_for_words(turn: Turn) -> bool:
    if turn.inbound.kind is Kind.LOCATION:
        return False
    turn.ask(_("{Me} cannot see pictures or hear voices. "
               "Please copy the words here, or type the link or the number."), TEXT, MENU)  # fmt: skip
    return True


@router.on("suspicious")
async def examine(turn: Turn) -> None:
    """A text that came unasked, and is a message of somebody else's; or the wish to have one looked at."""
    if turn.world.scams.looks_forwarded(turn.text):
        answer(turn, turn.world.scams.signs(turn.text))
    else:
        await ask_for_it(turn)


def answer(turn: Turn, found: Findings) -> None:
    turn.emit(ScamChecked(found.signs))
    turn.talk.expect("")
    turn.say(paragraphs(signs(turn, found), pages(turn, found)))
    turn.say(paragraphs(
        _("{You} should press no link in it, read out no code, send no money. In doubt, ask the commune police."),
        emergency.numbers(turn, REPORTING),
    ), *ways_on(turn))  # fmt: skip


# ---- what is said --------------------------------------------------------------------------------------------------


def signs(turn: Turn, found: Findings) -> Phrase:
    told = [_("• {words}", words=turn.content.scam.signs[id_].says) for id_ in found.signs[:MOST]]
    if not told:
        return _("{Me} see none of the usual signs, but {me} dare not say that it is safe.")
    several = len(told) > 1
    opening = _("There are several signs of a scam in it:") if several else _("There is something suspicious in it:")
    return lines(opening, *told)


def pages(turn: Turn, found: Findings) -> Phrase | None:
    told = [words for site in found.sites if (words := page(turn, site))]
    once = [words for at, words in enumerate(told) if words not in told[:at]]
    return lines(*once) if once else None


def page(turn: Turn, site: Site) -> Phrase | None:
    """Whose page it is; of a page that imitates one, which is the real one."""
    named = site.official or site.imitates
    owner = turn.content.scam.official.get(named)
    if not owner:
        return _("{Me} do not know whose page “{page}” is.", page=not_to_be_pressed(site.shown))
    if not may_be_stated(turn, owner):
        return None
    if site.official:
        return _("The page “{page}” belongs to {owner}.", page=site.shown, owner=owner.owner)
    if owner.whole_ending:
        return _("The real pages of {owner} end in *.{page}*.", page=named, owner=owner.owner)
    return _("The real page of {owner} is *{page}*.", page=named, owner=owner.owner)


def may_be_stated(turn: Turn, owner: Owner) -> bool:
    contact = turn.content.contacts.get(owner.contact or "")
    return owner.contact is None or bool(contact and contact.usable)


def not_to_be_pressed(name: str) -> str:
    """With spaces, so that no channel makes a link of it."""
    return name.replace(".", " . ")


def ways_on(turn: Turn) -> list[Button]:
    at = whereabouts.current(turn)
    guides = [Button(label, f"guide.open:{id_}") for id_, label in GUIDES if turn.content.guide(id_)]
    swindled = Button(_("I have lost money"), f"emergency.show:{SWINDLED}")
    lost = [swindled] if SWINDLED in turn.content.emergencies else []
    return [*guides, *lost, go_on(*at) if at else MENU]
