"""All parts of the admin site, in the order of its navigation."""

from bot.web.admin import (
    announcements,
    audit,
    browsers,
    exports,
    guides,
    indicators,
    overview,
    questions,
    requests,
    sessions,
    teams,
)

SECTIONS = (
    overview.pages, announcements.pages, sessions.pages, requests.pages, teams.pages, guides.pages,
    questions.pages, indicators.pages, exports.pages, audit.pages, browsers.pages,
)  # fmt: skip
