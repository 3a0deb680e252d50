"""Changing the language, at any step; what was being done goes on in the new one."""

from bot.core.events import LanguageChosen
from bot.core.messages import Button
from bot.core.phrases import text as _
from bot.core.talk import SPOKEN
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import guides, menu, place, whereabouts
from handlers.resident.buttons import MENU

router = Router()

NATIVE = {"jra": "Jrai", "bdq": "Bahnar"}
"""Languages of many residents whose catalogues wait for a native reviewer, by code: the name."""


@router.on("vietnamese")
async def speak_vietnamese(turn: Turn) -> None:
    switch(turn, "vi")


@router.on("english")
async def speak_english(turn: Turn) -> None:
    switch(turn, "en")


@router.action("language")
async def speak_chosen(turn: Turn) -> None:
    if turn.arg(0) in NATIVE:
        lead_to_a_speaker(turn, turn.arg(0))
    else:
        switch(turn, turn.arg(0))


@router.action("language.native")
@router.on("native")
async def ask_which(turn: Turn) -> None:
    turn.show(
        _("Which language do {you} speak?"), *(Button(name, f"language:{code}") for code, name in NATIVE.items()), MENU
    )


def lead_to_a_speaker(turn: Turn, lang: str) -> None:
    """Nothing is machine-written in these languages: until native speakers filled the catalogue, a person helps."""
    words = _("{Me} cannot speak {language} yet. A team member who does can help {you}.", language=NATIVE[lang])
    turn.say(words, Button(_("Meet somebody who speaks Jrai or Bahnar"), f"help.start:{lang}"), MENU)


def switch(turn: Turn, lang: str) -> None:
    turn.person.lang = lang if lang in SPOKEN else turn.person.lang
    turn.emit(LanguageChosen(turn.person.lang))
    turn.say(_("From now on {me} speak English."))
    if turn.talk.awaiting == "place":
        place.ask_place(turn)
    elif at := whereabouts.current(turn):
        guides.show_step(turn, *at)
    else:
        menu.show_menu(turn)
