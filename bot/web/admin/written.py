"""What stands in an address besides time and place."""

from bot.web.admin.ask import PAGE, Ask


def page_number(ask: Ask) -> int:
    """From 1; 1 for whatever is none."""
    asked = ask.query.get(PAGE, "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
