"""The talks with residents."""

from bot.engine.router import Router
from handlers.resident import (
    ask_for_help,
    emergency,
    guides,
    inquiries,
    language,
    lost,
    menu,
    place,
    privacy,
    secrets,
    settings,
    welcome,
)


def router() -> Router:
    talks = (
        welcome,
        menu,
        guides,
        place,
        ask_for_help,
        emergency,
        inquiries,
        language,
        settings,
        privacy,
        secrets,
        lost,
    )
    return Router().include(*(talk.router for talk in talks))
