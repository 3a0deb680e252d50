"""Announcements, for those who get them: no more of them, coming to what they tell of, and the guide they offer."""

from bot.core.messages import Button
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import guides, menu
from handlers.resident.agreement import NEWS, URGENT, declined, write_down
from handlers.resident.buttons import NEWS_AGAIN, NOT_EVEN_URGENT, ONLY_URGENT
from handlers.resident.privacy import way_on
from handlers.team.words import number

router = Router()

# ---- no more ----


@router.action("announce.stop")
async def stop_at_once(turn: Turn) -> None:
    """Said beneath, so that the announcement stays where it can be read."""
    words, buttons = await stop(turn, urgent=turn.arg(1) == "urgent")
    turn.say(words, NEWS_AGAIN, *buttons)


@router.on("quiet")
async def stop_by_word(turn: Turn) -> None:
    words, buttons = await stop(turn, urgent=False)
    turn.say(paragraphs(await menu.be_quiet(turn), words), NEWS_AGAIN, *buttons)


async def stop(turn: Turn, *, urgent: bool) -> tuple[Phrase, list[Button]]:
    """Also of what is being sent just now. Gives back what to say of it."""
    await answer(turn, NEWS, given=False)
    if urgent:
        await answer(turn, URGENT, given=False)
    await turn.ports.campaigns.stop_for(turn.person.id, urgent=urgent)
    if await declined(turn, URGENT):
        words = _("{You} get no announcements. Warnings of storms and floods will not come either.")
        return words, [ONLY_URGENT, way_on(turn)]
    words = _("{You} get no announcements. Only what is urgent, as a storm or a flood, still comes.")
    return words, [NOT_EVEN_URGENT, way_on(turn)]


@router.action("announce.urgent")
async def get_only_urgent(turn: Turn) -> None:
    await answer(turn, NEWS, given=False)
    await answer(turn, URGENT, given=True)
    await turn.ports.campaigns.stop_for(turn.person.id, urgent=False)
    turn.show(
        _("{Me} send {you} only what is urgent, as a storm or a flood."), NEWS_AGAIN, NOT_EVEN_URGENT, way_on(turn)
    )


async def answer(turn: Turn, id_: str, *, given: bool) -> None:
    await write_down(turn, id_, turn.content.consents.purposes[NEWS], given=given)


# ---- answers ----


@router.action("announce.come")
async def take_that_they_come(turn: Turn) -> None:
    if await turn.ports.campaigns.answer(turn.person.id, number(turn.arg(0)), "come"):
        not_after_all = Button(_("I cannot come after all"), f"announce.not_come:{turn.arg(0)}")
        turn.say(_("Noted: {you} come. Thank {you} for telling!"), not_after_all, way_on(turn))
    else:
        say_there_is_nothing_new(turn)


@router.action("announce.not_come")
async def take_that_they_do_not_come(turn: Turn) -> None:
    if await turn.ports.campaigns.take_back_answer(turn.person.id, number(turn.arg(0)), "come"):
        come = Button(_("I will come"), f"announce.come:{turn.arg(0)}")
        turn.say(_("Noted: {you} do not come. Thank {you} for telling!"), come, way_on(turn))
    else:
        say_there_is_nothing_new(turn)


def say_there_is_nothing_new(turn: Turn) -> None:
    """They said so before, or the announcement is one that nobody knows any more."""
    turn.say(_("{You} told it already, or this announcement is too old. Nothing else has to be done."), way_on(turn))


@router.action("announce.guide")
async def open_offered_guide(turn: Turn) -> None:
    await turn.ports.campaigns.answer(turn.person.id, number(turn.arg(0)), "guide")
    guides.open_named(turn, turn.arg(1))
