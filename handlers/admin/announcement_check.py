"""Before an announcement is sent: the message as its recipients get it, how many they are, and what happens next."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.core.announcement_events import AnnouncementSubmitted
from bot.core.campaign_figures import Estimate
from bot.core.campaign_rules import WRITE, begins_at, fits, needs_approval
from bot.core.campaign_words import WRITTEN_IN
from bot.core.campaigns import Campaign, Reach, State, Why
from bot.core.errors import Answerable
from bot.core.messages import Button, Reply
from bot.core.phrases import Joined, Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.reach import PER_SECOND
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.reports.names import CHANNELS
from bot.understanding.numbers import numbers, plainly
from handlers.admin.announcement_acts import WRITABLE, announcement_of, back, changed, draft_of, must_be_of_now
from handlers.admin.announcement_approval import ask_the_others, begins
from handlers.admin.announcement_audience import estimate
from handlers.admin.announcement_message import ORIGINAL, compose
from handlers.admin.announcement_time import clock
from handlers.resident.buttons import ANNOUNCEMENTS, MENU

router = Router()

REACHES = {
    Reach.NOW: _("• {channel}: {count}, at once"),
    Reach.RETURN: _("• {channel}: {count}, when they open it"),
}
WHYS = {
    Why.BLOCKED: _("blocked the bot: {count}"),
    Why.NO_CHANNEL: _("on a channel that does not run here: {count}"),
    Why.BILLED: _("only against payment (Zalo, 48 hours to 7 days): {count}"),
    Why.WINDOW: _("wrote more than 7 days ago (Zalo): {count}"),
    Why.NOWHERE: _("nothing leads to them any more: {count}"),
}
NOT_THERE = _("The picture or file is not there yet. Please look again in a minute, or send it once more.")
_MOBILE = re.compile(r"0[35789]\d{8}|(?:00)?84[35789]\d{8}")


# ---- the message ----


async def message(turn: Turn, campaign: Campaign) -> Reply:
    attached = campaign.draft.body.attached
    file = await turn.ports.campaigns.attached(attached.id) if attached else None
    return sample(compose(turn.world, campaign, file), campaign)


def sample(reply: Reply, campaign: Campaign) -> Reply:
    """What whoever looks at it presses is no answer of a recipient."""
    action = f"announcement.sample:{campaign.id}"
    buttons = (one if one.url or one.action.startswith("announce.guide:") else replace(one, action=action)
               for one in reply.buttons)  # fmt: skip
    return replace(reply, buttons=tuple(buttons))


@router.action("announcement.sample")
async def tell_that_it_is_one(turn: Turn) -> None:
    campaign = await announcement_of(turn)
    turn.say(_("That is how it looks. This button counts only for those who get the announcement."), back(campaign))


def lacks_file(campaign: Campaign, shown: Reply) -> bool:
    return campaign.draft.body.attached is not None and shown.document is None


def in_other_languages(campaign: Campaign) -> Iterator[Reply]:
    for lang, text in campaign.draft.body.texts.items():
        if lang != ORIGINAL and lang in WRITTEN_IN:
            yield Reply(paragraphs(_("*In {language}*", language=WRITTEN_IN[lang]), text))


# ---- the numbers ----


@router.action("announcement.check")
async def check(turn: Turn) -> None:
    campaign = await draft_of(turn)
    found = await estimate(turn, campaign)
    shown = await message(turn, campaign)
    turn.replies += [shown, *in_other_languages(campaign)]
    id_, needs = campaign.id, needs_another(turn, campaign, found)
    send = Button(_("Ask for agreement") if needs else _("Send"), f"announcement.send:{id_}.{campaign.version}")
    absent = lacks_file(campaign, shown)
    may = [send] if found.total and campaign.state is State.DRAFT and not absent else []
    turn.say(
        paragraphs(
            figures(found), what_happens(turn, campaign, needs=needs), caution(campaign), NOT_THERE if absent else None
        ),
        *may,
        Button(_("Send it to me as a trial"), f"announcement.trial:{id_}"),
        Button(_("Change it"), f"announcement.change:{id_}"),
        back(campaign),
    )


def needs_another(turn: Turn, campaign: Campaign, found: Estimate) -> bool:
    return needs_approval(campaign.draft, found.total, turn.ports.campaigns.approve_over)


def figures(found: Estimate) -> Phrase:
    if not found.total:
        return lines(_("*Nobody gets it*"), declined(found))
    shown = [_(words.msgid, channel=CHANNELS.get(channel, channel), count=str(number))
             for (channel, reach), number in sorted(found.by.items()) if (words := REACHES.get(reach))]  # fmt: skip
    why = tuple(_(WHYS[one].msgid, count=str(number)) for one, number in found.why.items())
    missed = _("• Not reachable: {count} ({why})", count=str(found.total - reached(found)), why=Joined(why, "; "))
    return lines(_("*It is for {count} people*", count=str(found.total)), *shown, missed if why else None,
                 declined(found), takes(found))  # fmt: skip


def reached(found: Estimate) -> int:
    return found.reach(Reach.NOW) + found.reach(Reach.RETURN)


def declined(found: Estimate) -> Phrase | None:
    return _("• Not agreed, so not sent: {count}", count=str(found.declined)) if found.declined else None


def takes(found: Estimate) -> Phrase | None:
    minutes = round(found.seconds(PER_SECOND) / 60)
    if not found.reach(Reach.NOW):
        return None
    return (
        _("• It takes about {count} minutes.", count=str(minutes)) if minutes else _("• It takes less than a minute.")
    )


def what_happens(turn: Turn, campaign: Campaign, *, needs: bool) -> Phrase:
    start = begins_at(campaign.draft, turn.now)
    timing = campaign.draft.timing
    at_night = start > max(timing.at or turn.now, turn.now)
    goes = _("It goes at {time}, for at night people are left alone.", time=clock(start)) if at_night else None
    if not goes and start > turn.now:
        goes = _("It goes at {time}.", time=clock(start))
    agreed = _("A second administrator has to agree to it first.") if needs else None
    return lines(goes or _("It goes at once."), agreed)


def caution(campaign: Campaign) -> Phrase | None:
    """A number that may be somebody's own is looked at twice before all have it."""
    texts = campaign.draft.body.texts.values()
    if any(_MOBILE.fullmatch(one.digits) for text in texts for one in numbers(plainly(text), lambda _before: False)):
        return _("⚠️ There is a mobile number in it. Send it only if it is an office's, not somebody's own.")
    return None


