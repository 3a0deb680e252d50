"""What all pages of announcements have in common: which one it is, what was done to it, and the channels at rest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import web

from bot.core.campaign_figures import Stop
from bot.core.campaigns import Campaign
from bot.core.errors import Answerable
from bot.core.messages import Button, Document, Reply
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.report import Place
from bot.storage import outbox
from bot.storage.notices import Notice, addressed
from bot.storage.turns import TurnPorts
from bot.web.admin.announcement_words import channel, clock
from bot.web.admin.ask import Ask

PATH = "/thong-bao"
STALE: Phrase = _("Somebody has changed this announcement since. Please look at it again.")
Act: TypeAlias = "Callable[[TurnPorts, Campaign], Awaitable[Campaign | None]]"


# ---- which one ----


async def of_announcement(ask: Ask) -> Place | None:
    async with ask.office.reading() as ports:
        campaign = await ports.campaigns.find(ask.number("id"))
    return Place(campaign.commune, place_name(ask, campaign.commune)) if campaign else None


async def found(ask: Ask, ports: TurnPorts) -> Campaign:
    campaign = await ports.campaigns.find(ask.number("id"))
    if not campaign:
        raise web.HTTPNotFound
    return campaign


async def same(ask: Ask, ports: TurnPorts) -> Campaign:
    """The one that they looked at. Raises ``Answerable`` if it is another by now."""
    campaign = await found(ask, ports)
    if number(ask, "version") != campaign.version:
        raise Answerable(STALE)
    return campaign


def number(ask: Ask, name: str) -> int:
    typed = ask.typed(name)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def address(campaign: Campaign, more: str = "") -> str:
    return f"{PATH}/{campaign.id}{more}"


async def file_of(ports: TurnPorts, campaign: Campaign) -> Document | None:
    attached = campaign.draft.body.attached
    return await ports.campaigns.attached(attached.id) if attached else None


def place_name(ask: Ask, commune: str) -> str:
    unit = ask.office.world().places.units.get(commune)
    return unit.name if unit else commune


def in_whose_name(ask: Ask, campaign: Campaign) -> Phrase:
    return place_name(ask, campaign.commune) or _("the whole province")


def title(ask: Ask, campaign: Campaign) -> str:
    return ask.office.announcing.title(campaign)


def named(ask: Ask, campaign: Campaign) -> Phrase:
    return _("“{title}” ({place})", title=title(ask, campaign), place=in_whose_name(ask, campaign))


# ---- done to it ----


async def act(ask: Ask, do: Act, said: Phrase, told: Callable[[Campaign], Phrase] | None = None) -> web.Response:
    """``told``: what those who wrote it are told, but for who does this."""
    async with ask.office.writing() as ports:
        fresh = await do(ports, await same(ask, ports))
        if not fresh:
            raise Answerable(STALE)
        if told:
            await tell(ask, ports, fresh, [one for one in fresh.writers if one != ask.person], told(fresh))
    return await ask.back(address(fresh), said)


async def tell(ask: Ask, ports: TurnPorts, campaign: Campaign, who: list[int], words: Phrase) -> None:
    reply = Reply(words, (Button(_("Open the announcement"), f"announcement.show:{campaign.id}"),))
    said = await addressed(ports.connection, [Notice(person, reply) for person in who])
    await outbox.add(await ports.begin(), said, ask.office.clock())


# ---- shown ----


async def render(ask: Ask, ports: TurnPorts, template: str, *, status: int = 200, **shown: Any) -> web.Response:
    """With the channels at rest above it."""
    stops = await ports.campaigns.stops()
    return await ask.render(template, status=status, stops=[banner(one) for one in stops], **shown)


def banner(stop: Stop) -> Phrase:
    return _("No announcement goes out on {channel} since {time}: {reason}", channel=channel(stop.channel),
             time=clock(stop.at), reason=stop.reason)  # fmt: skip
