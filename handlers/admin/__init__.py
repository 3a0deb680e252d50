"""The talks with administrators of communes and of the province."""

from bot.engine.router import Router
from handlers.admin import report_mail, report_typed, reports, site, teams


def router() -> Router:
    return Router().include(*(talk.router for talk in (site, teams, reports, report_typed, report_mail)))
