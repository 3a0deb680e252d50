"""A question the bot could not place: kept for a person of the team to read, if the resident agreed to that."""

from bot.core.events import QuestionKept
from bot.core.messages import Button
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import agreement, consents

router = Router()

PURPOSE = "questions"
LEAST = 2  # words; one word teaches nothing


async def keep_if_agreed(turn: Turn) -> tuple[Phrase | None, list[Button]]:
    """(what to say about it, the button that offers it): the question itself is not kept before the person agreed."""
    if len(turn.text.split()) < LEAST:
        return None, []
    if not await agreement.agreed(turn, PURPOSE):
        return None, [Button(_("Let a person read it"), "question.offer")]
    await turn.ports.questions.keep(turn.person.id, turn.text, lang=turn.person.lang, guide=turn.talk.guide)
    turn.emit(QuestionKept(turn.talk.guide))
    return _("The question is kept, so that a person of the team reads it and {me} learn."), []


@router.action("question.offer")
async def offer(turn: Turn) -> None:
    """Nothing of the question is kept while consent is asked for, so it has to be typed once more."""
    again = _("If {you} agree, please type the question again: then a person of the team can read it.")
    await consents.ask(turn, PURPOSE, again)
