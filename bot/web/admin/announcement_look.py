"""An announcement before it is sent: how it looks, how many get it, and what has to happen first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from aiohttp import web

from bot.core.campaign_figures import Estimate
from bot.core.campaign_rules import APPROVE, WRITE, begins_at, fits, may_approve, needs_approval
from bot.core.campaigns import Campaign, Group, Reach, State
from bot.core.errors import Answerable
from bot.core.messages import Document, Reply
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.reach import PER_SECOND
from bot.core.roles import Standing
from bot.core.talk import SPOKEN
from bot.reports.report import Place
from bot.storage import outbox
from bot.storage.notices import Notice, addressed
from bot.storage.turns import TurnPorts
from bot.web.admin import announcement_words as words
from bot.web.admin.announcement_desk import (
    PATH,
    STALE,
    act,
    address,
    file_of,
    found,
    in_whose_name,
    named,
    render,
    same,
    tell,
    title,
)
from bot.web.admin.announcing import Screen
from bot.web.admin.ask import Ask

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Look:
    """``needs``: a second administrator. ``begins``: at which time, said in words."""

    found: Estimate
    needs: bool
    begins: Phrase


async def look(ask: Ask, ports: TurnPorts, campaign: Campaign) -> Look:
    estimate = await ports.campaigns.estimate(campaign, ask.office.announcing.terms())
    needs = needs_approval(campaign.draft, estimate.total, ports.campaigns.approve_over)
    return Look(estimate, needs, begins(ask, campaign))


def begins(ask: Ask, campaign: Campaign) -> Phrase:
    now, wanted = ask.office.clock(), campaign.draft.timing.at
    start = campaign.due_at or begins_at(campaign.draft, now)
    if start > max(wanted or now, now) and not campaign.due_at:
        return _("It goes at {time}, for at night people are left alone.", time=words.clock(start))
    return _("It goes at {time}.", time=words.clock(start)) if start > now else _("It goes at once.")


async def message(ask: Ask, ports: TurnPorts, campaign: Campaign) -> Reply:
    announcing = ask.office.announcing
    return announcing.sample(announcing.compose(campaign, await file_of(ports, campaign)), campaign)


# ---- the page ----


async def show(ask: Ask, ports: TurnPorts, campaign: Campaign) -> web.Response:
    content, draft, looked = ask.office.world().content, campaign.draft, await look(ask, ports, campaign)
    everybody = in_whose_name(ask, campaign)
    place = Place(campaign.commune)
    return await render(
        ask, ports, "admin/announcement.html", campaign=campaign, title=title(ask, campaign), words=words,
        looked=looked, rows=rows(looked.found), takes=words.takes(looked.found.seconds(PER_SECOND)),
        previews=await previews(ask, ports, campaign), caution=ask.office.announcing.caution(campaign),
        whose=everybody, chosen=words.whom(content, draft.audience.chosen, nothing=everybody),
        without=words.whom(content, draft.audience.without or Group(), nothing=""),
        path=address(campaign), writes=ask.may(WRITE, place), approves=approves(ask, campaign),
        near=ask.may(APPROVE, place), over=ports.campaigns.approve_over, List=PATH,
    )  # fmt: skip


def approves(ask: Ask, campaign: Campaign) -> bool:
    return campaign.state is State.ASKED and may_approve(campaign, ask.person, ask.visitor.standing)


async def previews(ask: Ask, ports: TurnPorts, campaign: Campaign) -> list[tuple[str, list[Screen]]]:
    """In each language that it is written in."""
    reply = await message(ask, ports, campaign)
    langs = [lang for lang in SPOKEN if lang == SPOKEN[0] or lang in campaign.draft.body.texts]
    return [(lang, list(ask.office.announcing.screens(reply, lang))) for lang in langs]


def rows(estimate: Estimate) -> list[list[str | int]]:
    """Of each channel, how many in which way."""
    channels = sorted({channel for channel, _reach in estimate.by})
    return [[words.channel(one), *(estimate.by.get((one, reach), 0) for reach in Reach)] for one in channels]


async def file(ask: Ask) -> web.Response:
    async with ask.office.reading() as ports:
        document = await file_of(ports, await found(ask, ports))
    if not document:
        raise web.HTTPNotFound
    return web.Response(body=document.content, headers=_headers(document))


def _headers(document: Document) -> dict[str, str]:
    """A picture is shown in the page; anything else is saved, never opened in our name."""
    how = "inline" if document.is_picture else "attachment"
    return {
        "Content-Type": document.mime,
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(document.name)}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


# ---- acts ----


async def trial(ask: Ask) -> web.Response:
    """To the writer alone, wherever they can be reached."""
    async with ask.office.writing() as ports:
        campaign = await found(ask, ports)
        notice = Notice(ask.person, await message(ask, ports, campaign))
        said = await addressed(ports.connection, [notice])
        await outbox.add(await ports.begin(), said, ask.office.clock())
    sent = _("It is sent to you, on every channel where you are: nobody else got it.")
    nowhere = _("The bot cannot reach you on any channel. Write to it once, then try again.")
    return await ask.back(address(campaign), sent if said else nowhere)


async def submit(ask: Ask) -> web.Response:
    """Counting may take a while, in which others write."""
    async with ask.office.reading() as ports:
        campaign = await same(ask, ports)
        looked = await look(ask, ports, campaign)
    async with ask.office.writing() as ports:
        fresh = await ports.campaigns.submit(ask.person, ready(campaign, looked), needs_approval=looked.needs)
        if not fresh:
            raise Answerable(STALE)
        asked = await _ask_the_others(ask, ports, fresh) if looked.needs else 0
    return await ask.back(address(fresh), _submitted(looked, asked))


def ready(campaign: Campaign, looked: Look) -> Campaign:
    """Raises ``Answerable`` for what cannot be sent."""
    if not campaign.draft.body.texts.get(SPOKEN[0]):
        raise Answerable(_("Please write the announcement in Vietnamese."))
    if not fits(campaign.draft.audience, campaign.commune):
        raise Answerable(_("These people are outside of your commune. Please choose again."))
    if not looked.found.total:
        raise Answerable(_("Nobody would get it. Please choose others."))
    return campaign


def _submitted(looked: Look, asked: int) -> Phrase:
    if not looked.needs:
        return looked.begins
    if not asked:
        return _("Nobody else may agree to it yet. Please ask the province for a second administrator.")
    return _("{count} administrators are asked. It goes as soon as one agrees.", count=str(asked))


async def _ask_the_others(ask: Ask, ports: TurnPorts, campaign: Campaign) -> int:
    """Of its own place; the province's where there are none, or where it is urgent. Gives back how many."""
    who = await _others(ports, campaign)
    needed = _("{name} needs your agreement before it is sent.", name=named(ask, campaign))
    await tell(ask, ports, campaign, who, needed)
    return len(who)


