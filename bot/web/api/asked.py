"""What is asked for: time, place and language, each read strictly. A word it does not know is refused, never left out:
a mistyped “place” would else give the whole province."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from aiohttp import web

from bot.core.errors import Answerable
from bot.core.phrases import text as _
from bot.core.talk import SPOKEN
from bot.i18n import FALLBACK
from bot.reports.period import Period, read_period
from bot.reports.report import Place
from bot.storage.tokens import Token
from bot.web.api.refusals import Refusal

PERIOD = r"^20[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?|-W(0[1-9]|[1-4][0-9]|5[0-3])|-Q[1-4])?$"
PLACE = r"^[0-9]{5}$"


def language(request: web.Request) -> str:
    """Also of what is refused."""
    wanted = request.query.get("lang", FALLBACK)
    return wanted if wanted in SPOKEN else FALLBACK


def check_names(request: web.Request, known: Collection[str]) -> None:
    for name in request.query:
        if name not in known:
            raise Refusal(422, _("There is no parameter “{name}” here.", name=name[:40]))
        if len(request.query.getall(name)) > 1:
            raise Refusal(422, _("“{name}” is given more than once.", name=name))
    if request.query.get("lang", FALLBACK) not in SPOKEN:
        raise Refusal(422, _("Choose “vi” or “en” for “lang”."))


def read_time(request: web.Request, today: date) -> Period:
    """``today``: in Vietnam."""
    written = request.query.get("period", "")
    if not re.fullmatch(PERIOD[1:-1], written):
        raise Refusal(422, _("Write the period as 2026-10, 2026-10-05, 2026-W41, 2026-Q4 or 2026."))
    try:
        return read_period(written, today)
    except Answerable as error:
        raise Refusal(422, error.words) from error


def read_where(request: web.Request, token: Token, communes: Mapping[str, str]) -> Place:
    """Without a place it is all that the token opens. Of others a token does not learn whether they exist."""
    code = request.query.get("place", token.commune)
    if "place" in request.query and not re.fullmatch(PLACE[1:-1], code):
        raise Refusal(422, _("Write the place as the code of a commune: five digits."))
    if not token.may_see(code):
        raise Refusal(403, _("This token opens another place."))
    if code and code not in communes:
        raise Refusal(404, _("There is no commune {code} in the province.", code=code))
    return Place(code, communes.get(code, ""))
