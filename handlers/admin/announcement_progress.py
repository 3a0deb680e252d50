"""How far an announcement is, who did not get it, and what may still be done: pause, go on, stop, send again."""

from bot.core.campaign_figures import Progress
from bot.core.campaign_rules import WRITE
from bot.core.campaign_words import GOT, STATES, WHY
from bot.core.campaigns import ENDED, MISSED, RUNNING, Campaign, Got, Recall, State
from bot.core.clock import VIETNAM
from bot.core.messages import Button
from bot.core.phrases import Joined, Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.reports.names import CHANNELS
from handlers.admin.announcement_acts import announcement_of, back, changed
from handlers.admin.announcement_message import named, terms
from handlers.resident.buttons import ANNOUNCEMENTS, SITE
from handlers.team.words import where_links_lead

router = Router()

BAR = 10  # squares
ON_SITE = "/quan-tri/thong-bao"
REASONS_SHOWN = 4
MISSED_OR_NOT_WANTED = (Got.FAILED, Got.UNREACHABLE, Got.OPTED_OUT, Got.EXPIRED, Got.CANCELLED)


async def show_progress(turn: Turn, campaign: Campaign) -> None:
    progress = await turn.ports.campaigns.progress(campaign.id)
    turn.show(card(turn, campaign, progress, await stops(turn, campaign)), *(await acts(turn, campaign, progress)))


def bar(progress: Progress) -> str:
    done = progress.settled * BAR // progress.total if progress.total else 0
    return "▰" * done + "▱" * (BAR - done)


def card(turn: Turn, campaign: Campaign, progress: Progress, stopped: Phrase | None) -> Phrase:
    state = _("recalled") if campaign.recalled_at else STATES[campaign.state]
    head = _("{name}: {state}", name=named(turn.world, campaign), state=state)
    share = progress.settled * 100 // progress.total if progress.total else 0
    far = _("{bar} {share} %", bar=bar(progress), share=str(share))
    return paragraphs(
        lines(head, far, trouble(campaign), stopped),
        figures(progress),
        speed(campaign, progress),
        lines(*answers(progress), recalled(campaign, progress)),
        moment(turn, campaign),
    )


def figures(progress: Progress) -> Phrase:
    waiting = progress.got(Got.WAITING, Got.SENDING)
    missed = [_("• {what}: {count}", what=GOT[got], count=str(number))
              for got in MISSED_OR_NOT_WANTED if (number := progress.got(got))]  # fmt: skip
    doubtful = _("• perhaps twice, after a fault: {count}", count=str(progress.doubtful)) if progress.doubtful else None
    return lines(
        _("• got it: *{count}*", count=str(progress.got(Got.DELIVERED))),
        _("• waiting: {count}", count=str(waiting)) if waiting else None,
        *missed,
        reasons(progress),
        doubtful,
    )


def reasons(progress: Progress) -> Phrase | None:
    """The most frequent ones."""
    missed = [(number, reason) for (got, reason), number in progress.reasons.items() if got in MISSED and reason]
    most = sorted(missed, key=lambda pair: -pair[0])[:REASONS_SHOWN]
    named_ = tuple(_("{why}: {count}", why=WHY.get(reason, reason), count=str(number)) for number, reason in most)
    return _("• why not: {reasons}", reasons=Joined(named_, "; ")) if named_ else None


def speed(campaign: Campaign, progress: Progress) -> Phrase | None:
    if campaign.state is not State.SENDING or not progress.got(Got.WAITING, Got.SENDING):
        return None
    left = progress.seconds_left()
    if left is None:
        return _("The others get it when they open the bot, or as soon as it can go on.")
    minutes = str(max(round(left / 60), 1))
    return _("{count} a minute, about {minutes} minutes left.", count=str(progress.lately), minutes=minutes)


def answers(progress: Progress) -> list[Phrase]:
    words = {"come": _("• will come: *{count}*"), "guide": _("• opened the guide: {count}")}
    return [_(words[what].msgid, count=str(number)) for what, number in progress.answers.items() if what in words]


def trouble(campaign: Campaign) -> Phrase | None:
    if campaign.state is not State.PAUSED or not campaign.paused_why:
        return None
    return _("Paused by itself: too many in a row failed ({reason}).", reason=campaign.paused_why)


def recalled(campaign: Campaign, progress: Progress) -> Phrase | None:
    if not campaign.recalled_at:
        return None
    counts = {recall: str(progress.recalls.get(recall, 0)) for recall in Recall}
    waits = str(progress.recalls.get(Recall.WAITING, 0) + progress.recalls.get(Recall.SENDING, 0))
    return _("• recalled: {gone} taken back, {corrected} corrected, {waits} to do, {failed} impossible",
             gone=counts[Recall.GONE], corrected=counts[Recall.CORRECTED], waits=waits,
             failed=counts[Recall.FAILED])  # fmt: skip


