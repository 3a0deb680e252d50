"""The frame around every page: navigation, the chosen time and place, what is said, and the footnote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jinja2
from aiohttp import web

from bot.core.clock import VIETNAM
from bot.core.phrases import Phrase, Text
from bot.core.phrases import text as _
from bot.core.talk import SPOKEN
from bot.reports.names import Names, written
from bot.reports.period import Period, Span, around
from bot.reports.report import FOOTNOTE, Place
from bot.web.admin import choice
from bot.web.admin.ask import Ask
from bot.web.admin.choice import choosable
from bot.web.admin.section import ROOT, SOMEWHERE, Section
from bot.web.assets import Assets
from bot.web.pages import Say, security, templates

SPANS = {
    Span.DAY: _("One day"), Span.WEEK: _("Week"), Span.MONTH: _("Month"), Span.QUARTER: _("Quarter"),
    Span.YEAR: _("Year"),
}  # fmt: skip
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""Whoever signed out sees nothing with the back button; and forms must say where they come from."""


@dataclass(frozen=True, slots=True)
class Link:
    title: Phrase
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page, and no page has to know of. ``said``: what was done. ``unread``: what of the address
    could not be read."""

    demo: bool
    navigation: Sequence[Link]
    periods: Mapping[str, Any]
    places: Sequence[Place]
    said: Phrase
    unread: Sequence[Phrase]
    languages: Sequence[str] = SPOKEN


class Layout:
    def __init__(self, assets: Assets, say: Say, sections: Sequence[Section]) -> None:
        self._say, self._sections = say, [section for section in sections if section.title]
        self._env: jinja2.Environment = templates(assets)
        self._env.filters["figure"] = written

    async def render(self, ask: Ask, template: str, *, status: int, **shown: Any) -> web.Response:
        """What was to be said once is said now."""
        if ask.visitor.said:
            await ask.office.say_next(ask.visitor, "")
        names = Names(ask.office.world().content)
        text = self._env.get_template(template).render(
            ask=ask, t=ask.t, say=ask.say, url=ask.url, here=ask.here, period=ask.period, place=ask.place,
            lang=ask.lang,
            names=names, place_name=ask.say(names.place(ask.place)), time=_time, day=_day,
            footnote=ask.say(FOOTNOTE), frame=await self._frame(ask), **shown,
        )  # fmt: skip
        return _html(text, status)

    async def _frame(self, ask: Ask) -> Frame:
        places = choosable(ask.visitor.standing, ask.act, ask.office.world().places)
        demo = await ask.office.is_demo()
        return Frame(demo, self._navigation(ask), _periods(ask), places, ask.visitor.said, ask.choice.said)

    def bare(self, template: str, lang: str, status: int, **shown: Any) -> web.Response:
        """For whoever is not signed in: nothing of the inside."""

        def t(msgid: str, **args: Phrase) -> str:
            return self._say(Text(msgid, args), lang)

        text = self._env.get_template(template).render(
            t=t, say=lambda phrase: self._say(phrase, lang), lang=lang, footnote=self._say(FOOTNOTE, lang), **shown,
        )  # fmt: skip
        return _html(text, status)

    def _navigation(self, ask: Ask) -> list[Link]:
        able = [one for one in self._sections if ask.visitor.standing.may_somewhere(one.rule.act)]
        here = max((one.path for one in able if _within(ask.request.path, one.path)), key=len, default=None)
        return [Link(one.title, self._leads(ask, one), one.path == here) for one in able]

    def _leads(self, ask: Ask, section: Section) -> str:
        """Where they may not do there what they look at here, the page chooses the place."""
        if section.rule.where is SOMEWHERE or ask.may(section.rule.act):
            return ask.url(section.path)
        return ask.url(section.path, **{choice.PLACE: None, choice.TEAM: None})


def _within(path: str, section: str) -> bool:
    whole = ROOT + section
    return path == whole or path.startswith(f"{whole}/")


def _periods(ask: Ask) -> dict[str, Any]:
    """What the chosen time can be changed to; a time that has not begun cannot."""
    now, today = ask.period, ask.office.today()
    day = min(now.last, today)
    spans = [(SPANS[span], _to(ask, around(span, day)), span is now.span) for span in Span]
    after = now.after
    return {"spans": spans, "before": _to(ask, now.before), "after": _to(ask, after) if after.first <= today else "",
            "runs": now.runs(today)}  # fmt: skip


def _to(ask: Ask, period: Period) -> str:
    return ask.here(ky=period.code)


def _time(moment: Any) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if moment else "—"


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else "—"


def _html(text: str, status: int) -> web.Response:
    headers = security("'none'", "'self'") | HEADERS
    response = web.Response(text=text, status=status, content_type="text/html", headers=headers)
    response.enable_compression()
    return response
