"""Guides: how they are used in the chosen time and place, where people stop in them and why, and which are stale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from aiohttp import web

from bot.content.check.truth import has_old_questions, is_stale
from bot.content.flow.chart import Chart, Charts
from bot.content.flow.svg import draw
from bot.content.model import Guide
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.names import HEADINGS, Names
from bot.reports.report import Figure, GuideLine, Report
from bot.web.admin.ask import Ask
from bot.web.admin.guide_steps import BARS, Picture
from bot.web.admin.section import Section

PATH, QUESTIONS = "/huong-dan", "/cau-hoi"
USE = ("opened", "finished", "helped", "not_helped")
FIRST = 10  # the most opened, in the chart; the table has all

pages = Section(PATH, _("Guides"), act="guide.see")

STATES: dict[str, Phrase] = {
    "published": _("shown to residents"), "draft": _("a draft, not shown"), "withdrawn": _("withdrawn, not shown"),
}  # fmt: skip


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    report = await ask.office.report(ask.period, ask.place, inside=ask.inside)
    rows = [_row(ask, line) for line in report.guides.guides]
    return await ask.render(
        "admin/guides.html", guides=report.guides, tiles=list(_tiles(ask, report)), rows=rows, first=rows[:FIRST],
        heads=[ask.say(HEADINGS[name]) for name in USE], unopened=_unopened(ask, report), stale=_stale(ask),
    )  # fmt: skip


def _tiles(ask: Ask, report: Report) -> Iterator[tuple[str, Figure, str, str]]:
    for name in USE:
        yield ask.say(HEADINGS[name]), getattr(report.guides, name), "", ""
    there = ask.url(QUESTIONS) if ask.may("question.see") else ""
    yield ask.say(HEADINGS["not_understood"]), report.guides.not_understood, "", there


def _row(ask: Ask, line: GuideLine) -> list[object]:
    title = ask.say(Names(ask.office.world().content).guide(line.guide))
    return [(title, ask.url(f"{PATH}/{line.guide}")), *(getattr(line, name) for name in USE)]


def _unopened(ask: Ask, report: Report) -> list[tuple[str, str]]:
    """Where nothing is known, nobody is said not to have opened them."""
    if report.guides.opened is None:
        return []
    opened = {line.guide for line in report.guides.guides if line.opened}
    return [_linked(ask, one) for one in ask.office.world().content.published if one.id not in opened]


def _linked(ask: Ask, guide: Guide) -> tuple[str, str]:
    return ask.say(guide.title), ask.url(f"{PATH}/{guide.id}")


# ---- stale ----


def _stale(ask: Ask) -> list[tuple[tuple[str, str], date, str]]:
    """What a person should hold against its sources again, the oldest first."""
    today = ask.office.today()
    found = [(one, why) for one in ask.office.world().content.published if (why := reasons(one, today))]
    found.sort(key=lambda one: (one[0].checked_on, one[0].id))
    return [(_linked(ask, guide), guide.checked_on, "; ".join(map(ask.say, why))) for guide, why in found]


def reasons(guide: Guide, today: date) -> list[Phrase]:
    old = [_("not held against its sources for half a year")] if is_stale(guide, today) else []
    if has_old_questions(guide, today):
        old.append(_("{count} facts wait to be asked for", count=str(len(guide.to_verify))))
    return [*old]


# ---- one of them ----


@pages.get(PATH + "/{id}")
async def one(ask: Ask) -> web.Response:
    report = await ask.office.report(ask.period, ask.place, inside=ask.inside)
    line = next((line for line in report.guides.guides if line.guide == ask.arg("id")), None)
    guide = ask.office.world().content.guides.get(ask.arg("id"))
    if not guide and not line:
        raise web.HTTPNotFound
    picture = Picture(guide, _chart(ask, guide) if guide else None, ask.say)
    return await ask.render(
        "admin/guide.html", id=ask.arg("id"), guide=guide, steps=picture.drawn(line.steps if line else ()),
        bars=[ask.say(title) for title in BARS.values()], use=_use(ask, line), states=STATES,
        known=report.guides.opened is not None, stale=reasons(guide, ask.office.today()) if guide else [],
    )  # fmt: skip


def _chart(ask: Ask, guide: Guide) -> Chart:
    return Charts(ask.office.world().content, ask.speak, ask.lang).of(guide)


def _use(ask: Ask, line: GuideLine | None) -> Sequence[tuple[str, Figure, str, str]]:
    return [(ask.say(HEADINGS[name]), getattr(line, name) if line else None, "", "") for name in USE]


@pages.get(PATH + "/{id}/so-do.svg")
async def flow(ask: Ask) -> web.Response:
    """Its steps, where each answer leads and what can go wrong, as ``python -m bot flow`` draws them."""
    guide = ask.office.world().content.guides.get(ask.arg("id"))
    if not guide:
        raise web.HTTPNotFound
    response = web.Response(text=draw(_chart(ask, guide)), content_type="image/svg+xml", headers=PICTURE)
    response.enable_compression()
    return response


PICTURE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
"""It brings its own colours, and nothing else."""
