"""The talks with members and leaders of teams."""

from bot.engine.router import Router
from handlers.team import invite, join, leave, link_channel, members, my_team, notebook, villages


def router() -> Router:
    talks = (join, my_team, invite, members, villages, leave, link_channel, notebook)
    return Router().include(*(talk.router for talk in talks))
