"""Telegram, by python-telegram-bot's ``Bot`` and types; receiving is our own, so that a crash loses nothing."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # waits come as timedelta, as they will in the library's next version
