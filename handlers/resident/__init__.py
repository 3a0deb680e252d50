"""The talks with residents."""

from bot.engine.router import Router
from handlers.resident import ask_for_help, guides, language, lost, menu, place, privacy, settings, welcome


def router() -> Router:
    talks = (welcome, menu, guides, place, ask_for_help, language, settings, privacy, lost)
    return Router().include(*(talk.router for talk in talks))
