"""What a page of the admin site is handed: who asks, for what time and place, and how to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp import web
from multidict import MultiDict

from bot.core.phrases import Phrase, Text
from bot.core.talk import SPOKEN
from bot.reports.period import Period
from bot.reports.report import Place
from bot.storage.admin import Visitor
from bot.web.admin.choice import PERIOD, PLACE, TEAM, Choice
from bot.web.admin.office import Office
from bot.web.admin.section import ROOT

if TYPE_CHECKING:
    from bot.web.admin.layout import Layout

LANG, CSRF = "lang", "_csrf"
KEPT = (PERIOD, PLACE, TEAM, LANG)
"""What of an address goes along to every other page."""
PAGE = "trang"
"""Of a long list. Another time or place begins at its first page again."""


@dataclass
class Ask:
    """In templates: ``ask``, and of it ``t`` (a msgid in the language), ``say`` (a phrase), ``url``, ``here``,
    ``period``, ``place``, ``place_name``, ``lang``; besides ``names`` (of services and guides), ``time`` and ``day``
    (written in Vietnam's way), ``asset(file)`` and the filter ``figure`` (of a report's figures).

    ``form``: what was posted. ``choice``: the time and place of the address. ``act``: what the page is for.
    """

    request: web.Request
    office: Office
    visitor: Visitor
    lang: str
    act: str
    choice: Choice
    csrf: str
    layout: Layout
    speak: Callable[[Phrase, str], str]
    form: MultiDict[Any] = field(default_factory=MultiDict)

    @property
    def period(self) -> Period:
        return self.choice.period

    @property
    def place(self) -> Place:
        return self.choice.place

    @property
    def person(self) -> int:
        return self.visitor.person

    @property
    def inside(self) -> bool:
        """Whether the place is a team of theirs: its small counts and its members are shown to them."""
        return bool(self.place.team) and self.place.team in self.visitor.standing.teams

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query

    @property
    def others(self) -> dict[str, str]:
        """What the form of time and place leaves as it is."""
        own = {PERIOD, PLACE, TEAM, PAGE}
        return {name: value for name, value in self.request.query.items() if name not in own}

    @property
    def page(self) -> int:
        """Of a long list, from 1."""
        asked = self.request.query.get(PAGE, "1")
        return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1

    @property
    def may_choose_commune(self) -> bool:
        """Whether they may see all teams of the commune at once."""
        return bool(self.place.code) and self.may(self.act, Place(self.place.code))

    def arg(self, name: str) -> str:
        """A part of the path, as ``{id}``."""
        return self.request.match_info[name]

    def number(self, name: str) -> int:
        """A part of the path that is a number. Raises ``HTTPNotFound``."""
        written = self.arg(name)
        if not (written.isascii() and written.isdecimal() and len(written) < 12):
            raise web.HTTPNotFound
        return int(written)

    def may(self, act: str, place: Place | None = None) -> bool:
        """At the chosen place, unless another is given."""
        there = place or self.place
        return self.visitor.standing.may(act, commune=there.code, team=there.team)

    def typed(self, name: str) -> str:
        """A field of what was posted, on one line."""
        value = self.form.get(name, "")
        return " ".join(value.split()) if isinstance(value, str) else ""

    # ---- words ----

    def say(self, phrase: Phrase) -> str:
        return self.speak(phrase, self.lang)

    def t(self, msgid: str, **args: Phrase) -> str:
        """For templates; in code ``say(_("…"))`` is found by the catalogue."""
        return self.speak(Text(msgid, args), self.lang)

    # ---- addresses ----

    def url(self, path: str = "", **query: str | int | None) -> str:
        """The address of a page below ``/quan-tri``. Time, place and language go along; ``query`` adds to them, and
        None takes away."""
        asked = self.request.query.get(LANG, "")
        kept = self.choice.kept | ({LANG: asked} if asked in SPOKEN else {})
        return _address(ROOT + path, kept, query)

    def here(self, **query: str | int | None) -> str:
        """This page with all that its address says, changed so."""
        return _address(self.request.path, self.others | self.choice.kept, query)

    # ---- answers ----

    async def render(self, template: str, *, status: int = 200, **shown: Any) -> web.Response:
        return await self.layout.render(self, template, status=status, **shown)

    async def back(self, path: str, said: Phrase = "", **query: str | int | None) -> web.Response:
        """After a POST: on to a page, which says first what was done."""
        if said:
            await self.office.say_next(self.visitor, said)
        return web.Response(status=303, headers={"Location": self.url(path, **query), "Cache-Control": "no-store"})


def _address(path: str, kept: Mapping[str, str], changes: Mapping[str, str | int | None]) -> str:
    query = {name: value for name, value in (dict(kept) | dict(changes)).items() if value is not None}
    return f"{path}?{urlencode(query)}" if query else path
