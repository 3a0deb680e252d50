"""Taking back what was sent. Where a platform does not let us, the right words are said after it."""

from dataclasses import replace

from bot.core.announcement_events import AnnouncementRecalled
from bot.core.campaign_rules import WRITE
from bot.core.campaigns import ENDED, RUNNING, Campaign
from bot.core.errors import Answerable
from bot.core.messages import Button, Kind
from bot.core.phrases import paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.admin.announcement_acts import announcement_of, awaited, back, changed
from handlers.admin.announcement_check import sample
from handlers.admin.announcement_draft import typed
from handlers.admin.announcement_message import ORIGINAL, correction
from handlers.admin.announcement_progress import show_progress
from handlers.resident.buttons import ANNOUNCEMENTS

router = Router()

ANSWER = "announcement.recall"


async def to_recall(turn: Turn) -> Campaign:
    campaign = await announcement_of(turn, WRITE)
    if campaign.state not in (*RUNNING, *ENDED) or campaign.recalled_at:
        raise Answerable(_("This is recalled already, or was never sent."), back(campaign), ANNOUNCEMENTS)
    return campaign


@router.action(ANSWER)
async def ask_for_correction(turn: Turn) -> None:
    campaign = await to_recall(turn)
    words = _("It is deleted on the web, and on Telegram within 48 hours. Elsewhere it stays.")
    please = _("Please type the right words for those who keep it.")
    without = Button(_("Recall without other words"), f"announcement.recall.sure:{campaign.id}")
    turn.ask(paragraphs(words, please), ANSWER, without, back(campaign), id=str(campaign.id))


@router.answer(ANSWER)
async def take_correction(turn: Turn) -> bool:
    """Once more is looked at, before it is said to all."""
    if turn.inbound.kind is not Kind.SAY:
        return False
    campaign = await awaited(turn, to_recall)
    if text := typed(turn):
        turn.talk.expect(ANSWER, id=str(campaign.id), text=text)
        corrected = replace(campaign, correction={ORIGINAL: text})
        turn.replies.append(sample(correction(turn.world, corrected), campaign))
        yes = Button(_("Yes, recall it"), f"announcement.recall.yes:{campaign.id}")
        turn.say(_("Recall the announcement and say this? To change it, type it again."), yes, back(campaign))
    return True


@router.action("announcement.recall.yes")
async def recall_with_words(turn: Turn) -> None:
    """A button that has been lying about does not know the words any more."""
    notes, awaits = turn.talk.notes, turn.talk.awaiting == ANSWER
    text = notes.get("text", "") if awaits and notes.get("id") == turn.arg(0) else ""
    if text:
        await recall(turn, {ORIGINAL: text})
    else:
        await ask_for_correction(turn)


@router.action("announcement.recall.sure")
async def ask_whether_without_words(turn: Turn) -> None:
    campaign = await to_recall(turn)
    yes = Button(_("Yes, recall it"), f"announcement.recall.bare:{campaign.id}")
    turn.show(_("Recall the announcement? Those who keep it are told nothing more."), yes, back(campaign))


@router.action("announcement.recall.bare")
async def recall_without_words(turn: Turn) -> None:
    await recall(turn, {})


async def recall(turn: Turn, words: dict[str, str]) -> None:
    campaign = await to_recall(turn)
    fresh = await turn.ports.campaigns.recall(turn.person.id, campaign, words)
    if not fresh:
        raise changed(campaign)
    turn.talk.expect("")
    turn.emit(AnnouncementRecalled(campaign.commune, campaign.id))
    await show_progress(turn, fresh)
