"""Announcements in the chat: the way in, those that there are, and a new one."""

from collections.abc import Mapping, Sequence

from bot.core.campaigns import ENDED, RUNNING, Campaign, Got, State
from bot.core.clock import VIETNAM
from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase, Text, lines
from bot.core.phrases import text as _
from bot.core.roles import Standing
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.admin import announcement_approval, announcement_draft, announcement_progress
from handlers.admin.announcement_acts import PROVINCE, announcement_of, communes_of, standing_of
from handlers.admin.announcement_message import title
from handlers.admin.announcement_progress import bar
from handlers.resident import agreement, consents
from handlers.resident.buttons import MENU, MY_TEAM
from handlers.team.words import number, place

router = Router()

AT_ONCE = ((RUNNING, 6), ((State.ASKED,), 6), ((State.PLANNED,), 6), ((State.DRAFT,), 6), (ENDED, 4))
"""What is shown first, and how many of each."""
MOST = 10
LABEL = 34  # characters of its text on a button


@router.on("announce")
async def take_the_word(turn: Turn) -> None:
    """Who writes none wants to get them."""
    if communes_of(await turn.ports.teams.standing(turn.person.id)):
        await show_all(turn)
    else:
        await consents.ask(turn, agreement.NEWS)


@router.action("announcement")
async def show_all(turn: Turn) -> None:
    standing = await standing_of(turn)
    turn.talk.expect("")
    found = [one for states, most in AT_ONCE for one in await some_of(turn, standing, states, most)]
    running = [await how_far(turn, one) for one in found if one.state in RUNNING]
    head = _("*Announcements* of {place}", place=place(turn, communes_of(standing)[0]))
    nothing = None if found else _("There is none yet.")
    beside = [Button(_("Channels"), "announcement.lanes")] if standing.may_somewhere("lane.stop") else []
    older = [Button(_("Older ones"), "announcement.older")] if len(await ended(turn, standing, 0, 5)) > 4 else []
    turn.show(lines(head, nothing, *running), WRITE_NEW, *map(in_the_list, found), *older, *beside, MY_TEAM, MENU)


WRITE_NEW = Button(_("Write a new announcement"), "announcement.new")


async def some_of(turn: Turn, standing: Standing, states: Sequence[State], most: int) -> list[Campaign]:
    """The province sees all that goes on, and of the communes neither drafts nor what is over."""
    communes = communes_of(standing)
    if "" in communes and states not in ((State.DRAFT,), ENDED):
        return list(await turn.ports.campaigns.listed(None, states, most))
    found = [one for commune in communes for one in await turn.ports.campaigns.listed(commune, states, most)]
    return sorted(found, key=lambda one: -one.id)[:most]


async def ended(turn: Turn, standing: Standing, before: int, most: int) -> list[Campaign]:
    communes = communes_of(standing)
    found = [one for commune in communes
             for one in await turn.ports.campaigns.listed(commune, ENDED, most, before)]  # fmt: skip
    return sorted(found, key=lambda one: -one.id)[:most]


@router.action("announcement.older")
async def show_older(turn: Turn) -> None:
    standing = await standing_of(turn)
    found = await ended(turn, standing, number(turn.arg(0)), MOST)
    further = [Button(_("Older ones"), f"announcement.older:{found[-1].id}")] if len(found) == MOST else []
    words = _("These announcements are over.") if found else _("There are no older ones.")
    turn.show(words, *map(in_the_list, found), *further, Button(_("Announcements"), "announcement"), MENU)


async def how_far(turn: Turn, campaign: Campaign) -> Phrase:
    progress = await turn.ports.campaigns.progress(campaign.id)
    had, total = str(progress.got(Got.DELIVERED)), str(progress.total)
    return _("{bar} {had}/{total} · {title}", bar=bar(progress), had=had, total=total, title=title(campaign))


def in_the_list(campaign: Campaign) -> Button:
    return Button(label(campaign), f"announcement.show:{campaign.id}")


LABELS: Mapping[State, Text] = {
    State.DRAFT: _("Draft: {title}"),
    State.ASKED: _("To be agreed: {title}"),
    State.SENDING: _("Being sent: {title}"),
    State.PAUSED: _("Paused: {title}"),
    State.DONE: _("Sent: {title}"),
    State.CANCELLED: _("Stopped: {title}"),
}


def label(campaign: Campaign) -> Phrase:
    called = title(campaign, LABEL)
    if campaign.recalled_at:
        return _("Recalled: {title}", title=called)
    if campaign.state is State.PLANNED:
        due = (campaign.due_at or campaign.made_at).astimezone(VIETNAM).strftime("%H:%M %d/%m")
        return _("At {time}: {title}", time=due, title=called)
    return _(LABELS[campaign.state].msgid, title=called)


@router.action("announcement.show")
async def show(turn: Turn) -> None:
    campaign = await announcement_of(turn)
    turn.talk.expect("")
    match campaign.state:
        case State.DRAFT:
            announcement_draft.show_draft(turn, campaign)
        case State.ASKED | State.PLANNED:
            await announcement_approval.show_waiting(turn, campaign)
        case _:
            await announcement_progress.show_progress(turn, campaign)


# ---- a new one ----


@router.action("announcement.new")
async def begin(turn: Turn) -> None:
    communes = communes_of(await standing_of(turn))
    named = "" if turn.arg(0) == PROVINCE else turn.arg(0)
    if len(communes) == 1:
        named = communes[0]
    elif not turn.args or named not in communes:
        whose = (Button(place(turn, one), f"announcement.new:{one or PROVINCE}") for one in communes)
        turn.show(_("In whose name is it?"), *whose, MENU)
        return
    words = _("Please type the announcement in Vietnamese. What it is about first, then what to do.")
    turn.ask(words, "announcement.new", Button(_("Announcements"), "announcement"), commune=named or PROVINCE)


@router.answer("announcement.new")
async def take_words(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    noted = turn.talk.notes.get("commune", "")
    turn.talk.expect("")
    communes = communes_of(await standing_of(turn))
    commune = "" if noted == PROVINCE else noted
    if commune not in communes:
        await show_all(turn)
    elif text := announcement_draft.typed(turn):
        await announcement_draft.make(turn, commune, text)
    else:
        turn.talk.expect("announcement.new", commune=noted)
    return True
