"""Consent, purpose by purpose: yes and no weigh the same, silence is no, and no costs nothing."""

from bot.content.consents import Purpose
from bot.core.clock import VIETNAM
from bot.core.messages import Button
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.ports import Consent
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import announcements, place
from handlers.resident.agreement import NEWS, URGENT, declined, holds, write_down
from handlers.resident.buttons import MY_DATA, ONLY_URGENT
from handlers.resident.privacy import way_on

router = Router()


@router.action("consent.page")
async def show_all(turn: Turn) -> None:
    words = _("{You} choose for each of these. Without any of them {me} help {you} all the same.")
    answers = await turn.ports.consents.of(turn.person.id)
    no_urgent = await declined(turn, URGENT)
    urgent = _("{You} have stopped the warnings of storms and floods too.") if no_urgent else None
    turn.say(paragraphs(words, urgent), *([ONLY_URGENT] if no_urgent else []), MY_DATA, way_on(turn))
    for id_, purpose in turn.content.consents.purposes.items():
        put_the_question(turn, id_, purpose, answers.get(id_))


@router.action("consent.ask")
async def ask_chosen(turn: Turn) -> None:
    purpose = turn.content.consents.purposes.get(turn.arg(0))
    if not purpose:
        await show_all(turn)
    else:
        await ask(turn, turn.arg(0))


async def ask(turn: Turn, id_: str, first: Phrase | None = None) -> None:
    """Put one question, for instance where its purpose comes up. ``first``: why."""
    answers = await turn.ports.consents.of(turn.person.id)
    put_the_question(turn, id_, turn.content.consents.purposes[id_], answers.get(id_), first)


@router.action("announce.start")
async def ask_for_news(turn: Turn) -> None:
    await ask(turn, NEWS)


def put_the_question(
    turn: Turn, id_: str, purpose: Purpose, answer: Consent | None, first: Phrase | None = None
) -> None:
    words = lines(_("*{title}*", title=purpose.title), purpose.text, state(answer, purpose))
    turn.say(paragraphs(first, words), *yes_and_no(id_, purpose))


async def invite(turn: Turn) -> None:
    """When they were helped, once: whether they want announcements. Whoever gives no answer is left in peace."""
    if not turn.talk.invited and NEWS not in await turn.ports.consents.of(turn.person.id):
        turn.talk.invited = True
        purpose = turn.content.consents.purposes[NEWS]
        turn.say(lines(_("*{title}*", title=purpose.title), purpose.text), *yes_and_no(NEWS, purpose))


def yes_and_no(id_: str, purpose: Purpose) -> tuple[Button, Button]:
    """The button for yes bears the version of the words it stands under: an old one does not agree to new words."""
    return Button(_("Agree"), f"consent.yes:{id_}.{purpose.stamp}"), Button(_("No"), f"consent.no:{id_}")


def state(answer: Consent | None, purpose: Purpose) -> Phrase:
    if answer is None:
        return _("Now: not answered, which counts as *No*.")
    on = answer.at.astimezone(VIETNAM).strftime("%d/%m/%Y")
    if not answer.given:
        return _("Now: *No*, since {date}.", date=on)
    if not holds(answer, purpose):
        return _("{You} agreed on {date}, but the words have changed since: now it counts as *No*.", date=on)
    return _("Now: *Agree*, since {date}.", date=on)


@router.action("consent.yes")
async def agree(turn: Turn) -> None:
    id_, purpose = turn.arg(0), turn.content.consents.purposes.get(turn.arg(0))
    if not purpose:
        await show_all(turn)
    elif turn.arg(1) != purpose.stamp:
        await ask(turn, id_, _("The words have changed. Please read them again."))
    else:
        await write_down(turn, id_, purpose, given=True)
        noted(turn, id_, _("Noted: {title}: *Agree*. Thank {you}!", title=purpose.title))
        if id_ == NEWS:
            await see_that_news_come(turn)


async def see_that_news_come(turn: Turn) -> None:
    """What is urgent is among what they agreed to, and most of it is for one commune."""
    if await declined(turn, URGENT):
        await announcements.answer(turn, URGENT, given=True)
    if not turn.person.place:
        place.ask_place(turn)


@router.action("consent.no")
async def decline(turn: Turn) -> None:
    id_, purpose = turn.arg(0), turn.content.consents.purposes.get(turn.arg(0))
    if not purpose:
        await show_all(turn)
        return
    if id_ == NEWS:
        words, buttons = await announcements.stop(turn, urgent=False)
        turn.show(words, change_my_mind(id_), *buttons)
        return
    await write_down(turn, id_, purpose, given=False)
    if id_ == "questions":
        await turn.ports.questions.forget(turn.person.id)
    if id_ == "phone":
        await turn.ports.requests.forget_phones(turn.person.id)
    noted(turn, id_, _("Noted: {title}: *No*. {Me} help {you} all the same.", title=purpose.title))


def noted(turn: Turn, id_: str, words: Phrase) -> None:
    turn.show(words, change_my_mind(id_), way_on(turn))


def change_my_mind(id_: str) -> Button:
    return Button(_("Change my mind"), f"consent.ask:{id_}")
