"""Telegram, by python-telegram-bot's ``Bot`` and types; receiving is our own, so that a crash loses nothing."""
