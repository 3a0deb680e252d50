"""The sheets of figures: each is a table of the report, and counts nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from bot.core.phrases import Phrase, Words
from bot.core.phrases import text as _
from bot.reports.columns import COLUMNS, of_report
from bot.reports.names import CHANNELS, HEADINGS, SECTIONS, Names, share, village
from bot.reports.report import Figure, GuideLine, Report, Work
from bot.reports.xlsx.paper import Paper, Sheet

WORK = tuple(one.name for one in fields(Work))
_SERVICE = ("sessions", "visits", "done", "new", "told", "guided", "not_done")
_OUTCOME = _SERVICE[1:]
_OF_PEOPLE = ("residents", "members", "teams")
_REQUESTS = (
    "asked", "taken", "closed", "cancelled", "waiting", "escalated", "satisfied", "unhappy", "minutes_to_take",
    "minutes_to_close",
)  # fmt: skip
_GUIDES = ("opened", "finished", "helped", "not_helped")
_STEPS = ("done", "stuck", "stopped")
STEP_LETTERS = 70


def figures(line: object, names: Sequence[str]) -> list[Figure]:
    return [getattr(line, name) for name in names]


def heads(names: Sequence[str]) -> list[Phrase]:
    return [HEADINGS[name] for name in names]


# ---- in short ----


def summary(paper: Paper, report: Report) -> None:
    sheet = paper.sheet(_("Summary"), (62, 18), single=True)
    sheet.open(_("Summary"), ["", _("Figure")])
    _listed(sheet, "activity", report.activity.work, WORK)
    for name in _OF_PEOPLE:
        sheet.line([HEADINGS[name]], [getattr(report.activity, name)])
    sheet.section(_("Results by the columns of the communes' reports"))
    counted = of_report(report)
    for column in COLUMNS:
        sheet.line([column.heading], [counted[column.name]])
    _listed(sheet, "requests", report.requests, _REQUESTS)
    _listed(sheet, "guides", report.guides, (*_GUIDES, "not_understood"))
    _bot(sheet, report)


def _listed(sheet: Sheet, part: str, of: object, names: Sequence[str]) -> None:
    sheet.section(SECTIONS[part])
    for name, figure in zip(names, figures(of, names), strict=True):
        sheet.line([HEADINGS[name]], [figure])


def _bot(sheet: Sheet, report: Report) -> None:
    sheet.section(SECTIONS["bot"])
    sheet.line([HEADINGS["people"]], [report.bot.people])
    for channel, figure in report.bot.channels.items():
        sheet.line([CHANNELS.get(channel, channel)], [figure], look="inner")
    for lang, figure in report.bot.languages.items():
        sheet.line([lang], [figure], look="inner")


# ---- where, and who ----


def by_place(paper: Paper, report: Report) -> None:
    """The communes of the province, or the villages of a commune; in their own order, never by their counts."""
    province = not report.place.code
    named: list[Phrase] = [_("Code"), _("Commune or ward"), _("Teams that reported")] if province else [_("Village")]
    widths = (9, 24, 10) if province else (30,)
    sheet = paper.sheet(SECTIONS["by_place"], (*widths, *(9 for _one in WORK)), wide=True)
    sheet.open(SECTIONS["by_place"], [*named, *heads(WORK)])
    for line in report.by_place:
        teams = share(line.teams) if line.teams else ""
        cells: list[Phrase] = [line.code, line.name, teams] if province else [village(line.name)]
        sheet.line(cells, figures(line.work, WORK))
    total: list[Phrase] = ["", _("Together"), share(report.teams)] if province else [_("Together")]
    sheet.line(total, figures(report.activity.work, WORK), look="strong", of="total")


def by_team(paper: Paper, report: Report) -> None:
    sheet = paper.sheet(SECTIONS["by_team"], (30, *(9 for _one in WORK)), wide=True)
    sheet.open(SECTIONS["by_team"], [_("Team"), *heads(WORK)])
    for line in report.by_team:
        sheet.line([line.name or str(line.team)], figures(line.work, WORK))


def by_member(paper: Paper, report: Report) -> None:
    """For the team alone."""
    sheet = paper.sheet(SECTIONS["by_member"], (40, 14, 14))
    sheet.open(SECTIONS["by_member"], [_("Member"), *heads(("sessions", "visits"))])
    for line in report.by_member or ():
        sheet.line([line.name], [line.sessions, line.visits])


def by_day(paper: Paper, report: Report) -> None:
    sheet = paper.sheet(SECTIONS["by_day"], (14, *(9 for _one in WORK)), wide=True)
    sheet.open(SECTIONS["by_day"], [_("Day"), *heads(WORK)])
    for line in report.by_day:
        sheet.line([f"{line.day:%d/%m/%Y}"], figures(line.work, WORK))


# ---- what ----


def by_service(paper: Paper, report: Report, names: Names) -> None:
    sheet = paper.sheet(SECTIONS["services"], (40, *(12 for _one in _SERVICE)), wide=True)
    sheet.open(SECTIONS["services"], [_("Service and result"), *heads(_SERVICE)])
    for service in report.services:
        sheet.line([names.service(service.service)], figures(service, _SERVICE), look="strong", of="total")
        for one in service.outcomes:
            sheet.line([names.outcome(service.service, one.outcome), ""], figures(one, _OUTCOME), look="inner")


def guides(paper: Paper, report: Report, names: Names) -> None:
    """Where people stop, under each guide."""
    sheet = paper.sheet(SECTIONS["guides"], (62, *(12 for _one in (*_GUIDES, *_STEPS))), wide=True)
    done = [_("Step done"), *heads(_STEPS[1:])]
    sheet.open(SECTIONS["guides"], [_("Guide and step"), *heads(_GUIDES), *done])
    for guide in report.guides.guides:
        cells: list[Phrase] = [names.guide(guide.guide)]
        sheet.line(cells, figures(guide, _GUIDES), look="strong", of="total")
        for number, step, line in _steps(guide, names):
            called = f"{number}. {sheet.paper.say(step)[:STEP_LETTERS]}" if number else sheet.paper.say(step)
            sheet.line([called, "", "", "", ""], figures(line, _STEPS), look="inner")


def _steps(guide: GuideLine, names: Names) -> list[tuple[int, Phrase, object]]:
    """In the order of the guide; what is known of no step, and steps that are gone, after it."""
    known = names.content.guides.get(guide.guide)
    order: dict[str, tuple[int, Phrase]] = {
        step.id: (at, Words(step.do.by_lang, known.facts)) for at, step in enumerate(known.steps, 1)
    } if known else {}  # fmt: skip
    return sorted(
        ((*order.get(line.step, (0, line.step or _("before the first step"))), line) for line in guide.steps),
        key=lambda one: one[0] or len(order) + 1,
    )