def moment(turn: Turn, campaign: Campaign) -> Phrase:
    time = turn.now.astimezone(VIETNAM).strftime("%H:%M:%S")
    if campaign.state in RUNNING and campaign.expires_at:
        until = campaign.expires_at.astimezone(VIETNAM).strftime("%H:%M %d/%m")
        return _("As of {time}; it holds until {until}.", time=time, until=until)
    return _("As of {time}.", time=time)


async def stops(turn: Turn, campaign: Campaign) -> Phrase | None:
    """Channels that the province has stopped."""
    if campaign.state not in RUNNING:
        return None
    names = [CHANNELS.get(one.channel, one.channel) for one in await turn.ports.campaigns.stops()]
    return _("The province has stopped: {channels}.", channels=", ".join(names)) if names else None


async def acts(turn: Turn, campaign: Campaign, progress: Progress) -> list[Button]:
    id_ = campaign.id
    standing = await turn.ports.teams.standing(turn.person.id)
    mine = ways(campaign, progress) if standing.may(WRITE, commune=campaign.commune) else []
    again = [Button(_("Look again"), f"announcement.show:{id_}")] if campaign.state in RUNNING else []
    return [*again, *mine, Button(_("See the words"), f"announcement.look:{id_}"), *on_the_site(turn, campaign),
            ANNOUNCEMENTS]  # fmt: skip


def on_the_site(turn: Turn, campaign: Campaign) -> list[Button]:
    """Each of the people, for whoever is signed in there; and the way in."""
    label, before = _("Who did not get it (admin site)"), where_links_lead(turn)
    if before is None:
        return [Button(label, SITE.action)]
    return [Button(label, url=f"{before}{ON_SITE}/{campaign.id}"), SITE]


def ways(campaign: Campaign, progress: Progress) -> list[Button]:
    id_, state = campaign.id, campaign.state
    offered = (
        (state is State.SENDING, Button(_("Pause"), f"announcement.pause:{id_}")),
        (state is State.PAUSED, Button(_("Go on sending"), f"announcement.go_on:{id_}")),
        (state in RUNNING, Button(_("Stop it"), f"announcement.cancel:{id_}")),
        (state in ENDED and not campaign.recalled_at and progress.got(*MISSED) > 0,
         Button(_("Once more to those not reached"), f"announcement.resend:{id_}")),
        (not campaign.recalled_at, Button(_("Recall it"), f"announcement.recall:{id_}")),
    )  # fmt: skip
    return [button for may, button in offered if may]


# ---- done with it ----


async def show_or_say(turn: Turn, campaign: Campaign, fresh: Campaign | None) -> None:
    """``fresh``: as it is now. None: somebody was quicker."""
    if not fresh:
        raise changed(campaign)
    await show_progress(turn, fresh)


@router.action("announcement.pause")
async def pause(turn: Turn) -> None:
    campaign = await announcement_of(turn, WRITE)
    await show_or_say(turn, campaign, await turn.ports.campaigns.pause(turn.person.id, campaign))


@router.action("announcement.go_on")
async def go_on(turn: Turn) -> None:
    campaign = await announcement_of(turn, WRITE)
    await show_or_say(turn, campaign, await turn.ports.campaigns.go_on(turn.person.id, campaign))


@router.action("announcement.cancel")
async def ask_whether_to_stop(turn: Turn) -> None:
    campaign = await announcement_of(turn, WRITE)
    words = _("Stop this announcement? Whoever has not got it does not get it any more.")
    turn.show(words, Button(_("Yes, stop it"), f"announcement.cancel.yes:{campaign.id}"), back(campaign))


@router.action("announcement.cancel.yes")
async def cancel(turn: Turn) -> None:
    campaign = await announcement_of(turn, WRITE)
    await show_or_say(turn, campaign, await turn.ports.campaigns.cancel(turn.person.id, campaign))


@router.action("announcement.resend")
async def send_again(turn: Turn) -> None:
    campaign = await announcement_of(turn, WRITE)
    where = terms(turn.content, turn.ports.campaigns.channels)
    count = await turn.ports.campaigns.resend(turn.person.id, campaign, where)
    words = _("It goes once more to {count} people.", count=str(count))
    nobody = _("None of them can be written to now. Please try again later.")
    turn.show(words if count else nobody, back(campaign), ANNOUNCEMENTS)
