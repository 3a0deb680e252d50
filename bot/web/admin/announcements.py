"""Announcements: those of the chosen place by how they stand, and the addresses of all their pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.core.campaign_rules import APPROVE, SEE, WRITE
from bot.core.campaigns import ENDED, RUNNING, Campaign, Got, Repeat, State
from bot.core.errors import Answerable
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.names import written
from bot.storage.turns import TurnPorts
from bot.web.admin import (
    announcement_form,
    announcement_look,
    announcement_progress,
    announcement_recipients,
)
from bot.web.admin import announcement_words as words
from bot.web.admin.announcement_desk import PATH, address, found, in_whose_name, of_announcement, render, title
from bot.web.admin.ask import Ask
from bot.web.admin.section import SOMEWHERE, Section

STOP = "lane.stop"
BEFORE = "truoc"
ENDED_AT_ONCE, MOST = 20, 50
LONGEST_REASON = 120
REPEATED = "repeated"
EVERY: tuple[tuple[Phrase, tuple[str, ...], Phrase], ...] = (
    (_("Being sent"), RUNNING, _("Nothing is being sent just now.")),
    (_("Waiting for approval"), (State.ASKED,), _("Nothing waits for approval.")),
    (_("Planned"), (State.PLANNED,), _("Nothing is planned.")),
    (_("Repeated"), (State.PLANNED, REPEATED), _("Nothing is repeated.")),
    (_("Drafts"), (State.DRAFT,), _("There is no draft.")),
)
pages = Section(PATH, _("Announcements"), act=SEE)


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    before = ask.query.get(BEFORE, "")
    older = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else 0
    async with ask.office.reading() as ports:
        lists = [(heading, await _of(ask, ports, kind), nothing) for heading, kind, nothing in EVERY]
        ended = await ports.campaigns.listed(ask.place.code, ENDED, ENDED_AT_ONCE + 1, older)
        lanes = await _lanes(ports) if ask.visitor.standing.may_somewhere(STOP) else []
        over = [await _card(ask, ports, one) for one in ended[:ENDED_AT_ONCE]]
        return await render(
            ask, ports, "admin/announcements.html", lists=lists, ended=over, lanes=lanes, writes=ask.may(WRITE),
            older=ended[ENDED_AT_ONCE - 1].id if len(ended) > ENDED_AT_ONCE else 0, is_older=bool(older), path=PATH,
        )  # fmt: skip


async def _of(ask: Ask, ports: TurnPorts, kind: Sequence[str]) -> list[dict[str, Any]]:
    """The province sees all that goes on; drafts only its own."""
    states = [State(one) for one in kind if one != REPEATED]
    everywhere = not ask.place.code and State.DRAFT not in states
    listed = await ports.campaigns.listed(None if everywhere else ask.place.code, states, MOST)
    cards = [await _card(ask, ports, one) for one in listed]
    return [card for card in cards if State.PLANNED not in states or card["repeats"] == (REPEATED in kind)]


async def _card(ask: Ask, ports: TurnPorts, one: Campaign) -> dict[str, Any]:
    counted = one.state in (*RUNNING, *ENDED)
    progress = await ports.campaigns.progress(one.id) if counted else None
    had = progress.got(Got.DELIVERED) if progress else 0
    return {
        "id": one.id, "title": title(ask, one), "url": ask.url(address(one)), "whose": in_whose_name(ask, one),
        "state": words.STATES[one.state], "urgent": one.is_urgent, "when": _when(one), "recalled": one.recalled_at,
        "repeats": one.draft.timing.repeat is not Repeat.NEVER, "live": one.state in RUNNING, "progress": progress,
        "had": written(had), "total": written(progress.total if progress else 0),
    }  # fmt: skip


def _when(one: Campaign) -> Phrase:
    """What is of interest of its times."""
    if one.ended_at:
        return words.clock(one.ended_at)
    if one.started_at:
        return _("since {time}", time=words.clock(one.started_at))
    if one.due_at and one.draft.timing.repeat is Repeat.NEVER:
        return words.clock(one.due_at)
    return words.when(one.draft.timing)


# ---- one of them ----


async def one(ask: Ask) -> web.Response:
    async with ask.office.reading() as ports:
        campaign = await found(ask, ports)
        if campaign.state in (*RUNNING, *ENDED):
            return await announcement_progress.show(ask, ports, campaign)
        return await announcement_look.show(ask, ports, campaign)


# ---- the channels ----


async def _lanes(ports: TurnPorts) -> list[dict[str, Any]]:
    stops = {one.channel: one for one in await ports.campaigns.stops()}
    every = dict.fromkeys([*ports.campaigns.channels, *stops])
    return [{"channel": name, "name": words.channel(name), "stop": stops.get(name)} for name in every]


@pages.post(PATH + "/kenh/dung", act=STOP, where=SOMEWHERE)
async def stop_channel(ask: Ask) -> web.Response:
    name, reason = ask.typed("channel"), ask.typed("reason")
    if not 1 < len(reason) <= LONGEST_REASON:
        raise Answerable(_("Please write why, in at most {most} letters.", most=str(LONGEST_REASON)))
    async with ask.office.writing() as ports:
        if name not in ports.campaigns.channels:
            raise web.HTTPNotFound
        await ports.campaigns.stop_channel(ask.person, name, reason)
    return await ask.back(PATH, _("No announcement goes out on {channel} now.", channel=words.channel(name)))


@pages.post(PATH + "/kenh/mo", act=STOP, where=SOMEWHERE)
async def free_channel(ask: Ask) -> web.Response:
    name = ask.typed("channel")
    async with ask.office.writing() as ports:
        if not await ports.campaigns.free_channel(ask.person, name):
            raise web.HTTPNotFound
    return await ask.back(PATH, _("Announcements go out on {channel} again.", channel=words.channel(name)))


# ---- addresses ----

pages.get(PATH + "/moi", act=WRITE)(announcement_form.blank)
pages.post(PATH + "/moi", act=WRITE, largest=announcement_form.LARGEST_FORM)(announcement_form.take_new)
ONE = PATH + "/{id}"
pages.get(ONE, where=of_announcement)(one)
pages.get(ONE + "/sua", act=WRITE, where=of_announcement)(announcement_form.show)
pages.post(ONE + "/sua", act=WRITE, where=of_announcement, largest=announcement_form.LARGEST_FORM)(
    announcement_form.take
)
pages.get(ONE + "/tep", where=of_announcement)(announcement_look.file)
pages.post(ONE + "/thu", act=WRITE, where=of_announcement)(announcement_look.trial)
pages.post(ONE + "/gui", act=WRITE, where=of_announcement)(announcement_look.submit)
pages.post(ONE + "/bo", act=WRITE, where=of_announcement)(announcement_look.drop)
pages.post(ONE + "/duyet", act=APPROVE, where=of_announcement)(announcement_look.approve)
pages.post(ONE + "/tu-choi", act=APPROVE, where=of_announcement)(announcement_look.refuse)
pages.get(ONE + "/tien-do.json", where=of_announcement)(announcement_progress.as_json)
pages.post(ONE + "/dung", act=WRITE, where=of_announcement)(announcement_progress.pause)
pages.post(ONE + "/tiep", act=WRITE, where=of_announcement)(announcement_progress.go_on)
pages.post(ONE + "/huy", act=WRITE, where=of_announcement)(announcement_progress.cancel)
pages.post(ONE + "/thu-hoi", act=WRITE, where=of_announcement)(announcement_progress.recall)
pages.post(ONE + "/gui-lai", act=WRITE, where=of_announcement)(announcement_progress.resend)
pages.get(ONE + "/nguoi-nhan", where=of_announcement)(announcement_recipients.show)
pages.get(ONE + "/nguoi-nhan.csv", where=of_announcement)(announcement_recipients.as_csv)
