"""The talks with members and leaders of teams."""

from bot.engine.router import Router
from handlers.team import (
    book,
    card,
    certificate,
    confirm,
    group,
    invite,
    join,
    leave,
    link_channel,
    log_buttons,
    log_fields,
    log_helpers,
    log_line,
    log_typed,
    log_works,
    members,
    my_team,
    notebook,
    relay,
    reminders,
    request_acts,
    requests,
    session_page,
    session_photo,
    villages,
)


def router() -> Router:
    talks = (join, my_team, invite, members, villages, leave, link_channel, notebook, relay, requests, request_acts,
             group)  # fmt: skip
    log = (card, log_buttons, log_fields, log_typed, log_works, log_line, log_helpers, book, session_page, confirm)
    own = (certificate, reminders, session_photo)
    return Router().include(*(talk.router for talk in (*talks, *log, *own)))
