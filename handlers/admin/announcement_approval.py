"""Agreeing to an announcement: by a second administrator of the same place or a higher one, and never by its writer."""

from collections.abc import Sequence

from bot.core.announcement_events import AnnouncementApproved, AnnouncementRefused
from bot.core.campaign_rules import APPROVE, WRITE, may_approve
from bot.core.campaign_words import REFUSALS
from bot.core.campaigns import Campaign, State
from bot.core.errors import Answerable
from bot.core.messages import Button, Kind, Reply
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.understanding.numbers import one_line
from handlers.admin.announcement_acts import announcement_of, awaited, back, changed, must_be_of_now
from handlers.admin.announcement_draft import facts
from handlers.admin.announcement_message import named, open_button
from handlers.admin.announcement_time import clock
from handlers.resident.buttons import ANNOUNCEMENTS, MENU

router = Router()

LONGEST_REASON = 200


# ---- while it waits ----


async def show_waiting(turn: Turn, campaign: Campaign) -> None:
    """For its agreement, or for its time."""
    asked = campaign.state is State.ASKED
    head = _("*Waits for a second administrator to agree*") if asked else begins(turn, campaign)
    turn.show(paragraphs(lines(named(turn.world, campaign), head), facts(turn, campaign, campaign.draft)),
              *(await acts(turn, campaign)), ANNOUNCEMENTS)  # fmt: skip


async def acts(turn: Turn, campaign: Campaign) -> list[Button]:
    standing = await turn.ports.teams.standing(turn.person.id)
    agrees = campaign.state is State.ASKED and may_approve(campaign, turn.person.id, standing)
    writes = standing.may(WRITE, commune=campaign.commune)
    remind = [Button(_("Ask them again"), f"announcement.remind:{campaign.id}")]
    return [
        *(answers(campaign) if agrees else []),
        Button(_("Look at it"), f"announcement.look:{campaign.id}"),
        *(remind if writes and campaign.state is State.ASKED and not agrees else []),
        *([Button(_("Change it"), f"announcement.change:{campaign.id}"),
           Button(_("Do not send it"), f"announcement.cancel:{campaign.id}")] if writes else []),
    ]  # fmt: skip


def answers(campaign: Campaign) -> list[Button]:
    this = f"{campaign.id}.{campaign.version}"
    return [Button(_("Agree, send it"), f"announcement.agree:{this}"),
            Button(_("Do not agree"), f"announcement.refuse:{this}")]  # fmt: skip


def begins(turn: Turn, campaign: Campaign) -> Phrase:
    if campaign.due_at and campaign.due_at > turn.now:
        return _("It is planned: it goes at {time}.", time=clock(campaign.due_at))
    return _("It goes now. {You} can watch how far it is.")


# ---- asked ----


async def ask_the_others(turn: Turn, campaign: Campaign, message: Reply, figures: Phrase) -> None:
    """With the same message and the same numbers as its writer saw."""
    who = await others(turn, campaign)
    name = named(turn.world, campaign)
    words = paragraphs(_("{name}: do {you} agree that it is sent?", name=name), figures,
                       facts(turn, campaign, campaign.draft))  # fmt: skip
    for person in who:
        turn.notices.append((person, message))
        turn.notices.append((person, Reply(words, (*answers(campaign), open_button(campaign)))))
    asked = _("{count} administrators are asked. It goes as soon as one agrees.", count=str(len(who)))
    nobody = _("Nobody else may agree to it yet. Please ask the province for a second administrator.")
    turn.show(asked if who else nobody, back(campaign), ANNOUNCEMENTS, MENU)


async def others(turn: Turn, campaign: Campaign) -> list[int]:
    """Of its own place; the province's where there are none, or where it is urgent."""
    own = [one.person for one in await turn.ports.teams.admins(campaign.commune)] if campaign.commune else []
    near = await who_may(turn, campaign, own)
    if near and not campaign.is_urgent:
        return near
    province = [one.person for one in await turn.ports.teams.of_the_province()]
    return list(dict.fromkeys([*near, *await who_may(turn, campaign, province)]))


async def who_may(turn: Turn, campaign: Campaign, people: Sequence[int]) -> list[int]:
    return [one for one in dict.fromkeys(people)
            if may_approve(campaign, one, await turn.ports.teams.standing(one))]  # fmt: skip


# ---- answered ----


async def asked_of(turn: Turn) -> Campaign:
    """One that waits for their answer, as it is now."""
    campaign = await announcement_of(turn, APPROVE)
    if campaign.state is not State.ASKED:
        raise Answerable(_("This was answered already, or is not asked any more."), open_button(campaign), MENU)
    must_be_of_now(turn, campaign)
    if not may_approve(campaign, turn.person.id, await turn.ports.teams.standing(turn.person.id)):
        raise Answerable(_("{You} wrote in it, so somebody else has to agree."), open_button(campaign), MENU)
    return campaign


@router.action("announcement.agree")
async def agree(turn: Turn) -> None:
    campaign = await asked_of(turn)
    fresh = await turn.ports.campaigns.approve(turn.person.id, campaign)
    if not fresh:
        raise changed(campaign)
    turn.emit(AnnouncementApproved(campaign.commune, campaign.id))
    turn.show(begins(turn, fresh), open_button(fresh), ANNOUNCEMENTS, MENU)
    tell_writers(turn, fresh, paragraphs(_("{name} is agreed to.", name=named(turn.world, fresh)), begins(turn, fresh)))


def tell_writers(turn: Turn, campaign: Campaign, words: Phrase) -> None:
    for person in campaign.writers:
        turn.tell(person, words, open_button(campaign))


@router.action("announcement.refuse")
async def ask_why(turn: Turn) -> None:
    campaign = await asked_of(turn)
    this = f"{campaign.id}.{campaign.version}"
    reasons = (Button(words, f"announcement.refused:{this}.{key}") for key, words in REFUSALS.items())
    turn.ask(_("Why not? Press a reason, or type it for whoever wrote it."), "announcement.refused", *reasons,
             back(campaign), id=str(campaign.id), version=str(campaign.version))  # fmt: skip


@router.action("announcement.refused")
async def refuse_because(turn: Turn) -> None:
    campaign = await asked_of(turn)
    words = REFUSALS.get(turn.arg(2))
    if words:
        await refuse(turn, campaign, words, turn.arg(2))
    else:
        await ask_why(turn)


@router.answer("announcement.refused")
async def take_reason(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    campaign, reason = await awaited(turn, asked_of), one_line(turn.text, LONGEST_REASON)
    if reason:
        await refuse(turn, campaign, reason, reason)
    else:
        turn.say(_("Please make it shorter: at most {most} characters.", most=str(LONGEST_REASON)), back(campaign))
    return True


async def refuse(turn: Turn, campaign: Campaign, words: Phrase, reason: str) -> None:
    """Back to whoever wrote it, as a draft."""
    turn.talk.expect("")
    fresh = await turn.ports.campaigns.refuse(turn.person.id, campaign, reason)
    if not fresh:
        raise changed(campaign)
    turn.emit(AnnouncementRefused(campaign.commune, campaign.id))
    turn.show(_("It is not sent. Whoever wrote it is told why."), ANNOUNCEMENTS, MENU)
    name = named(turn.world, fresh)
    tell_writers(turn, fresh, _("{name} was not agreed to: {reason}. It is a draft again.", name=name, reason=words))
