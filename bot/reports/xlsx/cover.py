"""The first sheet: what the file is of, when it was made, who reported, and how its figures are to be read."""

from __future__ import annotations

from bot.core.clock import VIETNAM
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.filed import DEMO
from bot.reports.names import Names, share
from bot.reports.report import FOOTNOTE, Report
from bot.reports.xlsx.paper import Paper, Sheet

WIDTHS = (28, 62)
READING: tuple[tuple[Phrase, Phrase], ...] = (
    ("—", _("not known: nobody reported it. It is not nought")),
    ("<5", _("fewer than five residents: withheld, so that nobody can be recognised")),
    ("…", _("withheld, so that the one beside it cannot be worked out")),
    (_("Visits"), _("people helped, added up over the sessions: who came twice counts twice")),
    (_("Done, seen by the member"), _("the member saw the screen or the code of the file")),
    (_("of these new"), _("seen, and they did not have it before")),
    (_("Done, as the resident says"), _("not seen; never added to what was seen")),
)


def cover(paper: Paper, report: Report, names: Names) -> Sheet:
    sheet = paper.sheet(_("Cover"), WIDTHS)
    for row, height in ((0, 12), (1, 30), (2, 64)):
        sheet.worksheet.set_row(row, height)
    sheet.across(0, "", "band")
    if paper.heading.demo:
        sheet.across(1, paper.say(DEMO), "demo")
    sheet.across(2, paper.say(_("REPORT ON THE WORK OF THE COMMUNITY DIGITAL TEAMS")), "cover")
    sheet.row = 4
    for name, value in _about(report, names):
        sheet.line([name, value], [], look="text")
    return sheet


def _about(report: Report, names: Names) -> list[tuple[Phrase, Phrase]]:
    first, last = f"{report.period.first:%d/%m/%Y}", f"{report.period.last:%d/%m/%Y}"
    made = report.made_at.astimezone(VIETNAM)
    about: list[tuple[Phrase, Phrase]] = [
        (_("Reported for"), names.place(report.place)),
        (_("Time"), _("{period} ({first} – {last})", period=report.period.title, first=first, last=last)),
        (_("Made at"), f"{made:%H:%M %d/%m/%Y}"),
        (_("Communes that reported"), share(report.communes)),
        (_("Teams that reported"), share(report.teams)),
        (_("Villages with a session"), share(report.villages)),
    ]
    if report.period.runs(made.date()):
        about.append((_("Not over yet"), _("counted until the file was made; more will come")))
    if report.is_empty:
        about.append((_("No figures"), _("Nothing was reported for this time; that is not nought.")))
    if report.withheld:
        about.append((_("For outside of the team"), _("counts of fewer than five residents are withheld")))
    else:
        about.append((_("For the team alone"), _("small counts are shown; do not pass the file on")))
    return about


def finish_cover(sheet: Sheet) -> None:
    """When all sheets are known."""
    sheet.row += 1
    sheet.section(_("How to read it"))
    for sign, meaning in READING:
        sheet.line([sign, meaning], [])
    sheet.row += 1
    sheet.section(_("Sheets"))
    for number, name in enumerate(sheet.paper.names[1:], 1):
        sheet.line([str(number), name], [])
    sheet.row += 1
    sheet.worksheet.set_row(sheet.row, 46)
    sheet.remark(FOOTNOTE)
