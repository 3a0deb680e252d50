"""What the bot says, in the words of the catalogues: a change of wording breaks no test here."""

from __future__ import annotations

from bot.config import ROOT
from bot.core.phrases import Phrase, Text
from bot.i18n import Translator

_translator = Translator.read(ROOT / "locales")


def vi(msgid: str, **args: Phrase) -> str:
    return _translator.speak(Text(msgid, args), "vi")


def en(msgid: str, **args: Phrase) -> str:
    return _translator.speak(Text(msgid, args), "en")


HELLO = "Hello {you}! I am Tổ Số, an automatic assistant, not an official."
WHICH_PLACE = "Which commune or ward do {you} live in?"
WHAT_DO_YOU_NEED = "What do {you} need? Choose below, or type it."
NO_PHOTOS = "{Me} cannot see photos, and nothing was kept. Please do not send photos of papers here."
NOT_UNDERSTOOD = "{Me} did not understand that yet. Please say it another way, or choose below."
OLD_BUTTON = "This button is no longer used."
DONE = vi("Done")
STUCK = vi("I am stuck")
LATER = vi("Later")
FIXED = vi("That works, go on")
