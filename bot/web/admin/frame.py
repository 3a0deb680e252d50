"""The one way to every page of the admin site: who asks, may they, and what is told when something fails."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from multidict import MultiDict
from sqlalchemy.exc import DBAPIError

from bot.core.errors import Answerable, OperatorError, where
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import ENTER
from bot.core.talk import SPOKEN
from bot.reports.report import Place
from bot.storage.admin import Visitor
from bot.web.admin.ask import CSRF, LANG, Ask
from bot.web.admin.choice import read_choice, usual_place
from bot.web.admin.layout import Layout
from bot.web.admin.office import Office
from bot.web.admin.section import CHOSEN, ROOT, SOMEWHERE, Route, Rule, Section
from bot.web.admin.way_in import WayIn, cookie_of
from bot.web.assets import Assets
from bot.web.origin import is_ours
from bot.web.pages import Say

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

TOLD: dict[int, tuple[Phrase, Phrase]] = {
    400: (_("This cannot be done"), _("Please go back and try it another way.")),
    401: (_("Nobody is signed in here"), _("Take a new link from the chat: type “my team”, then press “Admin site”.")),
    403: (
        _("This is not for you"),
        _("Your posts do not reach this page or this place. Whoever looks after your commune can change that."),
    ),
    404: (_("There is no such page"), _("Perhaps it was moved or removed. Choose one above.")),
    410: (
        _("This link was used or is too old"),
        _("A link works once, for 15 minutes. Take a new one from the chat: type “my team”, then press “Admin site”."),
    ),
    413: (_("This is too large"), _("Go back, choose a smaller file, and send the form again.")),
    500: (
        _("Something went wrong on our side"),
        _("It was written down for whoever runs Tổ Số. Please try again in a few minutes."),
    ),
    503: (_("The data cannot be reached just now"), _("Please try again in a few minutes. Nothing was lost.")),
}
"""(title, what to do) for each way in which a page may not come."""
STALE: Phrase = _("This form was too old, or came from another page. Please do it once more.")


class AdminSite:
    def __init__(
        self, assets: Assets, say: Say, office: Office, public_url: str, sections: Sequence[Section]
    ) -> None:  # fmt: skip
        self._say, self._office, self._public_url = say, office, public_url
        self._sections = sections
        self._layout = Layout(assets, say, sections)

    def routes(self) -> list[web.RouteDef]:
        """Only by ``_guarded`` does a page become one; the way in alone has no visitor yet."""
        made = [self._route(route) for section in self._sections for route in section.routes]
        way_in = WayIn(self._layout, self._office, self._public_url).routes()
        nowhere = Route("*", f"{ROOT}/{{tail:.*}}", Rule(ENTER, SOMEWHERE), _nothing_there)
        return [*way_in, *made, web.get(f"{ROOT}/", _without_slash), self._route(nowhere)]

    def _route(self, route: Route) -> web.RouteDef:
        return web.route(route.method, route.path, self._guarded(route))

    def _guarded(self, route: Route) -> Handler:
        async def handler(request: web.Request) -> web.StreamResponse:
            try:
                visitor = await self._office.visitor(cookie_of(request))
                if not visitor:
                    return self._bare(request, 401)
                return await self._for_visitor(request, visitor, route)
            except (DBAPIError, OperatorError, TimeoutError) as error:
                log.error("Admin site: %s: %s", route.path, where(error))
                return self._bare(request, 503)

        handler.rule = route.rule  # type: ignore[attr-defined]
        return handler

    async def _for_visitor(self, request: web.Request, visitor: Visitor, route: Route) -> web.StreamResponse:
        ask = await self._ask(request, visitor, route.rule.act)
        try:
            return await self._answer(ask, route)
        finally:
            close_files(ask)

    async def _answer(self, ask: Ask, route: Route) -> web.StreamResponse:
        try:
            if ask.request.method not in {"GET", "HEAD"} and not await self._may_post(ask, route.largest):
                return await self._refuse(ask, 403, STALE)
            if not await self._may(ask, route.rule):
                return await self._refuse(ask, 403)
            return await route.answers(ask)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return await self._refuse(ask, error.status)
        except Answerable as error:
            return await self._refuse(ask, 400, error.words)
        except (DBAPIError, OperatorError, TimeoutError):
            raise
        except Exception as error:
            log.error("Admin site: %s: %s", route.path, where(error))
            return await self._refuse(ask, 500)

    async def _ask(self, request: web.Request, visitor: Visitor, act: str) -> Ask:
        wanted = request.query.get(LANG, "")
        lang = wanted if wanted in SPOKEN else visitor.lang if visitor.lang in SPOKEN else SPOKEN[0]
        office, places = self._office, self._office.world().places
        async with office.reading() as ports:
            choice = await read_choice(request.query, visitor.standing, act, office.today(), places, ports)
        csrf = office.csrf(cookie_of(request))
        return Ask(request, office, visitor, lang, act, choice, csrf, self._layout, self._say)

    async def _may_post(self, ask: Ask, largest: int) -> bool:
        request = ask.request.clone(client_max_size=largest) if largest else ask.request
        ask.form = MultiDict(await request.post())
        token = ask.form.pop(CSRF, "")
        same = isinstance(token, str) and hmac.compare_digest(token.encode(), ask.csrf.encode())
        return same and is_ours(ask.request, self._public_url)

    async def _may(self, ask: Ask, rule: Rule) -> bool:
        """Raises ``HTTPNotFound`` when there is no such thing."""
        if rule.where is SOMEWHERE:
            return ask.visitor.standing.may_somewhere(rule.act)
        place: Place | None = ask.place if rule.where is CHOSEN else await rule.where(ask)  # type: ignore[operator]
        if place is None:
            raise web.HTTPNotFound
        return ask.may(rule.act, place)

    # ---- when it does not come ----

    async def _refuse(self, ask: Ask, status: int, why: Phrase = "") -> web.Response:
        """In the layout, whose links lead to what they may see."""
        if not ask.may(ask.act):
            async with self._office.reading() as ports:
                usual = await usual_place(ask.visitor.standing, ENTER, self._office.world().places, ports)
            ask.choice.place, ask.choice.teams, ask.choice.said = usual, (), []
            ask.choice.kept = {name: value for name, value in ask.choice.kept.items() if name == "ky"}
            ask.act = ENTER
        title, words = TOLD.get(status, TOLD[400])
        return await ask.render("admin/told.html", status=status, title=ask.say(title), words=ask.say(why or words))

    def _bare(self, request: web.Request, status: int) -> web.Response:
        wanted = request.query.get(LANG, "")
        lang = wanted if wanted in SPOKEN else SPOKEN[0]
        title, words = (self._say(phrase, lang) for phrase in TOLD[status])
        response = self._layout.bare("admin/told_outside.html", lang, status, title=title, words=words)
        response.headers.update({"Retry-After": "60"} if status == 503 else {})
        return response


def close_files(ask: Ask) -> None:
    """Those of the form lie on the disk while it is answered."""
    for one in ask.form.values():
        if isinstance(one, web.FileField):
            one.file.close()


async def _nothing_there(_ask: Ask) -> web.StreamResponse:
    raise web.HTTPNotFound


async def _without_slash(request: web.Request) -> web.StreamResponse:
    query = f"?{request.query_string}" if request.query_string else ""
    raise web.HTTPMovedPermanently(ROOT + query)
