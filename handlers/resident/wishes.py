"""A guide that was asked for in words: what was asked about it first, then the guide; a second wish is not lost."""

from bot.content.model import Guide, Step
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import guides, stuck, whereabouts
from handlers.resident.buttons import PERSON, go_on, open_guide

router = Router()

SURE_TO_SWITCH = 0.8
"""In the middle of one guide another is opened only if it is so surely meant; else it is offered."""

AMISS = 0.25
"""From this likeness to one of the step's troubles on, words about the running guide tell of trouble; if they are not
still more like a way of asking for it."""


@router.on("guide")
async def open_meant(turn: Turn) -> None:
    guide, at = turn.content.guides[turn.meaning.guide], whereabouts.current(turn)
    answer = guide.answers.get(turn.meaning.inquiry)
    if answer:
        turn.say(answer)
    if at and at[0] is guide:
        go_on_there(turn, *at, answered=bool(answer))
    elif at and turn.meaning.score < SURE_TO_SWITCH:
        ask_whether_to_switch(turn, guide, *at)
    else:
        guides.open_guide(turn, guide)
        mention_the_other(turn)


def go_on_there(turn: Turn, guide: Guide, step: Step, *, answered: bool) -> None:
    """Words about the guide one is in the middle of: asked for again, or told that something is amiss there."""
    understanding = turn.world.understanding
    nearest, again = understanding.sign(turn.text, step), understanding.likeness(turn.text, guide)
    if nearest and nearest[1] >= max(AMISS, again) and not answered:
        stuck.offer_troubles(turn, guide, step)
    else:
        guides.show_step(turn, guide, step)


def ask_whether_to_switch(turn: Turn, guide: Guide, running: Guide, step: Step) -> None:
    turn.talk.expect("guide.beside")
    words = _("{You} are in the middle of “{title}”. Go on with it, or open the other?", title=running.title)
    turn.say(words, go_on(running, step), open_guide(guide), PERSON)


def mention_the_other(turn: Turn) -> None:
    if also := turn.content.guide(turn.meaning.also):
        turn.say(_("{You} asked about something else too. Press here for it, now or later."), open_guide(also))
