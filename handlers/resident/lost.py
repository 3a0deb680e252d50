"""When it is not clear what to do: an honest word and a way on, never silence."""

import re

from bot.core.events import GuessesOffered, OldButtonPressed, QuestionNotUnderstood
from bot.core.messages import Button
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import guides, menu, place, questions, whereabouts
from handlers.resident.buttons import MENU, PERSON, go_on, open_guide

router = Router()

CANNOT_LISTEN = _("{Me} cannot listen yet, and nothing was kept. Please type it, or choose below.")


@router.on("guesses")
async def offer_guesses(turn: Turn) -> None:
    near, at = [turn.content.guides[id_] for id_ in turn.meaning.guesses], whereabouts.current(turn)
    turn.emit(GuessesOffered(tuple(guide.id for guide in near)))
    others = [open_guide(guide) for guide in near if not at or guide is not at[0]]
    turn.say(_("{Me} am not sure. Do {you} mean one of these?"), *stay(turn), *others,
             Button(_("None of these"), "menu"), PERSON)  # fmt: skip


def stay(turn: Turn) -> list[Button]:
    """The way on with what is being done, and the same by word."""
    if not (at := whereabouts.current(turn)):
        return []
    turn.talk.expect("guide.beside")
    return [go_on(*at)]


@router.on("unknown")
async def say_it_is_not_clear(turn: Turn) -> None:
    if not whereabouts.current(turn) and place.take_if_named(turn):
        return
    turn.emit(QuestionNotUnderstood(turn.talk.guide))
    kept, teach = await questions.keep_if_agreed(turn)
    at = whereabouts.current(turn)
    if at:
        words = _("{Me} did not understand that. {You} are in the middle of “{title}”.", title=at[0].title)
    else:
        words = _("{Me} did not understand that yet. Please say it another way, or choose below.")
    turn.say(paragraphs(words, kept), *stay(turn), MENU, PERSON, *teach)


@router.on("back")
async def go_back(turn: Turn) -> None:
    at = whereabouts.current(turn)
    guides.step_back(turn, *at) if at else menu.show_menu(turn)


@router.on("photo")
async def cannot_see_photos(turn: Turn) -> None:
    ask_for_words(turn, _("{Me} cannot see photos, and nothing was kept. Please do not send photos of papers here."))


@router.on("voice")
async def cannot_listen(turn: Turn) -> None:
    ask_for_words(turn, CANNOT_LISTEN)


@router.on("contact", "file", "other")
async def cannot_read_this(turn: Turn) -> None:
    ask_for_words(turn, _("{Me} can only read words. Please type it, or press a button."))


def ask_for_words(turn: Turn, words: Phrase) -> None:
    """Say why, and show again what was being done, so that nobody is left in front of nothing."""
    turn.say(words)
    at = whereabouts.current(turn)
    guides.show_step(turn, *at) if at else menu.show_menu(turn)


@router.on("old_button")
async def lead_on(turn: Turn) -> None:
    turn.emit(OldButtonPressed(known_form(turn.inbound.action)))
    turn.say(_("This button is no longer used."))
    at = whereabouts.current(turn)
    guides.show_step(turn, *at) if at else menu.show_menu(turn)


def known_form(action: str) -> str:
    """The name of the action, if it looks like one: whatever else a button may hold is not kept."""
    name = action.partition(":")[0]
    return name if re.fullmatch(r"[a-z_.]{1,32}", name) else ""
