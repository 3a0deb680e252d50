"""The overview: what the teams did in the chosen time at the chosen place, and what needs somebody's attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aiohttp import web

from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports import indicator_words
from bot.reports.contribution import indicator_lines
from bot.reports.names import HEADINGS, Names, share, village, written
from bot.reports.report import DayLine, Figure, Report, Share, Withheld
from bot.storage import official
from bot.web.admin.ask import Ask
from bot.web.admin.section import Section

pages = Section("", _("Overview"), act="report.see")

SESSIONS, REQUESTS, GUIDES, QUESTIONS, INDICATORS, TEAMS = (
    "/phien", "/yeu-cau", "/huong-dan", "/cau-hoi", "/chi-tieu", "/to",
)  # fmt: skip
TREND = ("sessions", "visits", "done")
OF_PLACES = ("sessions", "visits", "done", "new", "confirmed")
OF_SERVICES = ("sessions", "visits", "done", "new")
FIRST_INDICATORS = 6  # on this page; all of them have a page of their own

Tile = tuple[str, Figure, str, str]


@pages.get("")
async def show(ask: Ask) -> web.Response:
    report = await ask.office.report(ask.period, ask.place, inside=ask.inside)
    async with ask.office.reading() as ports:
        entered = await official.entered(ports.connection, "", ask.place.code)
    lines = indicator_lines(report, ask.office.world().content.indicators, entered)
    return await ask.render(
        "admin/overview.html", report=report, tiles=list(tiles(ask, report)), shares=shares(ask, report),
        attention=list(attention(ask, report)), trend=trend(report), trend_heads=heads(ask, TREND),
        services=services(ask, report), service_heads=heads(ask, OF_SERVICES), words=indicator_words,
        indicators=[line for line in lines if line.targets and line.contributed][:FIRST_INDICATORS],
        places=places(ask, report), place_heads=heads(ask, OF_PLACES),
    )  # fmt: skip


def heads(ask: Ask, figures: Sequence[str]) -> list[str]:
    return [ask.say(HEADINGS[name]) for name in figures]


def tiles(ask: Ask, report: Report) -> Iterator[Tile]:
    work, rows = report.activity.work, ask.url(SESSIONS)
    for name in ("visits", "done", "new", "confirmed"):
        yield ask.say(HEADINGS[name]), getattr(work, name), "", rows
    yield ask.say(HEADINGS["sessions"]), work.sessions, "", rows
    yield ask.say(HEADINGS["members"]), report.activity.members, "", ask.url(TEAMS)
    yield ask.say(HEADINGS["asked"]), report.requests.asked, "", ask.url(REQUESTS)
    yield ask.say(HEADINGS["people"]), report.bot.people, "", ""


def shares(ask: Ask, report: Report) -> list[str]:
    """Who reported, of all. Never left out: without it no sum can be read."""
    told = [
        _("communes with a report: {share}", share=share(report.communes)),
        _("teams with a report: {share}", share=share(report.teams)),
        _("villages reached: {share}", share=share(report.villages)),
    ]
    return [ask.say(one) for one in (told if not report.place.code else told[1:])]


def trend(report: Report) -> list[list[object]]:
    """Day by day, or month by month where that would be too many."""
    lines: Sequence[DayLine] = report.by_month or report.by_day
    form = "%m/%Y" if report.by_month else "%d/%m"
    return [[line.day.strftime(form), *(getattr(line.work, name) for name in TREND)] for line in lines]


def places(ask: Ask, report: Report) -> list[list[object]]:
    """Communes lead on to their own overview, villages to their sessions. In the order of the list, never of counts."""
    rows: list[list[object]] = []
    for line in report.by_place:
        figures = [getattr(line.work, name) for name in OF_PLACES]
        if report.place.code:
            rows.append([(ask.say(village(line.name)), ask.url(SESSIONS, thon=line.name)), *figures])
        else:
            rows.append([(line.name, ask.url("", xa=line.code)), *figures])
    return rows


def services(ask: Ask, report: Report) -> list[list[object]]:
    names = Names(ask.office.world().content)
    return [
        [(ask.say(names.service(one.service)), ask.url(SESSIONS, dv=one.service)),
         *(getattr(one, name) for name in OF_SERVICES)]
        for one in report.services
    ]  # fmt: skip


def attention(ask: Ask, report: Report) -> Iterator[tuple[str, str]]:
    """What somebody should look at, and where. Nothing is told of what they may not see."""
    asked, unknown, quiet = report.requests, report.guides.not_understood, silent(report.teams)
    found: tuple[tuple[str, str, Figure, Phrase], ...] = (
        ("request.see", REQUESTS, asked.waiting, _("Requests that still wait: {count}", count=written(asked.waiting))),
        ("request.see", REQUESTS, asked.escalated,
         _("Requests that waited until the leader was told: {count}", count=written(asked.escalated))),
        ("request.see", REQUESTS, asked.unhappy,
         _("Residents who were not satisfied: {count}", count=written(asked.unhappy))),
        ("question.see", QUESTIONS, unknown, _("Questions that were not understood: {count}", count=written(unknown))),
        ("team.see", TEAMS, quiet, _("Teams without a session in this time: {count}", count=written(quiet))),
    )  # fmt: skip
    for act, path, figure, words in found:
        if (isinstance(figure, Withheld) or figure) and ask.may(act):
            yield ask.say(words), ask.url(path)


def silent(teams: Share) -> int:
    return (teams.all or 0) - teams.reported
