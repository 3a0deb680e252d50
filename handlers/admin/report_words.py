"""A report in words: the few figures that are asked for most, each on its line."""

from collections.abc import Iterator
from datetime import date

from bot.content.load import Content
from bot.core.phrases import Joined, Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.reports.names import HEADINGS, Names, share, written
from bot.reports.report import FOOTNOTE, Report, Requests, Work

ACTIVITY = ("visits", "done", "new")


def in_words(report: Report, content: Content, today: date) -> Phrase:
    """With the footnote: no figure leaves without it."""
    title = heading(report, content)
    if report.is_empty:
        return paragraphs(title, lines(*nothing(report), *requests(report.requests)), FOOTNOTE)
    running = _("The time is not over: this is counted until today.") if report.period.runs(today) else None
    return paragraphs(lines(title, running), lines(*activity(report), *requests(report.requests)), FOOTNOTE)


def heading(report: Report, content: Content) -> Phrase:
    return _("*Report: {place}, {period}*", place=Names(content).place(report.place), period=report.period.title)


def nothing(report: Report) -> Iterator[Phrase]:
    yield _("Nothing was reported for this time; that is not nought.")
    if report.latest:
        yield _("The last session in the log is of {day}.", day=f"{report.latest:%d/%m/%Y}")


def activity(report: Report) -> Iterator[Phrase]:
    work = report.activity.work
    yield from (line(HEADINGS[name], written(getattr(work, name))) for name in ACTIVITY)
    yield line(HEADINGS["confirmed"], confirmed(work))
    if not report.place.code:
        yield line(_("Communes that reported"), share(report.communes))
    if not report.place.team:
        yield line(_("Teams that reported"), share(report.teams))
    yield line(_("Villages that reported"), share(report.villages))


def requests(asked: Requests) -> Iterator[Phrase]:
    if asked.asked is not None:
        yield _("• Asked for a person: {asked}; taken {taken}, not done {waiting}", asked=written(asked.asked),
                taken=written(asked.taken), waiting=written(asked.waiting))  # fmt: skip


def line(what: Phrase, value: Phrase) -> Phrase:
    return Joined(("• ", what, ": ", value), "")


def confirmed(work: Work) -> Phrase:
    """Beside it, how many had a telephone to confirm with."""
    return f"{written(work.confirmed)}/{written(work.confirmable)}"
