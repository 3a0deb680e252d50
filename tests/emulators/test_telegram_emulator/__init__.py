"""The emulated Telegram, judged by a client that does not know it is emulated: python-telegram-bot's own Bot."""