@router.action("announcement.trial")
async def send_trial(turn: Turn) -> None:
    """To the writer alone, wherever they can be reached."""
    campaign = await draft_of(turn)
    reply = await message(turn, campaign)
    turn.replies.append(reply)
    turn.notices.append((turn.person.id, reply))
    turn.say(_("Nobody but {you} got this."), back(campaign))


@router.action("announcement.look")
async def look(turn: Turn) -> None:
    """At what is written, whether it was sent or not."""
    campaign = await announcement_of(turn)
    turn.replies.append(await message(turn, campaign))
    turn.replies += in_other_languages(campaign)
    waits = campaign.state in WRITABLE
    turn.say(figures(await estimate(turn, campaign)) if waits else _("That is what they get."), back(campaign))


# ---- on its way ----


@router.action("announcement.send")
async def send(turn: Turn) -> None:
    campaign = await draft_of(turn)
    must_be_of_now(turn, campaign)
    if not fits(campaign.draft.audience, campaign.commune):
        raise Answerable(_("It is for people of another place. Please choose again."), back(campaign))
    found = await estimate(turn, campaign)
    if not found.total:
        raise Answerable(_("Nobody would get it. Please choose others."), back(campaign))
    if lacks_file(campaign, await message(turn, campaign)):
        raise Answerable(NOT_THERE, back(campaign))
    needs = needs_another(turn, campaign, found)
    fresh = await turn.ports.campaigns.submit(turn.person.id, campaign, needs_approval=needs)
    if not fresh:
        raise changed(campaign)
    turn.emit(AnnouncementSubmitted(campaign.commune, campaign.id))
    if needs:
        await ask_the_others(turn, fresh, await message(turn, fresh), figures(found))
    else:
        turn.show(begins(turn, fresh), back(fresh), ANNOUNCEMENTS, MENU)


@router.action("announcement.remind")
async def remind_the_others(turn: Turn) -> None:
    """For instance where it was asked by itself, because more people have come since it was planned."""
    campaign = await announcement_of(turn, WRITE)
    if campaign.state is not State.ASKED:
        raise changed(campaign)
    await ask_the_others(turn, campaign, await message(turn, campaign), figures(await estimate(turn, campaign)))
