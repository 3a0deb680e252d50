"""How the bot works. What it says and does lives in ``handlers``; every word in ``content`` and ``locales``."""
