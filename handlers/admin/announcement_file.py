"""A picture or a file that comes with an announcement: sent in the chat, or put in on the admin site."""

from bot.core.channel import PICTURES
from bot.core.messages import Button, Kind, Original
from bot.core.phrases import paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.admin.announcement_acts import ask, awaited, back, draft_of, save_body
from handlers.admin.announcement_draft import show_draft
from handlers.resident.buttons import SITE

router = Router()


@router.action("announcement.file")
async def ask_for_file(turn: Turn) -> None:
    campaign = await draft_of(turn)
    attached = campaign.draft.body.attached
    drop = [Button(_("Without {name}", name=attached.name), f"announcement.unfile:{campaign.id}")] if attached else []
    site = [] if turn.inbound.channel in PICTURES else [SITE]
    words = _("From here a picture cannot be sent. On the admin site it can be put in.")
    words = words if site else _("Please send one picture or file here, 2 MB at most.")
    never = _("⚠️ No faces of people who did not agree, no papers with somebody's data.")
    ask(turn, campaign, paragraphs(words, never), "announcement.file", *site, *drop)


@router.answer("announcement.file")
async def take_file(turn: Turn) -> bool:
    """What is typed is no file, and means what it means."""
    if turn.inbound.kind is Kind.SAY:
        return False
    campaign, sent = await awaited(turn), turn.inbound
    if sent.kind not in {Kind.PHOTO, Kind.FILE} or not sent.file or sent.harmful:
        turn.say(_("This is no picture or file that {me} can send to all. Please send another one."), back(campaign))
        return True
    turn.talk.expect("")
    original = Original(sent.channel, sent.address, sent.file, sent.kind.value, sent.file_name)
    attached = await turn.ports.campaigns.want_file(turn.person.id, campaign, original)
    campaign = await save_body(turn, campaign, attached=attached)
    turn.say(_("Got it. {Me} fetch it now; please look at the announcement in a minute."),
             Button(_("Look at it and send"), f"announcement.check:{campaign.id}"), back(campaign))  # fmt: skip
    return True


@router.action("announcement.unfile")
async def drop_file(turn: Turn) -> None:
    show_draft(turn, await save_body(turn, await draft_of(turn), attached=None))
