"""All parts of the admin site, in the order of its navigation."""

from bot.web.admin import browsers, exports, indicators, overview, sessions

SECTIONS = (overview.pages, sessions.pages, indicators.pages, exports.pages, browsers.pages)
