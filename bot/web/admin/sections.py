"""All parts of the admin site, in the order of its navigation."""

from bot.web.admin import browsers, exports, overview

SECTIONS = (overview.pages, exports.pages, browsers.pages)
