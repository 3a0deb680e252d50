"""Indicators: target, official figure and what the teams counted, side by side. The official ones are entered here."""

from __future__ import annotations

import re
from datetime import date

from aiohttp import web

from bot.core.errors import Answerable
from bot.core.official import FigureFault, OfficialFigure, figure_faults
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports import indicator_words
from bot.reports.contribution import indicator_lines
from bot.reports.report import Place
from bot.reports.where import PROVINCE
from bot.storage import official
from bot.web.admin.ask import Ask
from bot.web.admin.section import Section

PATH = "/chi-tieu"
pages = Section(PATH, _("Indicators"), act="report.see")

FAULTS: dict[FigureFault, Phrase] = {
    FigureFault.INDICATOR: _("This indicator is not one of the list."),
    FigureFault.PLACE: _("This place is not one of the province."),
    FigureFault.VALUE: _("The figure must be a number, not less than 0; of a share not more than 100."),
    FigureFault.COMING: _("The day for which it holds is still to come."),
    FigureFault.SOURCE: _("Write who published it and in which document, in at most 200 letters."),
    FigureFault.URL: _("The address of the page must begin with https://."),
}

UNREAD: Phrase = _("Write the figure as a number, for example 71,5, and choose the day it holds for.")


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    report = await ask.office.report(ask.period, ask.place, inside=ask.inside)
    async with ask.office.reading() as ports:
        entered = await official.entered(ports.connection, PROVINCE.code, ask.place.code)
    content = ask.office.world().content
    mine = [one for one in entered if one.figure.place == ask.place.code and not one.withdrawn]
    return await ask.render(
        "admin/indicators.html", indicators=indicator_lines(report, content.indicators, entered), words=indicator_words,
        programmes=content.indicators.programmes, entered=mine, may_enter=ask.may("official.enter"),
        titles={one.id: one.name for one in content.indicators.indicators}, today=ask.office.today().isoformat(),
    )  # fmt: skip


@pages.post(PATH, act="official.enter")
async def enter(ask: Ask) -> web.Response:
    """At the chosen place; a wrong one is told and nothing is kept."""
    figure = read_figure(ask)
    content = ask.office.world().content
    shares = {one.id: one.is_share for one in content.indicators.published}
    wrong = figure_faults(figure, shares, content.places.units, ask.office.today())
    if wrong:
        raise Answerable(FAULTS[wrong[0]])
    async with ask.office.writing() as ports:
        await official.enter(await ports.begin(), figure, ask.office.clock(), by=ask.person)
    return await ask.back(PATH, _("The official figure is kept, with its source."))


async def of_figure(ask: Ask) -> Place | None:
    async with ask.office.reading() as ports:
        kept = await official.find(ports.connection, ask.number("id"))
    return Place(kept.figure.place) if kept else None


@pages.post(PATH + "/{id}/rut", act="official.enter", where=of_figure)
async def withdraw(ask: Ask) -> web.Response:
    async with ask.office.writing() as ports:
        gone = await official.withdraw(await ports.begin(), ask.number("id"), ask.office.clock(), by=ask.person)
    return await ask.back(PATH, _("The figure is withdrawn.") if gone else _("It was withdrawn before."))


def read_figure(ask: Ask) -> OfficialFigure:
    """As it was typed. Raises ``Answerable``."""
    try:
        value, as_of = read_number(ask.typed("value")), date.fromisoformat(ask.typed("as_of"))
    except ValueError:
        raise Answerable(UNREAD) from None
    return OfficialFigure(
        ask.typed("indicator"), ask.place.code, value, as_of, ask.typed("source"), ask.typed("url")
    )  # fmt: skip


_NUMBER = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:[.,](\d+))?")


def read_number(typed: str) -> float:
    """ "71,5", "71.5" and "1.234.567,5": a point before three digits parts thousands. Raises ``ValueError``."""
    found = _NUMBER.fullmatch(typed)
    if not found:
        raise ValueError(typed)
    return float(f"{found[1].replace('.', '')}.{found[2] or 0}")
