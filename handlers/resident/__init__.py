"""The talks with residents."""

from bot.engine.router import Router
from handlers.resident import (
    ask_for_help,
    consents,
    emergency,
    guides,
    help_form,
    help_phone,
    helped,
    inquiries,
    language,
    lost,
    menu,
    my_data,
    my_request,
    place,
    privacy,
    questions,
    scam_check,
    secrets,
    settings,
    stuck,
    welcome,
    wishes,
)


def router() -> Router:
    talks = (
        welcome,
        menu,
        guides,
        wishes,
        stuck,
        place,
        helped,
        ask_for_help,
        help_form,
        help_phone,
        my_request,
        emergency,
        inquiries,
        language,
        settings,
        privacy,
        my_data,
        consents,
        questions,
        secrets,
        scam_check,
        lost,
    )
    return Router().include(*(talk.router for talk in talks))