async def _others(ports: TurnPorts, campaign: Campaign) -> list[int]:
    own = [one.person for one in await ports.teams.admins(campaign.commune)] if campaign.commune else []
    near = await _who_may(ports, campaign, own)
    if near and not campaign.is_urgent:
        return near
    province = [one.person for one in await ports.teams.of_the_province()]
    return list(dict.fromkeys([*near, *await _who_may(ports, campaign, province)]))


async def _who_may(ports: TurnPorts, campaign: Campaign, people: list[int]) -> list[int]:
    standings: dict[int, Standing] = {one: await ports.teams.standing(one) for one in people}
    return [one for one, standing in standings.items() if may_approve(campaign, one, standing)]


async def approve(ask: Ask) -> web.Response:
    async def do(ports: TurnPorts, campaign: Campaign) -> Campaign | None:
        return await ports.campaigns.approve(ask.person, _theirs(ask, campaign))

    told = partial(_agreed, ask)
    return await act(ask, do, _("You agreed to it. It goes when its time has come."), told)


def _agreed(ask: Ask, campaign: Campaign) -> Phrase:
    return _("{name} is agreed to.", name=named(ask, campaign))


def _theirs(ask: Ask, campaign: Campaign) -> Campaign:
    """Raises ``Answerable`` for whoever may not answer this one."""
    if campaign.state is not State.ASKED:
        raise Answerable(_("This was answered already, or is not asked any more."))
    if not may_approve(campaign, ask.person, ask.visitor.standing):
        raise Answerable(_("You wrote in it, so somebody else has to agree."))
    return campaign


async def refuse(ask: Ask) -> web.Response:
    reason = ask.typed("reason")[:LONGEST_REASON]
    if not reason:
        raise Answerable(_("Please write why, for whoever wrote it."))

    async def do(ports: TurnPorts, campaign: Campaign) -> Campaign | None:
        return await ports.campaigns.refuse(ask.person, _theirs(ask, campaign), reason)

    def told(campaign: Campaign) -> Phrase:
        name = named(ask, campaign)
        return _("{name} was not agreed to: {reason}. It is a draft again.", name=name, reason=reason)

    return await act(ask, do, _("It is not sent. Whoever wrote it is told why."), told)


async def drop(ask: Ask) -> web.Response:
    async with ask.office.writing() as ports:
        if not await ports.campaigns.drop(ask.person, await same(ask, ports)):
            raise Answerable(STALE)
    return await ask.back(PATH, _("The draft is gone."))
