"""An announcement on its way, and after it: how far it is, who did not get it, and what may still be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.core.campaign_figures import Progress
from bot.core.campaign_rules import WRITE
from bot.core.campaigns import ENDED, LONGEST_TEXT, MISSED, RUNNING, Campaign, Got, Recall, State
from bot.core.errors import Answerable
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.talk import SPOKEN
from bot.reports.names import written
from bot.reports.report import Place
from bot.storage.turns import TurnPorts
from bot.understanding.guard import guard
from bot.web.admin import announcement_words as words
from bot.web.admin.announcement_desk import PATH, act, address, found, in_whose_name, render, same, title
from bot.web.admin.announcement_look import previews
from bot.web.admin.ask import Ask

COLUMNS = (Got.DELIVERED, Got.WAITING, Got.FAILED, Got.UNREACHABLE, Got.OPTED_OUT, Got.EXPIRED, Got.CANCELLED)
"""Of the table by channel; what is on its way counts as waiting."""
REASONS_SHOWN = 12


async def show(ask: Ask, ports: TurnPorts, campaign: Campaign) -> web.Response:
    progress = await ports.campaigns.progress(campaign.id)
    return await render(
        ask, ports, "admin/announcement_progress.html", campaign=campaign, title=title(ask, campaign), words=words,
        whose=in_whose_name(ask, campaign), progress=progress, figures=figures(ask, campaign, progress),
        rows=progress.total, columns=COLUMNS, channels=by_channel(progress),
        reasons=reasons(progress), previews=await previews(ask, ports, campaign), path=address(campaign),
        may=ways(ask, campaign, progress), live=_moves(campaign, progress), spoken=SPOKEN, most=LONGEST_TEXT,
        List=PATH,
    )  # fmt: skip


async def as_json(ask: Ask) -> web.Response:
    """The figures of the page, as they stand in it."""
    async with ask.office.reading() as ports:
        campaign = await found(ask, ports)
        progress = await ports.campaigns.progress(campaign.id)
    told = {"state": campaign.state.value, "done": progress.settled, "total": progress.total,
            "live": _moves(campaign, progress), "figures": figures(ask, campaign, progress)}  # fmt: skip
    return web.json_response(told, headers={"Cache-Control": "no-store"})


# ---- in figures ----


def figures(ask: Ask, campaign: Campaign, progress: Progress) -> dict[str, str]:
    """By the place where each stands in the page."""
    shown: dict[str, str] = {
        "share": f"{progress.settled * 100 // progress.total if progress.total else 0} %",
        "state": ask.say(words.STATES[campaign.state]),
        "left": ask.say(_left(campaign, progress)),
        "rate": written(progress.lately),
        "doubtful": written(progress.doubtful),
        "total": written(progress.total),
    }
    for got in COLUMNS:
        shown[got] = written(_count(progress, got))
        shown |= {f"{got}-{one}": written(_count(progress, got, one)) for one in by_channel(progress)}
    shown |= {what: written(progress.answers.get(what, 0)) for what in words.ANSWERS}
    return shown | _recalls(progress)


def _recalls(progress: Progress) -> dict[str, str]:
    waits = progress.recalls.get(Recall.WAITING, 0) + progress.recalls.get(Recall.SENDING, 0)
    ended = {f"recall-{one}": progress.recalls.get(one, 0) for one in (Recall.GONE, Recall.CORRECTED, Recall.FAILED)}
    return {name: written(number) for name, number in {"recall-waiting": waits, **ended}.items()}


def _count(progress: Progress, got: Got, channel: str | None = None) -> int:
    those = {Got.WAITING, Got.SENDING} if got is Got.WAITING else {got}
    return sum(number for (there, one), number in progress.by.items()
               if one in those and channel in {None, there})  # fmt: skip


def _left(campaign: Campaign, progress: Progress) -> Phrase:
    if campaign.state is not State.SENDING or not progress.got(Got.WAITING, Got.SENDING):
        return "—"
    seconds = progress.seconds_left()
    if seconds is None:
        return _("The others get it when they open the bot, or as soon as it can go on.")
    return words.takes(seconds)


def _moves(campaign: Campaign, progress: Progress) -> bool:
    """It may look different in a moment."""
    recalls = progress.recalls.get(Recall.WAITING, 0) + progress.recalls.get(Recall.SENDING, 0)
    return campaign.state in (State.ASKED, State.PLANNED, *RUNNING) or recalls > 0


def by_channel(progress: Progress) -> list[str]:
    return sorted({channel for channel, _got in progress.by})


def reasons(progress: Progress) -> list[tuple[Phrase, Phrase, int]]:
    """(what became of them, why, how many), the most first."""
    found = sorted(progress.reasons.items(), key=lambda one: -one[1])[:REASONS_SHOWN]
    return [(words.GOT[got], words.why(why) or "—", number) for (got, why), number in found]


# ---- what may be done ----


def ways(ask: Ask, campaign: Campaign, progress: Progress) -> Mapping[str, bool]:
    writes, state = ask.may(WRITE, Place(campaign.commune)), campaign.state
    missed = progress.got(*MISSED) > 0
    return {
        "pause": writes and state is State.SENDING,
        "go_on": writes and state is State.PAUSED,
        "cancel": writes and state in RUNNING,
        "recall": writes and state in (*RUNNING, *ENDED) and not campaign.recalled_at and progress.total > 0,
        "resend": writes and state in ENDED and not campaign.recalled_at and missed,
    }


async def pause(ask: Ask) -> web.Response:
    return await act(ask, lambda ports, one: ports.campaigns.pause(ask.person, one), _("It is paused."))


async def go_on(ask: Ask) -> web.Response:
    return await act(ask, lambda ports, one: ports.campaigns.go_on(ask.person, one), _("It goes on."))


async def cancel(ask: Ask) -> web.Response:
    words = _("It is stopped. Whoever has not got it does not get it any more.")
    return await act(ask, lambda ports, one: ports.campaigns.cancel(ask.person, one), words)


async def recall(ask: Ask) -> web.Response:
    correction = {lang: text for lang in SPOKEN if (text := _correction(ask, lang))}
    if correction and SPOKEN[0] not in correction:
        raise Answerable(_("Please write the right words in Vietnamese as well."))

    async def do(ports: TurnPorts, campaign: Campaign) -> Campaign | None:
        return await ports.campaigns.recall(ask.person, campaign, correction)

    return await act(ask, do, _("It is recalled: what was sent is being taken back or corrected."))


def _correction(ask: Ask, lang: str) -> str:
    """Raises ``Answerable`` for what may not be sent to many."""
    typed: Any = ask.form.get(f"text_{lang}", "")
    text = typed.strip() if isinstance(typed, str) else ""
    if len(text) >= LONGEST_TEXT:
        raise Answerable(
            _("This is too long: at most {most} characters. Please make it shorter.", most=str(LONGEST_TEXT))
        )
    if guard(text).kinds:
        raise Answerable(_("A secret number or password seems to stand in it. Please take it out: all would get it."))
    return text


async def resend(ask: Ask) -> web.Response:
    async with ask.office.writing() as ports:
        campaign = await same(ask, ports)
        people = await ports.campaigns.resend(ask.person, campaign, ask.office.announcing.terms())
    again = _("It goes once more to {count} people.", count=str(people))
    nobody = _("None of them can be written to now. Please try again later.")
    return await ask.back(address(campaign), again if people else nobody)
