"""The talks with administrators of communes and of the province."""

from bot.engine.router import Router
from handlers.admin import site, teams


def router() -> Router:
    return Router().include(site.router, teams.router)
