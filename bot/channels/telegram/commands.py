"""The menu of commands that Telegram shows beside the field for text."""

from bot.core.phrases import Phrase
from bot.core.phrases import text as _

COMMANDS: dict[str, Phrase] = {
    "menu": _("What I can help with"),
    "help": _("Meet a person"),
    "settings": _("Settings"),
    "english": "English",
    "tiengviet": "Tiếng Việt",
    "mydata": _("My data"),
    "privacy": _("Privacy"),
    "delete": _("Delete my data"),
}
