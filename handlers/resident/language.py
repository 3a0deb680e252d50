"""Changing the language, at any step; what was being done goes on in the new one."""

from bot.core.events import LanguageChosen
from bot.core.phrases import text as _
from bot.core.talk import SPOKEN
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import guides, menu, place

router = Router()


@router.on("vietnamese")
async def speak_vietnamese(turn: Turn) -> None:
    switch(turn, "vi")


@router.on("english")
async def speak_english(turn: Turn) -> None:
    switch(turn, "en")


@router.action("language")
async def speak_chosen(turn: Turn) -> None:
    switch(turn, turn.arg(0))


def switch(turn: Turn, lang: str) -> None:
    turn.person.lang = lang if lang in SPOKEN else turn.person.lang
    turn.emit(LanguageChosen(turn.person.lang))
    turn.say(_("From now on {me} speak English."))
    if turn.talk.awaiting == "place":
        place.ask_place(turn)
    elif at := guides.current(turn):
        guides.show_step(turn, *at)
    else:
        menu.show_menu(turn)
