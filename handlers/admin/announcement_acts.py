"""Which announcement a button is about, who may do what with it, and how a change of it is stored."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.core.campaign_rules import SEE, WRITE
from bot.core.campaigns import Audience, Body, Campaign, State, Urgency
from bot.core.clock import VIETNAM
from bot.core.errors import Answerable
from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Role, Standing
from bot.engine.turn import Turn
from handlers.admin.announcement_message import open_button
from handlers.resident.buttons import ANNOUNCEMENTS, MENU
from handlers.team.words import number

WRITABLE = (State.DRAFT, State.ASKED, State.PLANNED)
PROVINCE = "0"
"""In whose name, in actions; else the code of a commune."""
URGENCIES: Mapping[Urgency, Phrase] = {
    Urgency.ORDINARY: _("ordinary"),
    Urgency.IMPORTANT: _("important"),
    Urgency.URGENT: _("urgent, at night too"),
}


# ---- who may ----


async def standing_of(turn: Turn) -> Standing:
    """Of somebody who writes announcements somewhere."""
    standing = await turn.ports.teams.standing(turn.person.id)
    if not standing.may_somewhere(WRITE):
        raise not_theirs()
    return standing


def not_theirs() -> Answerable:
    return Answerable(_("Announcements are written by the administrators of a commune or of the province."), MENU)


def communes_of(standing: Standing) -> list[str]:
    """In whose name they may write; "" is the province."""
    posts = [post for post in standing.posts if post.role in {Role.COMMUNE_ADMIN, Role.PROVINCE_ADMIN}]
    return sorted({"" if post.role is Role.PROVINCE_ADMIN else post.commune for post in posts})


# ---- which ----


async def announcement_of(turn: Turn, act: str = SEE) -> Campaign:
    """The one that the action names. What is not theirs is as if it were not there."""
    if turn.inbound.kind is Kind.PRESS:  # what was asked before waits for no answer any more
        turn.talk.expect("")
    standing = await standing_of(turn)
    campaign = await turn.ports.campaigns.find(number(turn.arg(0)))
    if not campaign or not standing.may(act, commune=campaign.commune):
        raise Answerable(_("This announcement is no longer there."), ANNOUNCEMENTS, MENU)
    return campaign


async def draft_of(turn: Turn) -> Campaign:
    """One that may still be changed."""
    campaign = await announcement_of(turn, WRITE)
    if campaign.state not in WRITABLE:
        words = _("This announcement has begun and cannot be changed any more. {You} can recall it there.")
        raise Answerable(words, open_button(campaign), ANNOUNCEMENTS)
    return campaign


async def awaited(turn: Turn, find: Callable[[Turn], Awaitable[Campaign]] = draft_of) -> Campaign:
    """The one that the question asked last is about. Where it is gone, no answer is awaited any more."""
    awaiting, notes = turn.talk.awaiting, turn.talk.notes
    turn.talk.expect("")
    turn.args = (notes.get("id", ""), notes.get("version", ""))
    campaign = await find(turn)
    turn.talk.expect(awaiting, **notes)
    return campaign


def ask(turn: Turn, campaign: Campaign, words: Phrase, answer: str, *buttons: Button, **notes: str) -> None:
    turn.ask(words, answer, *buttons, back(campaign), id=str(campaign.id), **notes)


def back(campaign: Campaign) -> Button:
    return Button(_("Back to the announcement"), f"announcement.show:{campaign.id}")


# ---- changed ----


async def save(turn: Turn, campaign: Campaign, **changes: Any) -> Campaign:
    """Stored at once, so that nothing is lost. What was agreed to before is so no longer."""
    draft = replace(campaign.draft, **changes)
    if draft == campaign.draft:
        return campaign
    fresh = await turn.ports.campaigns.edit(turn.person.id, campaign, draft)
    if not fresh:
        raise changed(campaign)
    return fresh


async def save_body(turn: Turn, campaign: Campaign, **changes: Any) -> Campaign:
    body: Body = replace(campaign.draft.body, **changes)
    return await save(turn, campaign, body=body)


def changed(campaign: Campaign) -> Answerable:
    return Answerable(_("Somebody has changed this announcement since. Please look at it again."),
                      open_button(campaign), ANNOUNCEMENTS)  # fmt: skip


def must_be_of_now(turn: Turn, campaign: Campaign) -> None:
    """What a button was pressed for is the version that stands there now."""
    if number(turn.arg(1)) != campaign.version:
        raise changed(campaign)


def everybody_of(commune: str) -> Audience:
    audience = Audience()
    return replace(audience, chosen=replace(audience.chosen, places=(commune,))) if commune else audience


# ---- said ----


def when(turn: Turn, campaign: Campaign) -> str:
    """At which time it begins."""
    moment = campaign.due_at or turn.now
    return moment.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
