"""What the bot says and does: one file a conversation. How it works is in ``bot``."""

from bot.engine.router import Router
from handlers import admin, resident, team


def all_handlers() -> Router:
    return Router().include(resident.router(), team.router(), admin.router())
