"""All parts of the admin site, in the order of its navigation."""

from bot.web.admin import browsers, overview

SECTIONS = (overview.pages, browsers.pages)
