"""All parts of the admin site, in the order of its navigation."""

from bot.web.admin import audit, browsers, exports, guides, indicators, overview, questions, sessions

SECTIONS = (
    overview.pages, sessions.pages, guides.pages, questions.pages,
    indicators.pages, exports.pages, audit.pages, browsers.pages,
)  # fmt: skip
